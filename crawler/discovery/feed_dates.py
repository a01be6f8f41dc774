"""Times as feeds and sitemaps write them: a text and the outlet's zone come in, a moment goes out.

Standards know two forms, outlets write dozens: weekdays and months of any language, "GMT+5",
"ALMT", "3:09pm", "18.11.2026", seconds since 1970. So the text is cut into parts, and each part
says what it is.

>>> moment("Ср, 18 қар 2026 09:15:00 GMT+5").text
'2026-11-18T04:15:00+00:00'
>>> moment("2026-11-18 09:15") is None  # neither the text nor the caller names a zone
True
"""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from baqylau.lang.calendar import calendar

LONGEST = 120  # characters; longer texts are no dates
YEARS = range(1990, 2100)
_FARTHEST_OFFSET = timedelta(hours=14)
_PART = re.compile(
    r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,9})?"
    r"|(?P<place>[A-Z][A-Za-z]{1,20}/[A-Z][A-Za-z_]{1,20}(?:/[A-Z][A-Za-z_]{1,20})?)"
    r"|(?P<date>\d{1,4}([-/.])\d{1,2}\4\d{1,4})(?!\d)"
    r"|(?<!\d)(?P<compact>(?:19|20)\d{6})(?:T(?P<digits>\d{6}))?(?!\d)"
    r"|(?P<offset>[+-]\d{1,2}:?\d{2}(?!\d)|[+-]\d{1,2}(?!\d))"
    r"|(?P<number>\d{1,4})(?:st|nd|rd|th)?(?!\d)"
    r"|(?P<word>[^\W\d_]+)"
)
_SECONDS = re.compile(r"(\d{9,10})(?:\.\d+)?|(\d{12,13})")
_HALF = re.compile(r"\b([ap])\.\s?m\b\.?", re.IGNORECASE)
_TABLES = tomllib.loads(Path(__file__).with_name("feed_zones.toml").read_text(encoding="utf-8"))
_AMBIGUOUS = frozenset(_TABLES["weekdays"]["ambiguous"])


@dataclass(frozen=True, slots=True)
class Moment:
    """`at` is time-zone aware; `has_clock` is False for a day without a time."""

    at: datetime
    has_clock: bool

    @property
    def text(self) -> str:
        """ISO 8601: in UTC, but of a day without a time the day alone."""
        return self.at.astimezone(UTC).isoformat() if self.has_clock else self.at.date().isoformat()


def moment(text: str, zone: tzinfo | None = None) -> Moment | None:
    """The moment that the text names, read in `zone` where it names none itself. None where it is
    no date, or where nobody says its zone.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    if found := _SECONDS.fullmatch(text):
        return _since_1970(int(found[1] or found[2][:-3]))
    parts = _Parts()
    for part in _PART.finditer(_HALF.sub(r"\1m", text.partition("(")[0])):
        parts.take(part)
    return parts.moment(zone)


def _since_1970(seconds: int) -> Moment | None:
    at = datetime.fromtimestamp(seconds, UTC)
    return Moment(at, True) if at.year in YEARS else None


@dataclass
class _Parts:
    """What the parts of a text say, as they are read from left to right."""

    day: date | None = None
    numbers: list[int] = field(default_factory=list)
    month: int | None = None
    doubtful_month: int | None = None  # of a word that may be a weekday
    clock: list[int] | None = None
    half: str | None = None
    zone: tzinfo | None = None
    american: bool = False

    def take(self, part: re.Match[str]) -> None:
        kind, text = str(part.lastgroup), part[0]
        if kind == "digits" or kind == "compact":
            self._compact(part["compact"], part["digits"])
        elif kind == "clock":
            self.clock = self.clock or [int(x) for x in part["clock"].split(":")]
        elif kind == "place":
            self.zone = self.zone or _place(text)
        elif kind == "date":
            self.numbers += [int(x) for x in re.split(r"[-/.]", text)]
            self.american |= "/" in text
        elif kind == "offset":
            if self.clock and (self.zone is None or self.zone is UTC):
                self.zone = _offset(text)
        elif kind == "number":
            self.numbers.append(int(part["number"]))
        elif kind == "word":
            self._word(text)

    def _compact(self, day: str, clock: str | None) -> None:
        self.numbers += [int(day[:4]), int(day[4:6]), int(day[6:])]
        if clock:
            self.clock = [int(clock[:2]), int(clock[2:4]), int(clock[4:])]

    def _word(self, word: str) -> None:
        low = word.lower()
        if low in ("am", "pm") and self.clock:
            self.half = low
        elif word.upper() in _TABLES["zones"] and (self.clock or len(word) > 1):
            self.zone = self.zone or _abbreviated(word.upper())
        elif month := _month(low):
            if low in _AMBIGUOUS:
                self.doubtful_month = month
            else:
                self.month = self.month or month

    def moment(self, zone: tzinfo | None) -> Moment | None:
        day = self._day()
        zone = self.zone or zone
        if day is None or day.year not in YEARS:
            return None
        if self.clock is None:
            return Moment(datetime(day.year, day.month, day.day, tzinfo=zone or UTC), False)
        hour, minute, second = [*self.clock, 0][:3]
        if self.half:
            hour = hour % 12 + (12 if self.half == "pm" else 0)
        if zone is None or hour > 23 or minute > 59:
            return None
        clock = (hour, minute, min(second, 59))
        return Moment(datetime(day.year, day.month, day.day, *clock, tzinfo=zone), True)

    def _day(self) -> date | None:
        """The date from its numbers: with a month by name one is the year and one the day; else
        they are year, month, day or day, month, year. Of 03/30/2020 the month comes first, and
        also of 03/04/2020 where a clock of twelve hours shows an American writer.
        """
        month = self.month or (self.doubtful_month if len(self.numbers) < 3 else None)
        try:
            if month:
                day, year = self.numbers[:2]
                if day > 31:
                    day, year = year, day
            else:
                day, month, year = self.numbers[:3]
                if day > 31:
                    day, year = year, day
                elif month > 12 or (self.american and self.half and day <= 12):
                    day, month = month, day
            return date(_whole_year(year), month, day)
        except ValueError:  # too few numbers, or no such day
            return None


def _whole_year(year: int) -> int:
    if year > 99:
        return year
    return year + (2000 if year < 70 else 1900)


def _month(word: str) -> int | None:
    known = calendar().month(word)
    if known or len(word) < 3:
        return known
    begun = {number for name, number in calendar().months.items() if name.startswith(word)}
    return begun.pop() if len(begun) == 1 else None


def _offset(text: str) -> tzinfo | None:
    digits = text[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    if offset > _FARTHEST_OFFSET or int(minutes) > 59:
        return None
    return timezone(-offset if text[0] == "-" else offset)


@cache
def _abbreviated(name: str) -> tzinfo:
    zone = _TABLES["zones"][name]
    if zone == 0:
        return UTC
    return ZoneInfo(zone) if isinstance(zone, str) else timezone(timedelta(hours=zone))


def _place(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
