"""One search while it runs: a tree and a filter come in; the articles that match go out, the newest
or the best first, until the time is over.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from heapq import merge
from itertools import islice
from time import monotonic
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, select
from sqlalchemy.exc import DBAPIError

from baqylau.query.ast import Node
from baqylau.query.compiling import Compiling
from baqylau.query.match import matches as is_match
from baqylau.store import search_rows
from baqylau.store.dialect import search_before, search_index, values
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries import query_sql
from baqylau.store.queries.filter import EVERYTHING, Filter, conditions
from baqylau.store.queries.query_names import resolved
from baqylau.store.tables import articles

NEWEST, BEST = "newest", "best"
MOST_RANKED = 2000
"""Articles that are compared for the order `BEST`, the newest of those found."""
_PORTION = 100  # rows read at a time
_IDS = 2000  # ids read at a time: each portion is a question to PostgreSQL
_TRIED = 4  # articles that are tried for one that is found, roughly
_ALL = 1_000_000_000
_WHOLE = tuple(articles.c)
_SHOWN = tuple(
    articles.c[x] for x in ("id", "outlet", "url", "title", "text", "language", "published")
)
"""What a list of results needs; reading the rest of thirty articles takes as long as these."""


class Search:
    """One query over the articles of one filter. `complete` is False once the time was over."""

    def __init__(
        self,
        connection: Connection,
        node: Node,
        filter_by: Filter,
        countries: Mapping[str, str],
        seconds: float,
    ) -> None:
        self.connection = connection
        self.node = resolved(connection, node)
        self.countries = countries
        self.end = monotonic() + seconds
        self.complete = True
        chosen = entity_queries.resolved(connection, filter_by)
        self.plan = query_sql.plan(self.node, Compiling(None, countries), chosen)
        self.filter = conditions(chosen)
        self.is_narrow = chosen != EVERYTHING or bool(self.plan.conditions)
        self.is_moved = search_before.is_empty(connection)

    @property
    def is_exact(self) -> bool:
        """Whether SQL alone finds what matches."""
        return self.is_moved and not self.plan.is_rough

    def newest(self, first: int = _ALL) -> Select[Any]:
        """The ids of the articles that the index has for the query, the newest first."""
        plan, given = self.plan, self._conditions()
        return search_index.newest(
            self.connection, plan.pattern, given, plan.since, plan.until, first
        )

    def rows(self, skip: int, limit: int, order: str = NEWEST) -> Iterator[Row[Any]]:
        """The rows of `articles` that match, from the number `skip` on, with the columns that a
        list of results needs at least."""
        yield from self._timed(self._ordered(skip, limit, order))

    def ids(self, limit: int = _ALL) -> Iterator[int]:
        """The ids of those that match, the newest first."""
        if self.is_exact:
            yield from self._timed(self._exact_ids(limit))
        else:
            yield from (x.id for x in self.rows(0, limit))

    def left(self) -> float:
        """Seconds until the time is over, at least a moment."""
        return max(self.end - monotonic(), 0.001)

    def narrow(self, since: datetime, until: datetime) -> None:
        """From now on only articles between these times are found."""
        listed = articles.c.listed
        self.filter = [*self.filter, listed >= since, listed < until]
        self.plan = replace(self.plan, since=since, until=until)

    def _exact_ids(self, limit: int) -> Generator[int, None, None]:
        options = {"yield_per": _IDS}
        wanted = self.newest(limit).limit(limit)
        with self.connection.execute(wanted, execution_options=options) as found:
            yield from found.scalars()

    def _conditions(self) -> list[ColumnElement[bool]]:
        return [*self.filter, *self.plan.conditions]

    def _timed(self, found: Generator[Any, None, None]) -> Iterator[Any]:
        """What is found until the time is over."""
        try:
            # closed within the deadline: a cursor does not outlive its savepoint
            with search_index.deadline(self.connection, self.left()), closing(found):
                for one in found:
                    if monotonic() > self.end:
                        raise TimeoutError
                    yield one
        except TimeoutError:
            self.complete = False
        except DBAPIError as wrong:
            if not search_index.is_interrupted(self.connection, wrong):
                raise
            self.complete = False

    def _ordered(self, skip: int, limit: int, order: str) -> Generator[Row[Any], None, None]:
        if not self.is_exact:
            yield from islice(self._tried(skip + limit), skip, skip + limit)
            return
        if order == BEST:
            plan, given = self.plan, self._conditions()
            wanted = search_index.best(
                self.connection,
                plan.pattern,
                given,
                plan.since,
                plan.until,
                MOST_RANKED,
                self.is_narrow,
            )
        else:
            wanted = self.newest(skip + limit)
        ids = self.connection.execute(wanted.limit(limit).offset(skip)).scalars()
        yield from self._loaded(list(ids), _SHOWN)

    def _tried(self, first: int) -> Iterator[Row[Any]]:
        """What `match` lets pass of the articles in the index and of those in the index of
        before."""
        here = self._in_portions(first * _TRIED)
        before = iter(()) if self.is_moved else self._not_moved()
        yield from merge(here, before, key=lambda x: (x.listed, x.id), reverse=True)

    def _in_portions(self, first: int) -> Iterator[Row[Any]]:
        options = {"yield_per": _PORTION}
        with self.connection.execute(self.newest(first), execution_options=options) as found:
            for portion in found.partitions():
                rows = self._loaded([x[0] for x in portion])
                yield from self._holding(rows) if self.plan.is_rough else rows

    def _not_moved(self) -> Iterator[Row[Any]]:
        may = search_before.matches(self.connection, query_sql.before(self.node))
        wanted = select(articles).where(may, *self._conditions())
        wanted = wanted.order_by(articles.c.listed.desc(), articles.c.id.desc())
        with self.connection.execute(wanted, execution_options={"yield_per": _PORTION}) as found:
            for portion in found.partitions():
                yield from self._holding(portion)

    def _loaded(
        self, ids: Sequence[int], columns: Sequence[Column[Any]] = _WHOLE
    ) -> Iterator[Row[Any]]:
        """The articles, in this order."""
        wanted = select(*columns).where(values.is_one_of(self.connection, articles.c.id, ids))
        rows = {x.id: x for x in self.connection.execute(wanted)}
        yield from (rows[x] for x in ids if x in rows)

    def _holding(self, rows: Iterable[Row[Any]]) -> Iterator[Row[Any]]:
        """Those that `match` lets pass."""
        portion = list(rows)
        found = search_rows.documents(self.connection, portion, self.countries)
        for row, document in zip(portion, found, strict=True):
            if monotonic() > self.end:
                raise TimeoutError
            if is_match(self.node, document):
                yield row
