"""Kazakh dates of the calendar, with the days they cover."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Көпір 2025 жылғы 3 қыркүйекте ашылды.",
            [("kk.day_month", "2025 жылғы 3 қыркүйекте", "2025-09-03", "2025-09-03", "day")],
        ),
        (
            "1-3 мамыр аралығында жәрмеңке өтеді.",
            [("kk.days_of_month", "1-3 мамыр", "2026-05-01", "2026-05-03", "range")],
        ),
        (
            "2026 жылдың бірінші тоқсанында салынды.",
            [
                (
                    "kk.quarter",
                    "2026 жылдың бірінші тоқсанында",
                    "2026-01-01",
                    "2026-03-31",
                    "quarter",
                )
            ],
        ),
        (
            "XIX ғасырда салынды.",
            [("kk.century", "XIX ғасырда", "1801-01-01", "1900-12-31", "range")],
        ),
    ],
)
def test_a_form_covers_its_days(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "date", "kk"), "from", "to", "grain") == expected
