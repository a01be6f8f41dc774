"""When an outlet is visited and an address is fetched again: what was observed comes in, the time
of the next visit or fetch goes out. Pure; `roll` is a random number from 0 to 1.

A *visit* reads an outlet's discovery sources, a *fetch* requests one article.
"""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from baqylau.model.outlet import VisitPolicy
from baqylau.store.outlets import MAX_NOT_BEFORE
from crawler.visit_plan import BUSY_LINKS, VisitPlan, adapted_interval

REFETCH_AGES = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=7),
)
"""Ages at which a new article is fetched again: most edits happen in the first hour, most removals
in the first week.
"""
SPARED_AGE = timedelta(hours=6)
"""An article that read the same an hour after it appeared is not fetched at this age: these
requests pay for the visits that find new articles sooner.
"""
LONGEST_BACKOFF = timedelta(hours=6)  # an outlet that is down is tried this often, without end
JITTER = 0.1  # of the interval, up or down: outlets with equal intervals are not visited together
FIRST_RETRY = timedelta(minutes=5)  # the first wait after a failed fetch; it doubles each time
LONGEST_RETRY = timedelta(days=1)
QUICK_FAILURES = 8  # failed fetches in a row (ten hours); after them an address is tried slowly
SLOW_RETRIES = (timedelta(days=1), timedelta(days=2), timedelta(days=4), timedelta(days=8))
"""The waits after that; then the address is given up, unless the outlet goes on listing it
(`baqylau.store.frontier.TRY_LISTED_AGAIN`). An outlet that was down for a weekend loses nothing.
"""
LOOK_IN_FULL = timedelta(days=1)
"""After so long a list is fetched without conditions: some servers answer 304 for ever."""


def next_visit(
    visit: VisitPolicy,
    zone: str,
    now: datetime,
    *,
    fresh: int,
    failures: int,
    plan: VisitPlan | None = None,
    previous_interval: timedelta | None = None,
    roll: float = 0.5,
) -> datetime:
    """The next visit after one that found `fresh` new links, or failed for the `failures`-th time
    in a row.

    `plan` says when the next visit is due; after a surprising number of links it comes sooner.
    Without a plan it depends on `previous_interval`, the time between the visit before and this one
    (None: the configured one).
    """
    every, jitter = visit.every, 1 + JITTER * (2 * roll - 1)
    if failures:
        due = now + _backed_off(every, failures) * jitter
    elif plan:
        due = plan.next_after(now, jitter)
        if fresh >= BUSY_LINKS or (fresh and plan.is_surprising(now, fresh)):
            due = min(due, now + adapted_interval(every, every, fresh) * jitter)
    else:
        due = now + adapted_interval(previous_interval or every, every, fresh) * jitter
    return after_quiet(due, visit, zone)


def retry_unparsed(every: timedelta, failures: int, now: datetime) -> datetime:
    """When to fetch a list again that could not be parsed within the limits `failures` times in a
    row: after the wait for an outlet that is down, and a little earlier, so that the visit after
    the next finds it due.
    """
    return now + _backed_off(every, failures) * (1 - 2 * JITTER)


def _backed_off(every: timedelta, failures: int) -> timedelta:
    return min(every * (1 << min(failures - 1, 10)), max(LONGEST_BACKOFF, every))


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
    quiet_end = local.replace(hour=end, minute=0, second=0, microsecond=0)
    return (quiet_end if quiet_end > local else quiet_end + timedelta(days=1)).astimezone(
        moment.tzinfo
    )


def next_article_fetch(
    first_seen: datetime, now: datetime, unchanged: bool = False
) -> datetime | None:
    """The first of the ages in `REFETCH_AGES` after `now`; None for an older article. `unchanged`:
    it has just been fetched again and read the same.
    """
    settled = unchanged and now - first_seen >= REFETCH_AGES[1]
    ages = (x for x in REFETCH_AGES if not (settled and x == SPARED_AGE))
    return next((first_seen + age for age in ages if first_seen + age > now), None)


def publication_time(first_seen: datetime, published: object) -> datetime:
    """When the article was published: the time in feed or sitemap where that is plausible, else the
    time when its link was first found.
    """
    try:
        stated = datetime.fromisoformat(str(published))
    except ValueError:
        return first_seen
    return min(first_seen, stated) if stated.tzinfo else first_seen


def next_retry(attempts: int, now: datetime) -> datetime | None:
    """When to try an address again after its `attempts`-th failure in a row; None once it has
    failed too often.
    """
    slow = attempts - QUICK_FAILURES
    if slow >= 0:
        return now + SLOW_RETRIES[slow] if slow < len(SLOW_RETRIES) else None
    return now + min(FIRST_RETRY * (1 << max(attempts - 1, 0)), LONGEST_RETRY)


def next_removal_check(gone_since: datetime, now: datetime, holds: timedelta) -> datetime | None:
    """When to check a 404 or 410 again; None once the address was gone for `holds`, which is when
    the removal is recorded.
    """
    if now - gone_since >= holds:
        return None
    return min(now + max(timedelta(hours=1), (now - gone_since)), gone_since + holds)


def retry_after_time(header: str | None, now: datetime) -> datetime | None:
    """The time that a `Retry-After` header names, in seconds or as an HTTP date; None where the
    header is absent or cannot be parsed.
    """
    if not header:
        return None
    text = header.strip()
    try:
        moment: datetime = (
            now + timedelta(seconds=int(text)) if text.isdigit() else parsedate_to_datetime(text)
        )
        until = min(moment, now + MAX_NOT_BEFORE)
    except (ValueError, OverflowError, TypeError):
        return None
    return max(until, now)
