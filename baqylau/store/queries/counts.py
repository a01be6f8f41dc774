"""Counts of articles and facts, as a wide table: what to count by (country, outlet, language; day,
month or year) and a filter come in; a row for each group goes out, in order.

    country  month    articles  outlets  gap_days  …  event_meeting_articles  event_meeting_share

Days, months and years are Almaty's, of the time by which lists are ordered. A share is of the
articles of the row. `gap_outlets` and `gap_days` say how much may be missing: outlets with a gap,
and the days of all their gaps together; they are empty where the table is parted by language.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, get_args, get_type_hints

from sqlalchemy import Connection, Engine, Select, func, select

from baqylau.model.fact import TYPES, Event
from baqylau.store import issues
from baqylau.store.connect import reading
from baqylau.store.dialect.hours import hour_of
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries import export, search
from baqylau.store.queries.filter import Filter, conditions, is_shown
from baqylau.store.queries.ledger import almaty_day, day_of
from baqylau.store.tables import articles, facts

DIMENSIONS = ("country", "outlet", "language", "day", "month", "year")
PERIODS: Mapping[str, Callable[[date], str]] = {
    "day": lambda x: x.isoformat(),
    "month": lambda x: f"{x:%Y-%m}",
    "year": lambda x: f"{x:%Y}",
}
EVENT_KINDS: tuple[str, ...] = get_args(get_type_hints(Event)["kind"])
KINDS = (*(x.type for x in TYPES), *(f"event_{x}" for x in EVENT_KINDS))
"""What is counted beside articles: the types of facts, and the kinds of events."""
FIXED = ("articles", "reprints", "outlets", "gap_outlets", "gap_days")
_NOWHERE = ""
"""The country of an outlet that is not in the registry."""


@dataclass(slots=True)
class _Group:
    articles: int = 0
    reprints: int = 0
    outlets: set[str] = field(default_factory=set)
    facts: dict[str, int] = field(default_factory=dict)
    with_facts: dict[str, int] = field(default_factory=dict)
    gap_days: set[tuple[str, date]] = field(default_factory=set)


Key = tuple[str, ...]


def table(
    engine: Engine | Connection,
    by: Sequence[str],
    filter_by: Filter,
    query: str | None = None,
    countries: Mapping[str, str] = search.NO_COUNTRIES,
) -> Iterator[dict[str, Any]]:
    """The rows. `by` are some of `DIMENSIONS`; `countries` are the outlets' by their ids."""
    groups: dict[Key, _Group] = {}
    last: date | None = None

    def key_of(outlet: str, language: str | None, day: date) -> Key:
        values = {"country": countries.get(outlet, _NOWHERE), "outlet": outlet}
        values["language"] = language or ""
        return tuple(values[x] if x in values else PERIODS[x](day) for x in by)

    def group_of(row: Any) -> _Group:
        return groups.setdefault(key_of(row.outlet, row.language, almaty_day(row.hour)), _Group())

    with reading(engine) as connection:
        filter_by = replace(filter_by, kind=None, who=None)
        filter_by = entity_queries.resolved(connection, filter_by)
        for row in connection.execute(_articles(connection, filter_by, query, countries)):
            group, day = group_of(row), almaty_day(row.hour)
            group.articles += row.articles
            group.reprints += row.articles - row.own
            group.outlets.add(row.outlet)
            last = day if last is None else max(last, day)
        for row in connection.execute(_facts(connection, filter_by, query, countries, False)):
            _add(group_of(row), row.what, row)
        for row in connection.execute(_facts(connection, filter_by, query, countries, True)):
            _add(group_of(row), f"event_{row.what}", row)
        if "language" not in by and filter_by.language is None and last is not None:
            for outlet, day in _gap_days(connection, filter_by, last):
                key = key_of(outlet, None, day)
                groups.setdefault(key, _Group()).gap_days.add((outlet, day))
    known = "language" not in by and filter_by.language is None
    for key in sorted(groups):
        yield _row(dict(zip(by, key, strict=True)), groups[key], known)


def _add(group: _Group, what: str, row: Any) -> None:
    group.facts[what] = group.facts.get(what, 0) + row.facts
    group.with_facts[what] = group.with_facts.get(what, 0) + row.articles


def _articles(
    connection: Connection, filter_by: Filter, query: str | None, countries: Mapping[str, str]
) -> Select[Any]:
    hour = hour_of(connection, articles.c.listed).label("hour")
    groups = (articles.c.outlet, articles.c.language, hour)
    own = func.sum(func.coalesce(articles.c.reprint_of * 0, 1)).label("own")
    wanted = select(*groups, func.count().label("articles"), own)
    wanted = wanted.where(*conditions(search.before_query(filter_by, query)))
    return _matching(connection, wanted, filter_by, query, countries).group_by(*groups)


def _facts(
    connection: Connection,
    filter_by: Filter,
    query: str | None,
    countries: Mapping[str, str],
    of_events: bool,
) -> Select[Any]:
    """Facts by type, or events by kind."""
    what = facts.c.slots["kind"].as_string() if of_events else facts.c.type
    hour = hour_of(connection, articles.c.listed).label("hour")
    each = select(
        articles.c.outlet, articles.c.language, hour, what.label("what"), facts.c.article
    ).join(articles, articles.c.id == facts.c.article)
    each = each.where(*conditions(search.before_query(filter_by, query)), is_shown())
    if of_events:
        each = each.where(facts.c.type == Event.type)
    held = _matching(connection, each, filter_by, query, countries).subquery()
    groups = (held.c.outlet, held.c.language, held.c.hour, held.c.what)
    counted = func.count(held.c.article.distinct()).label("articles")
    return select(*groups, func.count().label("facts"), counted).group_by(*groups)


def _matching(
    connection: Connection,
    wanted: Select[Any],
    filter_by: Filter,
    query: str | None,
    countries: Mapping[str, str],
) -> Select[Any]:
    if not query:
        return wanted
    matching, complete = search.matches(
        connection, query, filter_by, countries, export.SEARCH_SECONDS
    )
    if not complete:  # a count of some of them would be wrong
        raise export.incomplete()
    return wanted.where(matching)


def _gap_days(connection: Connection, filter_by: Filter, last: date) -> Iterator[tuple[str, date]]:
    """Every day of every gap, by outlet; one that lasts still ends with the last article."""
    first, final = _within(filter_by.since), last
    if filter_by.until is not None:
        final = min(last, day_of(filter_by.until - timedelta(microseconds=1)))
    for gap in issues.gaps(connection, filter_by.outlet):
        day = max(day_of(gap.since), first) if first else day_of(gap.since)
        end = min(day_of(gap.until), final) if gap.until else final
        while day <= end:
            yield gap.outlet_id, day
            day += timedelta(days=1)


def _within(moment: datetime | None) -> date | None:
    return None if moment is None else day_of(moment)


def _row(key: dict[str, str], group: _Group, gaps_known: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        **key,
        "articles": group.articles,
        "reprints": group.reprints,
        "outlets": len(group.outlets),
        "gap_outlets": len({x for x, _ in group.gap_days}) if gaps_known else None,
        "gap_days": len(group.gap_days) if gaps_known else None,
    }
    for kind in KINDS:
        found = group.with_facts.get(kind, 0)
        row[f"{kind}_facts"] = group.facts.get(kind, 0)
        row[f"{kind}_articles"] = found
        row[f"{kind}_share"] = round(found / group.articles, 6) if group.articles else None
    return row
