"""Days as a query writes them: `2026-11-24`, `2026-11`, `7d`, `вчера` come in, a date goes out.

A day is a day in Almaty, as in every filter.
"""

import calendar
import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from baqylau.query import vocabulary

ALMATY = ZoneInfo("Asia/Almaty")
_AGO = re.compile(r"(\d{1,4})([^\W\d_])")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_YEAR = re.compile(r"[1-9]\d{3}", re.ASCII)
_FIRST, _LAST = date(2, 1, 1), date(9998, 12, 31)  # so that the zone stays within the calendar


def read(written: str, today: date, end: bool) -> date | None:
    """The day; of a month its first, or its last where `end`. None: it is none."""
    given = written.casefold()
    if given in vocabulary.days():
        return today - timedelta(days=vocabulary.days()[given])
    ago = _AGO.fullmatch(given)
    if ago and ago[2] in vocabulary.periods():
        return today - timedelta(days=int(ago[1]) * vocabulary.periods()[ago[2]])
    month = _MONTH.fullmatch(given)
    try:
        if month:
            year, number = int(month[1]), int(month[2])
            last = calendar.monthrange(year, number)[1] if end else 1
            found = date(year, number, last)
        else:
            found = date.fromisoformat(given)
    except (ValueError, IndexError):
        return None
    return found if _FIRST <= found <= _LAST else None


def period(written: str, today: date) -> str | None:
    """A day, a month or a year as ISO writes it. None: it is none."""
    given = written.casefold()
    month = _MONTH.fullmatch(given)
    if month or _YEAR.fullmatch(given):
        return given if not month or 1 <= int(month[2]) <= 12 else None
    day = read(written, today, False)
    return day.isoformat() if day else None


def begins(day: str) -> datetime:
    """The first moment of an ISO day."""
    return datetime.combine(date.fromisoformat(day), time(), ALMATY)


def ends(day: str) -> datetime:
    """The first moment after an ISO day."""
    return datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), ALMATY)
