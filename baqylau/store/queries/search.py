"""Full-text search: a search query and a filter come in, articles with snippets go out, the newest
or the best first.

The query is parsed by `baqylau.query`, compiled by `query_sql`, and what SQL cannot say exactly is
decided by `baqylau.query.match` for each article. A search ends after `DEADLINE` and says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, false, not_, or_, select

from baqylau.clock import now
from baqylau.lang.ru.cases import phrases as cases_of
from baqylau.lang.stems import LANGUAGES
from baqylau.lang.tokens import words
from baqylau.query import days, index_tokens, stemming
from baqylau.query.ast import Node
from baqylau.query.canonical import canonical
from baqylau.query.compiling import NO_COUNTRIES
from baqylau.query.parse import parse
from baqylau.query.pattern import OneOf
from baqylau.store import dialect, overlays
from baqylau.store.connect import reading
from baqylau.store.dialect import search_before, search_index
from baqylau.store.queries.filter import EVERYTHING, Filter, source_is_listed
from baqylau.store.queries.query_names import check_values
from baqylau.store.queries.searching import BEST, NEWEST, Search
from baqylau.store.queries.snippets import Highlighter, Snippet
from baqylau.store.tables import articles

DEADLINE = 2.0
"""Seconds a search may take; what was found until then is shown."""

__all__ = ["BEST", "NEWEST", "NO_COUNTRIES"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found, with a piece of its text; `title_marks` are half-open spans of the words
    found in the title.
    """

    article_id: int
    outlet_id: str
    url: str
    title: str | None
    language: str | None
    published: datetime | None
    snippet: str
    marks: tuple[tuple[int, int], ...]
    title_marks: tuple[tuple[int, int], ...] = ()
    cut: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True)
class Answer:
    """The articles found. `complete` is False where the deadline ended the search before; `read_as`
    is the query in its one spelling, empty where it has no word.
    """

    hits: list[Hit]
    complete: bool = True
    read_as: str = ""


def find(
    engine: Engine,
    query: str,
    filter_by: Filter = EVERYTHING,
    limit: int = 50,
    skip: int = 0,
    countries: Mapping[str, str] = NO_COUNTRIES,
) -> list[Hit]:
    """The articles of `answer`."""
    return answer(engine, query, filter_by, limit, skip, countries).hits


def answer(
    engine: Engine,
    query: str,
    filter_by: Filter = EVERYTHING,
    limit: int = 50,
    skip: int = 0,
    countries: Mapping[str, str] = NO_COUNTRIES,
    seconds: float = DEADLINE,
    order: str = NEWEST,
) -> Answer:
    """At most `limit` articles that the filter lets pass and that match the query, after the first
    `skip`, the newest first; by the order `BEST`, the best of the newest `searching.MOST_RANKED`. A
    query without a word finds nothing. `countries` are the outlets' by their ids. Raises
    `QueryError`.
    """
    node = parsed(query)
    if node is None:
        return Answer([])
    with reading(engine) as connection:
        check_values(connection, query, node, countries)
        search = Search(connection, node, filter_by, countries, seconds)
        rows = list(search.rows(skip, limit, order))
        titles = overlays.titles(connection, [x.id for x in rows])
    highlighter = Highlighter(node)
    hits = [_hit(x, titles.get(x.id, x.title), highlighter) for x in rows]
    return Answer(hits, search.complete, canonical(node))


def parsed(query: str) -> Node | None:
    """The tree of a query asked now. Raises `QueryError`."""
    return parse(query, now().astimezone(days.ALMATY).date())


def matches(
    connection: Connection,
    query: str,
    filter_by: Filter = EVERYTHING,
    countries: Mapping[str, str] = NO_COUNTRIES,
    seconds: float = DEADLINE,
) -> tuple[ColumnElement[bool], bool]:
    """The condition on articles that they match the query, for lists built elsewhere and narrowed
    to the filter's articles; and whether there was time to find them all. Where the filter leaves
    reprints out, a reprint stays whose source is not found: it may say more. A query without a word
    finds nothing. Raises `QueryError`.
    """
    node = parsed(query)
    if node is None:
        return false(), True
    check_values(connection, query, node, countries)
    every = replace(filter_by, reprints=True)
    search = Search(connection, node, every, countries, seconds)
    ids = list(search.ids())
    found = dialect.is_one_of(connection, articles.c.id, ids)
    if filter_by.reprints:
        return found, search.complete
    return and_(found, _is_alone(connection, ids)), search.complete


def before_query(filter_by: Filter, query: str | None) -> Filter:
    """The filter of a list that `matches` or `condition` narrows further: which reprints are left
    out depends on what the query finds.
    """
    return replace(filter_by, reprints=True) if query else filter_by


def condition(
    connection: Connection,
    query: str,
    filter_by: Filter,
    countries: Mapping[str, str],
    seconds: float,
    few: int,
) -> tuple[ColumnElement[bool], bool, bool]:
    """As `matches`, for a short page of a list in another order; and whether fewer than `few`
    articles match. What the index alone can tell of more stays in the database, and the time is
    the caller's to watch: a common word has tens of thousands of articles, whose ids would take
    longer to pass through here than to be found.
    """
    node = parsed(query)
    if node is None:
        return false(), True, True
    check_values(connection, query, node, countries)
    every = replace(filter_by, reprints=True)
    search = Search(connection, node, every, countries, seconds)
    ids = list(search.ids(few)) if search.is_exact else list(search.ids())
    source = articles.c.reprint_of
    if search.is_exact and len(ids) >= few:
        plan = search.plan
        found = and_(search_index.has(connection, plan.pattern), *plan.conditions)
        elsewhere = [not_(search_index.matches(connection, plan.pattern, source))]
        elsewhere += [] if (listed := source_is_listed(every)) is None else [not_(listed)]
        alone = or_(source.is_(None), *elsewhere)
        return (found if filter_by.reprints else and_(found, alone)), True, False
    found = dialect.is_one_of(connection, articles.c.id, ids)
    if not filter_by.reprints:
        found = and_(found, _is_alone(connection, ids))
    return found, search.complete, len(ids) < few


def _is_alone(connection: Connection, ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether an article repeats none of these."""
    source = articles.c.reprint_of
    return or_(source.is_(None), not_(dialect.is_one_of(connection, source, ids)))


def _hit(row: Row[Any], title: str | None, highlighter: Highlighter) -> Hit:
    found: Snippet = highlighter.snippet(title, row.text, row.language)
    return Hit(
        row.id,
        row.outlet,
        row.url,
        title,
        row.language,
        row.published,
        found.text,
        found.marks,
        found.title_marks,
        found.cut,
    )


def articles_with(connection: Connection, names: list[str]) -> set[int]:
    """Every article, old revisions too, in whose text the words of a name stand together, in either
    order and any case.
    """
    spelled = [words(x) for order in (names, names[::-1]) for x in cases_of(order)]
    stems = [y for x in spelled if x for y in stemming.every_reading(x, LANGUAGES)]
    if not stems:
        return set()
    tokens = [tuple(first + y for y in x) for first in index_tokens.LETTERS for x in stems]
    here = search_index.matches(connection, OneOf(tuple(dict.fromkeys(tokens))))
    before = search_before.matches(connection, OneOf(tuple(dict.fromkeys(stems))))
    return set(connection.execute(select(articles.c.id).where(or_(here, before))).scalars())
