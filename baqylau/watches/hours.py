"""Quiet hours and the hours of digests: a moment and a watch come in, the moment at which something
may be sent, or is due, goes out. Times are aware; the hours are of the watch's own zone.
"""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from baqylau.errors import InputError
from baqylau.model.watch import DAY, WEEK, Watch

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_DAYS = 8  # a weekly digest is due within so many days
_MONDAY = 0


def clock(given: str) -> str:
    """A time of day as "08:00". Raises `InputError`."""
    found = _CLOCK.fullmatch(given.strip())
    if found is None:
        raise InputError(f"{given!r} is no time of day: write hours and minutes, for example 22:00")
    return f"{int(found[1]):02}:{found[2]}"


def zone(name: str) -> ZoneInfo:
    """Raises `InputError` for a zone that is not known."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(
            f"{name!r} is no time zone: write one of the tz database, for example Asia/Almaty"
        ) from None


def after_quiet(moment: datetime, watch: Watch) -> datetime:
    """The moment itself, or the end of the quiet hours in which it lies."""
    if watch.quiet_from is None or watch.quiet_until is None:
        return moment
    start, end = _time(watch.quiet_from), _time(watch.quiet_until)
    local = moment.astimezone(ZoneInfo(watch.zone))
    now = local.time()
    over_midnight = start > end
    quiet = (now >= start or now < end) if over_midnight else start <= now < end
    if not quiet or start == end:
        return moment
    day = local.date() + timedelta(days=1 if over_midnight and now >= start else 0)
    return max(moment, datetime.combine(day, end, ZoneInfo(watch.zone)).astimezone(UTC))


def day_of(moment: datetime, watch: Watch) -> str:
    """The day in the watch's zone, as ISO writes it."""
    return moment.astimezone(ZoneInfo(watch.zone)).date().isoformat()


def next_digest(after: datetime, watch: Watch) -> datetime | None:
    """When the first digest after this moment is due; None where the watch has no digests."""
    if watch.digest not in (DAY, WEEK):
        return None
    place = ZoneInfo(watch.zone)
    first = after.astimezone(place).date()
    for number in range(_DAYS + 1):
        day = first + timedelta(days=number)
        if watch.digest == WEEK and day.weekday() != _MONDAY:
            continue
        for hour in sorted(watch.digest_at or ("08:00",)):
            due = datetime.combine(day, _time(hour), place).astimezone(UTC)
            if due > after:
                return due
    return None


def _time(written: str) -> time:
    return time.fromisoformat(written)
