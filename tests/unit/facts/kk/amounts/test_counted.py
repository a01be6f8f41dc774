"""How many, in Kazakh: a noun behind the number, or the thing counted before."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("500-ден астам жаңа мектеп салынды.", [("kk.count", "500-ден астам жаңа мектеп", 500.0)]),
    ],
)
def test_the_noun_behind_the_number_is_counted(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "amount", "kk"), "value") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Ауданда 30 адам зардап шекті, он жетісі бала.",
            [("kk.count", "30 адам", 30.0), ("kk.of_them", "он жетісі", 17.0)],
        ),
    ],
)
def test_a_figure_with_a_possessive_counts_a_part(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "amount", "kk"), "value") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Мектептер саны – 17.", [("kk.bare_figure", "17", 17.0)]),
    ],
)
def test_a_figure_without_a_noun(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "amount", "kk"), "value") == expected
