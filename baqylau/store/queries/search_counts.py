"""What a search finds, counted: a query and a filter come in; the number of articles, how many each
outlet, language, speaker, organization and place has, and a plot over time go out.

Each has a limit, so that a common word costs no more than a rare one, and says where it ends.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, select
from sqlalchemy.exc import DBAPIError

from baqylau.clock import now
from baqylau.query.days import ALMATY
from baqylau.store.connect import reading
from baqylau.store.dialect import search_index, values
from baqylau.store.entity_candidates import root
from baqylau.store.queries.filter import EVERYTHING, Filter
from baqylau.store.queries.query_names import check_values
from baqylau.store.queries.search import DEADLINE, NO_COUNTRIES, parsed
from baqylau.store.queries.searching import Search
from baqylau.store.tables import articles, entities, entity_links, facts, outlets

MOST_COUNTED = 10_000
"""Articles that are counted; where there are more, that is said."""
MOST_IN_FACETS = 500
"""Articles of which facets are made, the newest."""
MOST_PLOTTED = 10_000
_ROWS = 8  # of a facet
_OUTLETS = 6  # of a plot, those with most articles
_BARS = 31
_DEFAULT_DAYS = 30


@dataclass(frozen=True, slots=True)
class FacetRow:
    """`value` is what the query language takes, `label` what is shown."""

    value: str
    label: str
    articles: int


@dataclass(frozen=True, slots=True)
class Counts:
    """`total` is at most `MOST_COUNTED`, and `more` says whether there are more; `facets` are by
    field of the query language, of the newest `of` articles. `complete` is False where the time was
    over before.
    """

    total: int = 0
    more: bool = False
    of: int = 0
    facets: Mapping[str, tuple[FacetRow, ...]] = field(default_factory=dict)
    complete: bool = True


@dataclass(frozen=True, slots=True)
class OutletLine:
    """Articles found and articles printed by one outlet, one number a bar."""

    outlet: str
    name: str
    found: tuple[int, ...]
    printed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """`days` are the first days of the bars, and behind them the day after the last bar."""

    days: tuple[date, ...]
    lines: tuple[OutletLine, ...]
    complete: bool = True


def counts(
    engine: Engine,
    query: str,
    filter_by: Filter = EVERYTHING,
    countries: Mapping[str, str] = NO_COUNTRIES,
    seconds: float = DEADLINE,
) -> Counts:
    """The number of articles that match, and the facets of the newest. Raises `QueryError`."""
    node = parsed(query)
    if node is None:
        return Counts()
    with reading(engine) as connection:
        check_values(connection, query, node, countries)
        search = Search(connection, node, filter_by, countries, seconds)
        ids = list(search.ids(MOST_COUNTED + 1))
        total, of = min(len(ids), MOST_COUNTED), ids[:MOST_IN_FACETS]
        if not search.complete:
            return Counts(total, complete=False)
        found: dict[str, tuple[FacetRow, ...]] = {}
        try:
            with search_index.deadline(connection, search.left()):
                found.update(_facets(connection, of))
        except DBAPIError as wrong:
            if not search_index.is_interrupted(connection, wrong):
                raise
            return Counts(total, len(ids) > total, len(of), found, complete=False)
    return Counts(total, len(ids) > total, len(of), found)


def _facets(
    connection: Connection, ids: Sequence[int]
) -> Iterator[tuple[str, tuple[FacetRow, ...]]]:
    among = values.is_one_of(connection, articles.c.id, ids)
    printed = (
        select(articles.c.outlet, outlets.c.name, articles.c.language)
        .join(outlets, outlets.c.id == articles.c.outlet)
        .where(among)
    )
    rows = connection.execute(printed).all()
    names = {x.outlet: x.name for x in rows}
    by_outlet = _most(Counter(x.outlet for x in rows))
    yield "outlet", tuple(FacetRow(x, names[x], n) for x, n in by_outlet)
    by_language = _most(Counter(x.language for x in rows if x.language))
    yield "lang", tuple(FacetRow(x, x, n) for x, n in by_language)
    said = and_(
        facts.c.article == entity_links.c.article,
        facts.c.who == entity_links.c.name,
        facts.c.type == "quote",
        facts.c.hidden.is_(None),
    )
    speaks = select(facts.c.id).where(said).exists()
    yield "said-by", _of_entities(connection, ids, speaks, entity_links.c.type != "place")
    for name, kind in (("org", "organization"), ("place", "place")):
        yield name, _of_entities(connection, ids, entity_links.c.type == kind)


def _most(counted: Counter[str]) -> list[tuple[str, int]]:
    """The rows of a facet; equal ones in the order of their ids."""
    return sorted(counted.items(), key=lambda x: (-x[1], x[0]))[:_ROWS]


def _of_entities(
    connection: Connection, ids: Sequence[int], *given: ColumnElement[bool]
) -> tuple[FacetRow, ...]:
    count = func.count(entity_links.c.article.distinct())
    among = values.is_one_of(connection, entity_links.c.article, ids)
    wanted = (
        select(root.label("id"), count.label("articles"))
        .select_from(entity_links.join(entities, entities.c.id == entity_links.c.entity))
        .where(among, *given)
        .group_by(root)
        .order_by(count.desc(), root)
        .limit(_ROWS)
    )
    found = connection.execute(wanted).all()
    named = select(entities.c.id, entities.c.name).where(entities.c.id.in_([x.id for x in found]))
    names = {x.id: x.name for x in connection.execute(named)}
    return tuple(FacetRow(names[x.id], names[x.id], x.articles) for x in found if x.id in names)


# Over time
# --------------------------------------------------------------------------------------------------


def plot(
    engine: Engine,
    query: str,
    filter_by: Filter = EVERYTHING,
    countries: Mapping[str, str] = NO_COUNTRIES,
    seconds: float = DEADLINE,
) -> Plot | None:
    """Articles found over time, by the outlets that have most, beside all that they printed; of the
    last thirty days where no days are asked for. None where nothing is found. Raises `QueryError`.
    """
    node = parsed(query)
    if node is None:
        return None
    with reading(engine) as connection:
        check_values(connection, query, node, countries)
        search = Search(connection, node, filter_by, countries, seconds)
        bars = _bars(search.plan.since, search.plan.until)
        search.narrow(_midnight(bars[0]), _midnight(bars[-1]))
        ids = list(search.ids(MOST_PLOTTED))
        complete = search.complete and len(ids) < MOST_PLOTTED
        if not ids or not search.complete:
            return None if search.complete else Plot(bars, (), False)
        try:
            with search_index.deadline(connection, search.left()):
                return Plot(bars, tuple(_lines(connection, ids, bars)), complete)
        except DBAPIError as wrong:
            if not search_index.is_interrupted(connection, wrong):
                raise
            return Plot(bars, (), False)


def _bars(since: datetime | None, until: datetime | None) -> tuple[date, ...]:
    moment = now()
    last = min(until, moment) if until else moment
    end = (last.astimezone(ALMATY) - timedelta(microseconds=1)).date() + timedelta(days=1)
    begin = since.astimezone(ALMATY).date() if since else end - timedelta(days=_DEFAULT_DAYS)
    begin = min(begin, end - timedelta(days=1))
    step = -(-(end - begin).days // _BARS)
    days = [begin + timedelta(days=n) for n in range(0, (end - begin).days, step)]
    return (*days, end)


def _lines(
    connection: Connection, ids: Sequence[int], bars: tuple[date, ...]
) -> Iterator[OutletLine]:
    edges = [_midnight(x) for x in bars]
    among = values.is_one_of(connection, articles.c.id, ids)
    wanted = (
        select(articles.c.outlet, outlets.c.name, articles.c.listed)
        .join(outlets, outlets.c.id == articles.c.outlet)
        .where(among)
    )
    rows = connection.execute(wanted).all()
    names = {x.outlet: x.name for x in rows}
    most = [x for x, _ in Counter(x.outlet for x in rows).most_common(_OUTLETS)]
    printed = [_printed(connection, most, *x) for x in pairwise(edges)]
    for outlet in most:
        bars_of = Counter(bisect_right(edges, x.listed) - 1 for x in rows if x.outlet == outlet)
        found = tuple(bars_of[n] for n in range(len(printed)))
        yield OutletLine(outlet, names[outlet], found, tuple(x.get(outlet, 0) for x in printed))


def _printed(
    connection: Connection, outlet_ids: Sequence[str], first: datetime, last: datetime
) -> dict[str, int]:
    """How many articles each outlet printed between two moments."""
    wanted = (
        select(articles.c.outlet, func.count())
        .where(
            articles.c.outlet.in_(outlet_ids),
            articles.c.current,
            articles.c.listed >= first,
            articles.c.listed < last,
        )
        .group_by(articles.c.outlet)
    )
    return {x[0]: x[1] for x in connection.execute(wanted)}


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ALMATY)
