"""Parts of a whole in Kazakh."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Үштен бірі келмеді.", [("kk.share", "Үштен бірі", 0.333333)]),
        ("Тұрғындардың жартысы келмеді.", [("kk.share", "жартысы", 0.5)]),
    ],
)
def test_a_part_is_a_ratio(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "amount", "kk"), "value") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Жыл жартысында аяқталды.", []),
    ],
)
def test_half_a_year_is_no_share(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "amount", "kk"), "value") == expected
