"""How many times, and what part."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Урожай вырос в 2,5 раза.", [("ru.times", "2,5 раза", 2.5)]),
        ("Цены выросли вдвое.", [("ru.multiple", "вдвое", 2.0)]),
    ],
)
def test_times_and_multiples(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "amount"), "value") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Две трети опрошенных согласны.", [("ru.parts", "Две трети", 0.666667)]),
        ("9 из 10 жителей согласны.", [("ru.out_of", "9 из 10", 0.9)]),
        ("Треть посевов погибла.", [("ru.share_of", "Треть посевов", 0.333333)]),
    ],
)
def test_parts_of_a_whole(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "amount"), "value") == expected
