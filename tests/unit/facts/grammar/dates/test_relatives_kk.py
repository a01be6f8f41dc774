"""Kazakh dates that depend on the day of printing, Wednesday 11 March 2026."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Кеше қар жауды.", [("kk.word", "Кеше", "2026-03-10", "2026-03-10", "day")]),
        (
            "Өткен аптада қар жауды.",
            [("kk.which_period", "Өткен аптада", "2026-03-02", "2026-03-08", "week")],
        ),
        (
            "Дүйсенбі күні жиналыс өтті.",
            [("kk.weekday", "Дүйсенбі күні", "2026-03-09", "2026-03-09", "day")],
        ),
        (
            "Жыл соңына дейін салынады.",
            [("kk.year_edge", "Жыл соңына", "2026-12-31", "2026-12-31", "day")],
        ),
    ],
)
def test_days_and_weeks(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "date", "kk"), "from", "to", "grain") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Үш жыл бұрын осында дала болған.",
            [("kk.ago", "Үш жыл бұрын", "2023-01-01", "2023-12-31", "year")],
        ),
        (
            "Екі жылдан кейін ашылады.",
            [("kk.later", "Екі жылдан кейін", "2028-01-01", "2028-12-31", "year")],
        ),
        (
            "Соңғы бес жылда өсті.",
            [("kk.lately", "Соңғы бес жылда", "2021-03-11", "2026-03-11", "range")],
        ),
    ],
)
def test_years_behind_and_ahead(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "date", "kk"), "from", "to", "grain") == expected
