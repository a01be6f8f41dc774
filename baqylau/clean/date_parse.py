"""Reads one written time: a string comes in, a `ParsedTime` goes out. It knows ISO 8601, RFC 2822
and the forms that Russian, Kazakh and English outlets print.

"2025-11-23T15:00:00+05:00"   "23 Ноябрь 2025, 14:05"   "2026 жылғы 18 қараша"   "бүгін 17:04"
"15:00, 4 Май 2026 | GMT +5"
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from baqylau.lang.calendar import calendar
from baqylau.model.article import Precision

FIRST_YEAR = 1994
"""No outlet had a page on the web before this year."""

_ISO = re.compile(
    r"^\s*(\d{4})-?(\d{2})-?(\d{2})(?:[T\s]+(\d{1,2}):?(\d{2})(?::?(\d{1,2}))?(?:[.,]\d+)?)?\s*"
    r"(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{1,2})?\s*(?:\[[\w/]+\])?\s*$",
    re.I,
)
_CLOCK = (
    r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
)
_BETWEEN = r"\s*+(?:(?:,|\||•|·|—|–|-|/|\bв\b|\bat\b|сағат|сағ\.?)\s*+)*+"
_YEAR = r"(?P<year>(?:19|20)\d{2})(?:\s*(?:года|год|г\b\.?|жылғы|жылы|жыл|ж\b\.?))?"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:\s*+(?:-\s*+)?(?:ші|шы|нші|ншы|th|st|nd|rd|\.(?=\s)))?"
_MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
_PRINTED_FORMS = tuple(
    re.compile(x, re.I)
    for x in (
        rf"(?<![\d.:]){_CLOCK}{_BETWEEN}{_DAY}\s+{_MONTH}{_BETWEEN}{_YEAR}",
        rf"(?<![\d.:]){_DAY}\s+{_MONTH}{_BETWEEN}{_YEAR}(?:{_BETWEEN}{_CLOCK})?",
        rf"(?<![\d.:]){_YEAR}{_BETWEEN}{_DAY}\s+{_MONTH}(?:{_BETWEEN}{_CLOCK})?",
        rf"\b{_MONTH}\s+{_DAY}{_BETWEEN}{_YEAR}(?:{_BETWEEN}{_CLOCK})?",
        rf"(?<![\d.:]){_CLOCK}{_BETWEEN}{_DAY}\.(?P<number>0?[1-9]|1[0-2])\."
        rf"(?P<year>(?:20)?\d{{2}})(?!\d)",
        rf"(?<![\d.:]){_DAY}\.(?P<number>0?[1-9]|1[0-2])\.(?P<year>(?:19|20)?\d{{2}})(?!\d)"
        f"(?:{_BETWEEN}{_CLOCK})?",
        rf"(?<![\d.:|]){_DAY}\s\|\s(?P<number>0?[1-9]|1[0-2])\s\|\s(?P<year>(?:19|20)\d{{2}})"
        r"(?!\d)",
        rf"(?<![\d.:/]){_DAY}/(?P<number>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d{{2}})(?!\d)"
        f"(?:{_BETWEEN}{_CLOCK})?",
        rf"(?<![\d.:])(?P<year>(?:19|20)\d{{2}})[-./](?P<number>0[1-9]|1[0-2])[-./]"
        rf"(?P<day>0[1-9]|[12]\d|3[01])(?!\d)(?:{_BETWEEN}{_CLOCK})?",
        rf"(?<![\d.:]){_DAY}\s+{_MONTH}{_BETWEEN}{_CLOCK}",
        rf"(?<![\d.:]){_CLOCK}{_BETWEEN}{_DAY}\s+{_MONTH}",
    )
)
_OFFSET = re.compile(r"(?:GMT|UTC)\s*([+-]\s*\d{1,2})(?::?(\d{2}))?", re.I)


@dataclass(frozen=True, slots=True)
class ParsedTime:
    """`at` is always time-zone aware: in the zone the text states (`zoned`), else in the zone it
    was read with; a day without a time is its midnight.
    """

    at: datetime
    precision: Precision
    zoned: bool


@dataclass(frozen=True, slots=True)
class FoundTime:
    """One time found on a page: its source, the text that was read, and the moment it means."""

    source: str
    text: str
    moment: ParsedTime


def machine(text: str, zone: tzinfo) -> ParsedTime | None:
    """A machine-readable time (ISO 8601, RFC 2822, seconds since 1970); None where the text is
    none. Midnight is read as a day without a time.
    """
    found = _ISO.match(text)
    if found:
        return _from_iso(found, zone)
    if re.match(r"^\s*(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d", text):
        try:
            at = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            return None
        return _moment(at, zone, Precision.SECOND)
    if re.fullmatch(r"\s*1\d{9}(?:\d{3})?\s*", text):
        return _moment(datetime.fromtimestamp(int(text.strip()[:10]), UTC), zone, Precision.SECOND)
    return None


def _from_iso(found: re.Match[str], zone: tzinfo) -> ParsedTime | None:
    year, month, day, hour, minute, second, offset = found.groups()
    try:
        at = datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            tzinfo=_offset(offset),
        )
    except ValueError:
        return None
    if hour is None:
        return ParsedTime(at.replace(tzinfo=at.tzinfo or zone), Precision.DAY, zoned=False)
    return _moment(at, zone, Precision.SECOND if second else Precision.MINUTE)


def _moment(at: datetime, zone: tzinfo, precision: Precision) -> ParsedTime:
    midnight = at.hour == at.minute == at.second == 0
    return ParsedTime(
        at if at.tzinfo else at.replace(tzinfo=zone),
        Precision.DAY if midnight else precision,
        at.tzinfo is not None,
    )


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").replace(" ", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > 14 or minutes > 59:
        return None
    return timezone((1 if text[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))


def printed(text: str, zone: tzinfo, visit: datetime) -> ParsedTime | None:
    """A time as printed for readers; "yesterday" is resolved against the moment of the visit. None
    where the text holds no time.
    """
    for form in _PRINTED_FORMS:
        for found in form.finditer(text):
            moment = _from_form(found, text, zone, visit)
            if moment is not None:
                return moment
    return _relative(text, zone, visit)


def _from_form(found: re.Match[str], text: str, zone: tzinfo, visit: datetime) -> ParsedTime | None:
    parts = found.groupdict()
    month = int(parts["number"]) if parts.get("number") else calendar().month(parts["month"])
    if month is None:
        return None
    year = int(parts["year"]) if parts.get("year") else visit.astimezone(zone).year
    if year < 100:
        year += 2000
    printed_offset = _OFFSET.search(text, found.start())
    offset = (
        _offset(printed_offset[1].replace(" ", "") + (printed_offset[2] or ""))
        if printed_offset
        else None
    )
    moment = _build(year, month, int(parts["day"]), parts, offset or zone)
    if moment is None:
        return None
    if not parts.get("year") and moment.at > visit + timedelta(days=1):
        try:
            moment = replace(moment, at=moment.at.replace(year=year - 1))
        except ValueError:  # 29 February of a year that has none
            return None
    return replace(moment, zoned=offset is not None)


def _build(
    year: int, month: int, day: int, clock: dict[str, str | None], zone: tzinfo
) -> ParsedTime | None:
    hour = int(clock["hour"] or 0) if clock.get("hour") else None
    if hour is not None and clock.get("half"):
        hour = hour % 12 + (12 if (clock["half"] or "").lower() == "p" else 0)
    try:
        at = datetime(
            year,
            month,
            day,
            hour or 0,
            int(clock.get("minute") or 0),
            int(clock.get("second") or 0),
            tzinfo=zone,
        )
    except ValueError:
        return None
    precision = (
        Precision.DAY
        if hour is None
        else Precision.SECOND
        if clock.get("second")
        else Precision.MINUTE
    )
    return ParsedTime(at, precision, zoned=False)


_CLOCK_ALONE = re.compile(_CLOCK, re.I)
_AGO = re.compile(r"(\d{1,3})\s+([^\W\d_]{3,10})\.?\s+([^\W\d_]{3,6})")


def _relative(text: str, zone: tzinfo, visit: datetime) -> ParsedTime | None:
    low = text.lower()
    local = visit.astimezone(zone)
    for word, before in calendar().days.items():
        if re.search(rf"(?<!\w){word}(?!\w)", low):
            day = local - timedelta(days=before)
            clock = _CLOCK_ALONE.search(low)
            return _build(day.year, day.month, day.day, clock.groupdict() if clock else {}, zone)
    ago = _AGO.search(low)
    if ago and ago[2] in calendar().ago and ago[3] in calendar().ago_marks:
        minutes = calendar().ago[ago[2]]
        at = (local - timedelta(minutes=int(ago[1]) * minutes)).replace(second=0, microsecond=0)
        return (
            ParsedTime(at, Precision.MINUTE if minutes < 60 else Precision.DAY, zoned=False)
            if minutes < 60
            else _build(at.year, at.month, at.day, {}, zone)
        )
    return None
