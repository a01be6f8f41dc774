"""When to come again: what was seen comes in, the time of the next visit or look goes out. Pure;
`roll` is a number from 0 to 1.

A *visit* reads an outlet's discovery ways, a *look* fetches one article again.
"""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from baqylau.model.outlet import VisitPolicy
from baqylau.store.outlets import MAX_NOT_BEFORE

LADDER = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=7),
)
"""Ages at which a fresh article is looked at again: most edits fall into the first hour, removals
into the first week.
"""
FASTEST = timedelta(minutes=2)  # a busy outlet is not visited more often, whatever its yield
SLOWEST = 4  # times `visit.every`: a quiet outlet is still visited this often
BUSY = 10  # fresh links in one visit: the next one comes in half the time
CEILING = timedelta(
    hours=6
)  # of the back-off: an outlet that is down is tried at least this often, for ever
JITTER = 0.1  # of the interval, either way: outlets with equal intervals must not march in step
FAILED_LOOK = timedelta(minutes=5)  # first wait after a failed fetch; doubled each time
FAILED_CEILING = timedelta(days=1)
FAILED_TIMES = (
    8  # failed fetches in a row (about a day and a half) after which an address is left alone
)


def next_visit(
    visit: VisitPolicy,
    zone: str,
    now: datetime,
    *,
    fresh: int,
    failures: int,
    last: timedelta | None = None,
    roll: float = 0.5,
) -> datetime:
    """The next visit after one that found `fresh` new links, or failed for the `failures`-th time
    in a row.

    `last` is the interval that led to this visit (None: the configured one).
    """
    every = visit.every
    if failures:
        wait = _backed_off(every, failures)
    else:
        wait = _adapted(last or every, every, fresh)
    return after_quiet(now + wait * (1 + JITTER * (2 * roll - 1)), visit, zone)


def next_reading(every: timedelta, failures: int, now: datetime) -> datetime:
    """When to ask again for a list whose reading the crawler did not survive `failures` times in a
    row: as an outlet that is down, and a little earlier, so that the visit after next finds it due.
    """
    return now + _backed_off(every, failures) * (1 - 2 * JITTER)


def _backed_off(every: timedelta, failures: int) -> timedelta:
    return min(every * (1 << min(failures - 1, 10)), max(CEILING, every))


def _adapted(last: timedelta, every: timedelta, fresh: int) -> timedelta:
    if fresh >= BUSY:
        return max(min(FASTEST, every), every / 2)
    if fresh:
        return every
    return min(max(last, every) * 1.5, every * SLOWEST)


def after_quiet(moment: datetime, visit: VisitPolicy, zone: str) -> datetime:
    """`moment`, or the end of the outlet's nightly quiet hours where it falls into them (local
    hours, the end excluded).
    """
    if visit.quiet is None:
        return moment
    start, end = visit.quiet
    local = moment.astimezone(ZoneInfo(zone))
    inside = (
        start <= local.hour < end if start <= end else (local.hour >= start or local.hour < end)
    )
    if not inside:
        return moment
    waking = local.replace(hour=end, minute=0, second=0, microsecond=0)
    return (waking if waking > local else waking + timedelta(days=1)).astimezone(moment.tzinfo)


def next_look(first_seen: datetime, now: datetime) -> datetime | None:
    """The next rung of the ladder after `now`, or None once the article is older than the last."""
    return next((first_seen + rung for rung in LADDER if first_seen + rung > now), None)


def born(first_seen: datetime, published: object) -> datetime:
    """When the article's life began: its printed time where a feed or sitemap told a plausible one,
    else when we first saw its link.
    """
    try:
        printed = datetime.fromisoformat(str(published))
    except ValueError:
        return first_seen
    return min(first_seen, printed) if printed.tzinfo else first_seen


def look_after_failure(attempts: int, now: datetime) -> datetime | None:
    """When to try an address again after its `attempts`-th failure in a row; None once it has
    failed too often.
    """
    if attempts >= FAILED_TIMES:
        return None
    return now + min(FAILED_LOOK * (1 << max(attempts - 1, 0)), FAILED_CEILING)


def look_while_gone(gone_since: datetime, now: datetime, holds: timedelta) -> datetime | None:
    """When to confirm a 404 or 410 again; None once it held for `holds` and the removal may be
    recorded.
    """
    if now - gone_since >= holds:
        return None
    return min(now + max(timedelta(hours=1), (now - gone_since)), gone_since + holds)


def wish(retry_after: str | None, now: datetime) -> datetime | None:
    """What a `Retry-After` asks for, in seconds or as an HTTP date; None where it is absent or
    unreadable.
    """
    if not retry_after:
        return None
    text = retry_after.strip()
    try:
        moment: datetime = (
            now + timedelta(seconds=int(text)) if text.isdigit() else parsedate_to_datetime(text)
        )
        wanted = min(moment, now + MAX_NOT_BEFORE)
    except (ValueError, OverflowError, TypeError):
        return None
    return max(wanted, now)
