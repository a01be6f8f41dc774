"""Reads one written time: a string comes in, a `ParsedTime` goes out. It knows ISO 8601, RFC 2822,
seconds since 1970 and the forms of `date_forms`, which outlets of the region print.

"2025-11-23T15:00:00+05:00"   "23 Ноябрь 2025, 14:05"   "2026 жылғы 18 қараша"   "бүгін 17:04"
"15:00, 4 Май 2026 | GMT +5"
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from baqylau.clean import date_forms, zones
from baqylau.lang.calendar import calendar
from baqylau.model.article import Precision

FIRST_YEAR = 1994
"""No outlet had a page on the web before this year."""
_MAX_PRINTED = 200
"""Characters of the longest line a date is looked for in."""
_MAX_DECLARED = 90
"""Characters of the longest time in a meta tag that is read as if it were printed."""

_ISO = re.compile(
    r"^\s*(\d{4})-?(\d{2})-?(\d{2})(?:[T\s]+(\d{1,2}):?(\d{2})(?::?(\d{1,2}))?(?:[.,]\d+)?)?\s*"
    r"(?:(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{1,2})\s*+)?(?:\[[\w/]+\]\s*+)?$",
    re.I,
)
_RFC = re.compile(
    r"^\s*(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d{1,2}:\d{2}(?::\d{2})?"
    r"\s*+(?:(?:[+-]\d{4}|UTC?|GMT|[ECMP][SD]T)\s*+)?$"
)
_EPOCH = re.compile(r"^\s*(?:/Date\()?(\d{9,10}|\d{12,13})(?:\.\d{1,9})?(?:[+-]\d{4})?(?:\)/)?\s*$")
"""Seconds or milliseconds since 1970; `/Date(…)/` is how .NET writes them."""
_OFFSET = re.compile(r"(?:GMT|UTC)\s*([+−–-]\s*\d{1,2})(?::?(\d{2}))?", re.I)


@dataclass(frozen=True, slots=True)
class ParsedTime:
    """`at` is always time-zone aware: in the zone the text states (`zoned`), else in the zone it
    was read with; a day without a time is its midnight. `as_printed`: it was written for readers.
    """

    at: datetime
    precision: Precision
    zoned: bool
    as_printed: bool = False


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
    if _RFC.match(text):
        try:
            at = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            return None
        return _moment(at, zone, Precision.SECOND)
    epoch = _EPOCH.match(text)
    return _from_epoch(int(epoch[1]), zone) if epoch else None


def _from_epoch(number: int, zone: tzinfo) -> ParsedTime | None:
    """A time of more than ten digits is in milliseconds."""
    at = datetime.fromtimestamp(number / 1000 if number >= 10**11 else number, UTC)
    return _moment(at.replace(microsecond=0), zone, Precision.SECOND)


def declared(text: str, zone: tzinfo) -> ParsedTime | None:
    """A time that a page declares for machines, also where it is written as for readers; it needs
    a year then.
    """
    return machine(text, zone) or (
        _by_forms(text, zone, None) if len(text) < _MAX_DECLARED else None
    )


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
    text = " ".join(text.split())[:_MAX_PRINTED]
    return _by_forms(text, zone, visit) or _relative(text, zone, visit)


def _by_forms(text: str, zone: tzinfo, visit: datetime | None) -> ParsedTime | None:
    """The first form of the text that is a date; without a visit, it must hold its year."""
    for form in date_forms.forms():
        for found in form.finditer(text):
            moment = _from_form(found, text, zone, visit)
            if moment is not None:
                return moment
    return None


def _from_form(
    found: re.Match[str], text: str, zone: tzinfo, visit: datetime | None
) -> ParsedTime | None:
    parts = found.groupdict()
    month = int(parts["number"]) if parts.get("number") else calendar().month(parts["month"])
    if month is None:
        return None
    year = _year(parts.get("year"))
    if year is None:
        if visit is None:
            return None
        year = visit.astimezone(zone).year
    stated = _stated_zone(parts.get("zone"), text, found.start())
    moment = _build(year, month, int(parts["day"]), parts, stated or zone)
    if moment is None:
        return None
    if visit and not parts.get("year") and moment.at > visit + timedelta(days=1):
        try:
            moment = replace(moment, at=moment.at.replace(year=year - 1))
        except ValueError:  # 29 February of a year that has none
            return None
    zoned = stated is not None and moment.precision is not Precision.DAY
    return replace(moment, zoned=zoned, as_printed=True)


def _year(given: str | None) -> int | None:
    """The year that is written; two digits are of this century."""
    year = int(given) if given else None
    return year + 2000 if year is not None and year < 100 else year


def _stated_zone(name: str | None, text: str, start: int) -> tzinfo | None:
    """The zone the text states: behind the clock ("14:05 МСК"), or further behind as an offset from
    GMT or UTC.
    """
    name = (name or "").replace(" ", "").replace("−", "-").replace("–", "-")
    if name[:1] in ("+", "-"):
        return _offset(name)
    offset = _OFFSET.search(name) or _OFFSET.search(text, start)
    if offset:
        hours = re.sub(r"\s", "", offset[1]).replace("−", "-").replace("–", "-")
        return _offset(f"{hours[0]}{hours[1:]:0>2}{offset[2] or ''}")
    return zones.named(name) if name else None


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


_AGO = re.compile(r"(\d{1,3})\s*([^\W\d_]{1,10})\.?\s+([^\W\d_]{3,6})")


def _relative(text: str, zone: tzinfo, visit: datetime) -> ParsedTime | None:
    low = text.lower()
    local = visit.astimezone(zone)
    for word, before in calendar().days.items():
        if re.search(rf"(?<!\w){word}(?!\w)", low):
            day = local - timedelta(days=before)
            clock = date_forms.clock().search(low)
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
