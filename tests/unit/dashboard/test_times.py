"""Times as a reader in Almaty reads them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dashboard import i18n, times

PRESENT = datetime(2026, 11, 24, 20, 30, tzinfo=UTC)  # already the 25th in Almaty
RU = i18n.of("ru")


@pytest.mark.parametrize(
    ("moment", "precision", "text"),
    [
        (datetime(2026, 11, 24, 19, 5, tzinfo=UTC), None, "сегодня, 00:05"),
        (datetime(2026, 11, 24, 18, 55, tzinfo=UTC), "minute", "вчера, 23:55"),
        (datetime(2026, 11, 24, 18, 55, tzinfo=UTC), "day", "вчера"),
        (datetime(2026, 3, 8, 4, 0, tzinfo=UTC), None, "8 марта, 09:00"),
        (datetime(2024, 2, 29, 17, 30, tzinfo=UTC), None, "29 февраля 2024, 23:30"),  # still UTC+6
        (
            datetime(2024, 2, 29, 18, 30, tzinfo=UTC),
            None,
            "29 февраля 2024, 23:30",
        ),  # UTC+5 since half an hour
    ],
)
def test_a_time_is_written_for_a_reader(moment: datetime, precision: str | None, text: str) -> None:
    assert times.display(moment, PRESENT, RU, precision) == text


def test_a_heading_names_the_day() -> None:
    assert times.day(PRESENT, PRESENT, RU) == "Сегодня, 25 ноября"
    assert (
        times.day(datetime(2025, 1, 2, tzinfo=UTC), PRESENT, i18n.of("kk")) == "2025 жылғы 2 қаңтар"
    )


def test_for_machines() -> None:
    assert times.iso(datetime(2026, 11, 24, 19, 5, tzinfo=UTC)) == "2026-11-25T00:05:00+05:00"


BISHKEK_DAY = datetime(2026, 11, 24, tzinfo=ZoneInfo("Asia/Bishkek"))


def test_a_day_without_a_time_is_the_outlets_own_day() -> None:
    """Its midnight in Bishkek is still the day before in Almaty."""
    assert times.display(BISHKEK_DAY, PRESENT, RU, "day") == "вчера"
    assert times.display(BISHKEK_DAY, PRESENT, RU) == "23 ноября, 23:00"
    assert times.iso(BISHKEK_DAY, "day") == "2026-11-24"


@pytest.mark.parametrize(
    ("zone", "precision", "shown"),
    [
        ("Asia/Bishkek", "minute", ("01:05", "UTC+6")),
        ("Asia/Kolkata", None, ("00:35", "UTC+5:30")),
        ("America/New_York", None, ("14:05", "UTC-5")),
        ("Asia/Tashkent", "minute", None),  # the same clock
        ("Asia/Bishkek", "day", None),
        (None, "minute", None),
    ],
)
def test_the_outlets_clock_where_it_shows_another_time(
    zone: str | None, precision: str | None, shown: tuple[str, str] | None
) -> None:
    moment = datetime(2026, 11, 24, 19, 5, tzinfo=UTC)
    assert times.other_clock(moment, precision, zone) == shown


def test_an_outlet_that_printed_no_time_has_no_clock_of_its_own() -> None:
    assert times.other_clock(None, None, "Asia/Bishkek") is None
