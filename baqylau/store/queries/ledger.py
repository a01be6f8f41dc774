"""What was fetched, outlet by outlet and day by day, and when articles may be missing.

Comes in: an outlet and a span. Goes out: a row for each outlet and day (in Almaty) between its
first and last page, also for days without one. Beside an export it says what the data do not hold.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, func, select

from baqylau.model.issue import Gap
from baqylau.query.days import ALMATY
from baqylau.store import issues
from baqylau.store.connect import reading
from baqylau.store.dialect.hours import hour_of
from baqylau.store.pages import ARTICLE, OUTCOMES
from baqylau.store.queries.operations import WAITING
from baqylau.store.tables import outlets, pages, visits

_DAY = timedelta(days=1)
_MOST = 366 * 200  # days of one outlet: a page of another century would fill the disk


@lru_cache(maxsize=4096)
def almaty_day(hour: str) -> date:
    """The day in Almaty of an hour in UTC; its offsets are whole hours."""
    return datetime.fromisoformat(f"{hour}:00:00+00:00").astimezone(ALMATY).date()


def day_of(moment: datetime) -> date:
    """The day in Almaty."""
    return moment.astimezone(ALMATY).date()


def days(
    engine: Engine | Connection,
    outlet: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[dict[str, Any]]:
    """The rows, by outlet and day. `silent` is a day on which the outlet was visited and no article
    came; `gaps` are the reasons why articles of that day may be missing.
    """
    with reading(engine) as connection:
        wanted = select(outlets.c.id, outlets.c.name).order_by(outlets.c.id)
        if outlet is not None:
            wanted = wanted.where(outlets.c.id == outlet)
        for known in connection.execute(wanted).all():
            yield from _of_outlet(connection, known.id, known.name, since, until)


def _of_outlet(
    connection: Connection,
    outlet: str,
    name: str,
    since: datetime | None,
    until: datetime | None,
) -> Iterator[dict[str, Any]]:
    fetched = _counted(connection, outlet, pages.c.fetched, pages.c.outcome, since, until)
    visited = _counted(connection, outlet, visits.c.started, None, since, until)
    gaps = list(issues.gaps(connection, outlet))
    known = sorted({x for x, _ in fetched} | {x for x, _ in visited})
    if not known:
        return
    day, last = known[0], min(known[-1], known[0] + _MOST * _DAY)
    while day <= last:
        counts = {x: fetched.get((day, x), 0) for x in OUTCOMES}
        waiting = fetched.get((day, None), 0)
        seen = visited.get((day, None), 0)
        yield {
            "day": day,
            "outlet": outlet,
            "outlet_name": name,
            "fetched": sum(counts.values()) + waiting,
            **counts,
            WAITING: waiting,
            "visits": seen,
            "silent": bool(seen and not counts[ARTICLE]),
            "gaps": "; ".join(dict.fromkeys(x.why for x in gaps if _covers(x, day))),
        }
        day += _DAY


def _counted(
    connection: Connection,
    outlet: str,
    moment: ColumnElement[Any],
    outcome: ColumnElement[Any] | None,
    since: datetime | None,
    until: datetime | None,
) -> dict[tuple[date, str | None], int]:
    """How many rows there are, by day and outcome."""
    table = moment.table
    hour = hour_of(connection, moment).label("hour")
    groups: Sequence[ColumnElement[Any]] = [hour] if outcome is None else [hour, outcome]
    wanted = select(*groups, func.count()).where(table.c.outlet == outlet).group_by(*groups)
    if since is not None:
        wanted = wanted.where(moment >= since.astimezone(UTC))
    if until is not None:
        wanted = wanted.where(moment < until.astimezone(UTC))
    found: dict[tuple[date, str | None], int] = {}
    for row in connection.execute(wanted):
        key = (almaty_day(row[0]), None if outcome is None else row[1])
        found[key] = found.get(key, 0) + row[-1]
    return found


def _covers(gap: Gap, day: date) -> bool:
    return day_of(gap.since) <= day and (gap.until is None or day <= day_of(gap.until))
