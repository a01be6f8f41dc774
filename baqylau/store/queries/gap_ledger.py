"""The gap ledger of one outlet: a span of days comes in; for each day on which something may be
missing, why, goes out.

What may be missing: articles of times in which the outlet was not reached or published nothing we
could read (`store.issues`), and pages that were fetched and could never be read. Days are days in
Almaty.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, select

from baqylau.model.issue import Gap
from baqylau.query import days
from baqylau.store import issues
from baqylau.store.connect import reading
from baqylau.store.pages import SET_ASIDE
from baqylau.store.tables import pages

_REASONS = 5  # shown of a day: the most frequent ones
_UNKNOWN = "no reason given"


@dataclass(slots=True)
class GapDay:
    """A day with the minutes that gaps cover, their reasons, and the pages set aside."""

    day: date
    minutes: int = 0
    why: list[str] = field(default_factory=list)
    pages: Counter[str] = field(default_factory=Counter)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why pages were set aside, the most frequent first."""
        return self.pages.most_common(_REASONS)


def of(
    engine: Engine, outlet_id: str, first: date, last: date, now: datetime
) -> tuple[list[Gap], list[GapDay]]:
    """The gaps that overlap these days, both inclusive, by their beginnings, and the days."""
    since, until = days.begins(first.isoformat()), days.ends(last.isoformat())
    found = [
        x
        for x in issues.gaps(engine, outlet_id, since)
        if x.since < until and (x.until is None or x.until > since)
    ]
    ledger: dict[date, GapDay] = {}
    for gap in found:
        _spread(ledger, gap, since, min(until, now))
    for day, reason in _set_aside(engine, outlet_id, since, until):
        ledger.setdefault(day, GapDay(day)).pages[reason] += 1
    return found, [ledger[x] for x in sorted(ledger)]


def _spread(ledger: dict[date, GapDay], gap: Gap, since: datetime, until: datetime) -> None:
    """Adds the gap to each of its days. Minutes of gaps that overlap are counted for each of
    them, up to a whole day.
    """
    begin, end = max(gap.since, since), min(gap.until or until, until)
    while begin < end:
        day = begin.astimezone(days.ALMATY).date()
        midnight = min(end, days.ends(day.isoformat()).astimezone(UTC))
        known = ledger.setdefault(day, GapDay(day))
        known.minutes = min(24 * 60, known.minutes + _minutes(midnight - begin))
        if gap.why not in known.why:
            known.why.append(gap.why)
        begin = midnight


def _minutes(span: timedelta) -> int:
    return max(1, round(span.total_seconds() / 60))


def _set_aside(
    engine: Engine, outlet_id: str, since: datetime, until: datetime
) -> list[tuple[date, str]]:
    """The day and the reason of every page that could never be read."""
    wanted = select(pages.c.fetched, pages.c.reason).where(
        pages.c.outlet == outlet_id,
        pages.c.outcome == SET_ASIDE,
        pages.c.fetched >= since,
        pages.c.fetched < until,
    )
    with reading(engine) as connection:
        rows = connection.execute(wanted.order_by(pages.c.fetched)).all()
    return [(x.fetched.astimezone(days.ALMATY).date(), x.reason or _UNKNOWN) for x in rows]
