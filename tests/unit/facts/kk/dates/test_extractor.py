"""Which words of a Kazakh text are dates, and of which year."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Көпір 2025 жылғы 3 қыркүйекте ашылды.",
            [("kk.day_month", "2025 жылғы 3 қыркүйекте", "2025-09-03", False)],
        ),
        ("Кеше қар жауды.", [("kk.word", "Кеше", "2026-03-10", True)]),
    ],
)
def test_a_named_year_and_a_relative_day(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "date", "kk"), "from", "relative") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Көпір ашылды.", []),
    ],
)
def test_a_text_without_a_date(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "date", "kk"), "from", "relative") == expected
