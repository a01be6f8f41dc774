"""Times as a reader in Almaty reads them: an aware moment comes in, text goes out ("сегодня,
14:05").
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ALMATY = ZoneInfo("Asia/Almaty")
"""The zone of Kazakhstan (UTC+5 since 2024-03-01; tzdata knows the years before)."""


def local(moment: datetime) -> datetime:
    return moment.astimezone(ALMATY)


def iso(moment: datetime) -> str:
    """For machines: ISO 8601 with Almaty's offset, to the second."""
    return local(moment).isoformat(timespec="seconds")


def clock(moment: datetime, precision: str | None = None) -> str:
    """ "14:05"; empty where the outlet printed only the day: 00:00 would be invented."""
    return "" if precision == "day" else f"{local(moment):%H:%M}"


def day(moment: datetime, present: datetime, t: Callable[..., Any]) -> str:
    """ "Сегодня, 24 ноября"; the year is added where it is not this year."""
    that, today = local(moment).date(), local(present).date()
    names = {today: t("time.today"), today - timedelta(days=1): t("time.yesterday")}
    return f"{names[that]}, {_date(that, today, t)}" if that in names else _date(that, today, t)


def display(
    moment: datetime, present: datetime, t: Callable[..., Any], precision: str | None = None
) -> str:
    """ "сегодня, 14:05", "22 ноября, 09:30", "3 марта 2024"."""
    that, today = local(moment).date(), local(present).date()
    names = {today: t("time.today"), today - timedelta(days=1): t("time.yesterday")}
    named = str(names[that]).lower() if that in names else _date(that, today, t)
    hour = clock(moment, precision)
    return f"{named}, {hour}" if hour else named


def _date(that: date, today: date, t: Callable[..., Any]) -> str:
    form = t("time.day") if that.year == today.year else t("time.day_and_year")
    return str(form).format(day=that.day, month=t("time.months")[that.month - 1], year=that.year)
