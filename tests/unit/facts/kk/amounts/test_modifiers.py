"""What the words around a Kazakh number say about it: bound, direction, modality."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "500-ден астам жаңа мектеп салынды.",
            [("kk.count", "500-ден астам жаңа мектеп", "over", None, "actual")],
        ),
    ],
)
def test_the_bound_stands_behind_the_number(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "amount", "kk"), "bound", "direction", "modality") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Баға 5 пайызға өсті.", [("kk.percent", "5 пайызға", "exact", "up", "actual")]),
        ("Баға 5 пайызға төмендеді.", [("kk.percent", "5 пайызға", "exact", "down", "actual")]),
    ],
)
def test_the_verb_says_up_or_down(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "amount", "kk"), "bound", "direction", "modality") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Өндіріс 10 пайызға артады деп күтілуде.",
            [("kk.percent", "10 пайызға", "exact", "up", "forecast")],
        ),
    ],
)
def test_what_is_expected_is_a_forecast(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "amount", "kk"), "bound", "direction", "modality") == expected
