"""Times as a reader in Almaty reads them: an aware moment comes in, text goes out ("сегодня,
14:05").

One rule for every page: a time of day is shown in the zone of Almaty, which each page names at its
foot. A day without a time of day is the outlet's own day. `<time datetime>` carries the offset.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ALMATY = ZoneInfo("Asia/Almaty")
"""The zone of Kazakhstan (UTC+5 since 2024-03-01; tzdata knows the years before)."""
_DAY = "day"
"""The precision of a time where the outlet printed only the day."""


def local(moment: datetime) -> datetime:
    return moment.astimezone(ALMATY)


def iso(moment: datetime, precision: str | None = None) -> str:
    """For machines: ISO 8601 with Almaty's offset, to the second; the outlet's day alone where it
    printed no time of day.
    """
    if precision == _DAY:
        return moment.date().isoformat()
    return local(moment).isoformat(timespec="seconds")


def clock(moment: datetime, precision: str | None = None) -> str:
    """ "14:05"; empty where the outlet printed only the day: 00:00 would be invented."""
    return "" if precision == _DAY else f"{local(moment):%H:%M}"


def day(moment: datetime, present: datetime, t: Callable[..., Any]) -> str:
    """ "Сегодня, 24 ноября"; the year is added where it is not this year."""
    that, today = local(moment).date(), local(present).date()
    names = {today: t("time.today"), today - timedelta(days=1): t("time.yesterday")}
    return f"{names[that]}, {_date(that, today, t)}" if that in names else _date(that, today, t)


def display(
    moment: datetime, present: datetime, t: Callable[..., Any], precision: str | None = None
) -> str:
    """ "сегодня, 14:05", "22 ноября, 09:30", "3 марта 2024". A moment of which only the day is
    known is in the zone of its outlet.
    """
    that = moment.date() if precision == _DAY else local(moment).date()
    today = local(present).date()
    names = {today: t("time.today"), today - timedelta(days=1): t("time.yesterday")}
    named = str(names[that]).lower() if that in names else _date(that, today, t)
    hour = clock(moment, precision)
    return f"{named}, {hour}" if hour else named


def other_clock(
    moment: datetime | None, precision: str | None, zone: str | None
) -> tuple[str, str] | None:
    """What the clock of an outlet in this zone showed, with its offset: ("15:05", "UTC+6"); None
    where it agrees with Almaty's or the outlet printed no time of day.
    """
    if moment is None or zone is None or precision == _DAY:
        return None
    there = moment.astimezone(ZoneInfo(zone))
    if there.utcoffset() == local(moment).utcoffset():
        return None
    return f"{there:%H:%M}", offset(there)


def offset(moment: datetime) -> str:
    """ "UTC+5", "UTC+5:30"."""
    minutes = (moment.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


def _date(that: date, today: date, t: Callable[..., Any]) -> str:
    form = t("time.day") if that.year == today.year else t("time.day_and_year")
    return str(form).format(day=that.day, month=t("time.months")[that.month - 1], year=that.year)
