"""Full-text search: a search query and a filter come in, articles with snippets go out, the newest
first.

The query is parsed by `baqylau.query`, compiled by `query_sql`, and what SQL cannot say exactly is
decided by `baqylau.query.match` for each article. A search ends after `DEADLINE` and says so.
"""

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, false, select
from sqlalchemy.exc import DBAPIError

from baqylau.clock import now
from baqylau.lang.ru.cases import phrases as cases_of
from baqylau.lang.stems import LANGUAGES
from baqylau.lang.tokens import words
from baqylau.query import days, stemming
from baqylau.query.ast import Node
from baqylau.query.canonical import canonical
from baqylau.query.match import matches as is_match
from baqylau.query.parse import parse
from baqylau.store import dialect
from baqylau.store.connect import reading
from baqylau.store.dialect import search_index, search_pattern
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries.filter import EVERYTHING, Filter, conditions
from baqylau.store.queries.query_rows import check_values, document
from baqylau.store.queries.query_sql import Compiler, is_rough
from baqylau.store.queries.snippets import Highlighter, Snippet
from baqylau.store.tables import articles

DEADLINE = 2.0
"""Seconds a search may take; what was found until then is shown."""
NO_COUNTRIES: Mapping[str, str] = {}
_PORTION = 100  # rows read at a time


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
) -> Answer:
    """At most `limit` articles that the filter lets pass and that match the query, after the first
    `skip`, the newest first. A query without a word finds nothing. `countries` are the outlets' by
    their ids. Raises `QueryError`.
    """
    node = parsed(query)
    if node is None:
        return Answer([])
    with reading(engine) as connection:
        check_values(connection, query, node, countries)
        search = _Search(connection, node, filter_by, countries)
        rows, complete = search.within(seconds, limit, skip)
    highlighter = Highlighter(node)
    return Answer([_hit(x, highlighter) for x in rows], complete, canonical(node))


def parsed(query: str) -> Node | None:
    """The tree of a query asked now. Raises `QueryError`."""
    return parse(query, now().astimezone(days.ALMATY).date())


def matches(
    connection: Connection,
    query: str,
    filter_by: Filter = EVERYTHING,
    countries: Mapping[str, str] = NO_COUNTRIES,
) -> ColumnElement[bool]:
    """The condition on articles that they match the query, for lists built elsewhere and narrowed
    to the filter's articles. A query without a word finds nothing. Raises `QueryError`.
    """
    node = parsed(query)
    if node is None:
        return false()
    check_values(connection, query, node, countries)
    search = _Search(connection, node, filter_by, countries)
    if not search.rough:
        return search.condition
    ids = [x.id for x in search.rows(search.wanted())]
    return dialect.is_one_of(connection, articles.c.id, ids)


class _Search:
    """One query over the articles of one filter."""

    def __init__(
        self, connection: Connection, node: Node, filter_by: Filter, countries: Mapping[str, str]
    ) -> None:
        self.connection = connection
        self.node = node
        self.filter = filter_by
        self.countries = countries
        self.rough = is_rough(node)
        self.condition = Compiler(connection, filter_by.language, countries).condition(node)

    def wanted(self) -> Select[Any]:
        """Every article that the condition lets through, the newest first."""
        chosen = entity_queries.resolved(self.connection, self.filter)
        found = select(articles).where(*conditions(chosen), self.condition)
        return found.order_by(articles.c.listed.desc(), articles.c.id.desc())

    def within(self, seconds: float, limit: int, skip: int) -> tuple[list[Row[Any]], bool]:
        """The rows found in this time, and whether there was time for all."""
        wanted, first = self.wanted(), skip
        if not self.rough:
            wanted, first = wanted.limit(limit).offset(skip), 0
        end = monotonic() + seconds
        found: list[Row[Any]] = []
        try:
            with (
                search_index.deadline(self.connection, seconds),
                closing(self.rows(wanted, end)) as rows,
            ):
                for row in rows:
                    found.append(row)
                    if len(found) == first + limit:
                        break
        except TimeoutError:
            return found[first:], False
        except DBAPIError as wrong:
            if not search_index.is_interrupted(self.connection, wrong):
                raise
            return found[first:], False
        return found[first:], True

    def rows(
        self, wanted: Select[Any], end: float | None = None
    ) -> Generator[Row[Any], None, None]:
        """The rows that match. Raises `TimeoutError` after the moment `end` of `monotonic`."""
        options = {"yield_per": _PORTION}
        with self.connection.execute(wanted, execution_options=options) as streamed:
            for row in streamed:
                if end is not None and monotonic() > end:
                    raise TimeoutError
                if not self.rough or self.holds(row):
                    yield row

    def holds(self, row: Row[Any]) -> bool:
        return is_match(self.node, document(self.connection, row, self.node, self.countries))


def _hit(row: Row[Any], highlighter: Highlighter) -> Hit:
    found: Snippet = highlighter.snippet(row.title, row.text, row.language)
    return Hit(
        row.id,
        row.outlet,
        row.url,
        row.title,
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
    patterns: dict[str | None, search_pattern.Pattern] = {}
    for code in LANGUAGES:
        found = [y for x in spelled if x for y in stemming.every_reading(x, (code,))]
        if not found:
            return set()
        patterns[code] = search_pattern.OneOf(tuple(dict.fromkeys(found)))
    wanted = select(articles.c.id).where(search_index.matches(connection, patterns))
    return set(connection.execute(wanted).scalars())
