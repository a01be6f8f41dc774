"""Lists for programs, in the order in which rows were stored.

Comes in: a filter, perhaps a search query, and the place where a page begins. Goes out: records of
articles, facts, mentions, entities or issues, ordered by their ids. An id never changes, so no row
is lost or given twice while others arrive, whatever their dates, and while an edit moves a row in
the lists that people read.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, FromClause, Select, func, or_, select
from sqlalchemy.exc import DBAPIError

from baqylau.errors import InputError
from baqylau.store.connect import reading
from baqylau.store.dialect import search_index
from baqylau.store.entity_candidates import root
from baqylau.store.queries import article_records, search
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries import facts as fact_queries
from baqylau.store.queries.article_records import Record
from baqylau.store.queries.filter import EVERYTHING, Filter, conditions
from baqylau.store.tables import (
    articles,
    entities,
    entity_links,
    entity_names,
    facts,
    issues,
    mentions,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: behind the row with this id (None: at the beginning), the rows stored
    last first or, `oldest_first`, in the order in which they were stored.
    """

    after: int | None = None
    oldest_first: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to: the filter, and a search query; `countries` are the outlets'."""

    filter: Filter = EVERYTHING
    query: str | None = None
    countries: Mapping[str, str] = search.NO_COUNTRIES


def of_articles(
    engine: Engine, asked: Asked, place: Place, limit: int, whole: bool
) -> list[Record]:
    """At most `limit` current articles; their texts are whole, or only the beginnings."""
    with _in_time(engine) as connection:
        chosen = entity_queries.resolved(connection, asked.filter)
        wanted = select(articles.c.id).where(*_narrowed(connection, asked))
        if chosen.kind is not None or chosen.who is not None:
            theirs = fact_queries.with_names(connection, asked.filter)
            with_facts = select(facts.c.article).join(articles, articles.c.id == facts.c.article)
            wanted = wanted.where(articles.c.current, articles.c.id.in_(with_facts.where(*theirs)))
        else:
            wanted = _driven(wanted.where(*conditions(chosen)), chosen)
        ids = _page(connection, wanted, articles, place, limit)
        return article_records.of(connection, ids, whole)


def of_facts(engine: Engine, asked: Asked, place: Place, limit: int) -> list[Record]:
    """At most `limit` facts of current articles, each with its sentence and its article's title."""
    with _in_time(engine) as connection:
        chosen = asked.filter
        wanted = select(facts.c.id).join(articles, articles.c.id == facts.c.article)
        wanted = wanted.where(
            *fact_queries.with_names(connection, chosen), *_narrowed(connection, asked)
        )
        if chosen.who is None and chosen.entity is None:
            how = "NOT INDEXED" if chosen.kind is None else "INDEXED BY ix_facts_type_id"
            wanted = wanted.with_hint(facts, how, "sqlite")
        ids = _page(connection, wanted, facts, place, limit)
        return article_records.facts_of(connection, facts.c.id.in_(ids), ids)


def of_mentions(engine: Engine, asked: Asked, place: Place, limit: int) -> list[Record]:
    """At most `limit` names in current articles. `kind` is the type of name, `who` a part of it."""
    with _in_time(engine) as connection:
        chosen = entity_queries.resolved(connection, asked.filter)
        wanted = select(mentions.c.id).join(articles, articles.c.id == mentions.c.article)
        wanted = wanted.where(*conditions(chosen, mentions), *_narrowed(connection, asked))
        if chosen.entity is not None:
            linked = select(entity_links.c.article).where(
                entity_links.c.entity.in_(entity_queries.group(connection, [chosen.entity]))
            )
            wanted = wanted.where(mentions.c.article.in_(linked))
        ids = _page(connection, wanted, mentions, place, limit)
        return article_records.mentions_of(connection, mentions.c.id.in_(ids), ids)


def of_entities(
    engine: Engine, kind: str | None, name: str | None, place: Place, limit: int
) -> list[Record]:
    """At most `limit` entities of this type that this name, in any spelling, may mean. One that was
    merged into another is listed as the other.
    """
    with reading(engine) as connection:
        wanted = select(entities.c.id).where(entities.c.merged_into.is_(None))
        if kind is not None:
            wanted = wanted.where(entities.c.type == kind)
        if name is not None:
            wanted = wanted.where(entities.c.id.in_(entity_queries.meant(connection, name)))
        ids = _page(connection, wanted, entities, place, limit)
        return _entities(connection, ids)


def of_issues(
    engine: Engine, outlet: str | None, trouble: str | None, is_open: bool | None,
    place: Place, limit: int,
) -> list[Record]:  # fmt: skip
    """At most `limit` issues; `is_open` None: open and closed ones."""
    wanted = select(issues.c.id)
    if outlet is not None:
        wanted = wanted.where(issues.c.outlet == outlet)
    if trouble is not None:
        wanted = wanted.where(issues.c.trouble == trouble)
    if is_open is not None:
        wanted = wanted.where((issues.c.closed.is_(None)) == is_open)
    shown = ("id", "outlet", "trouble", "subject", "since", "opened", "confirmed", "closed",
             "diagnosis", "evidence", "probability")  # fmt: skip
    with reading(engine) as connection:
        ids = _page(connection, wanted, issues, place, limit)
        rows = connection.execute(
            select(*(issues.c[x] for x in shown)).where(issues.c.id.in_(ids))
        ).mappings()
        return _in_order(ids, (dict(x) for x in rows))


def _narrowed(connection: Connection, asked: Asked) -> list[ColumnElement[bool]]:
    """The condition of the search query, if there is one."""
    if not asked.query:
        return []
    narrowed = replace(asked.filter, kind=None, who=None)
    return [search.matches(connection, asked.query, narrowed, asked.countries)]


def _driven(wanted: Select[Any], chosen: Filter) -> Select[Any]:
    """SQLite would take the index of `current`, which every row of a list is, and sort them all."""
    if chosen.ids is not None or chosen.named is not None or chosen.entity is not None:
        return wanted
    how = "NOT INDEXED" if chosen.outlet is None else "INDEXED BY ix_articles_outlet_id"
    return wanted.with_hint(articles, how, "sqlite")


def _page(
    connection: Connection, wanted: Select[Any], rows: FromClause, place: Place, limit: int
) -> list[int]:
    """The ids of one page. First the ids, then the rows: a sort must not carry texts."""
    number = rows.c.id
    if place.after is not None:
        wanted = wanted.where(number > place.after if place.oldest_first else number < place.after)
    order = number if place.oldest_first else number.desc()
    return list(connection.execute(wanted.order_by(order).limit(limit)).scalars())


@contextmanager
def _in_time(engine: Engine) -> Iterator[Connection]:
    """A reading transaction that ends after `search.DEADLINE`. Raises `InputError` then: the same
    question would take as long again.
    """
    with reading(engine) as connection:
        try:
            with search_index.deadline(connection, search.DEADLINE):
                yield connection
        except DBAPIError as wrong:
            if not search_index.is_interrupted(connection, wrong):
                raise
            raise InputError(
                f"this takes longer than {search.DEADLINE:g} seconds: narrow it by an outlet,"
                " by days (since, until) or by more words"
            ) from wrong


def _in_order(ids: list[int], records: Iterator[Record]) -> list[Record]:
    found = {x["id"]: x for x in records}
    return [found[x] for x in ids if x in found]


def _entities(connection: Connection, ids: list[int]) -> list[Record]:
    """Entities with their names and the number of articles that name them."""
    own = or_(entities.c.id.in_(ids), entities.c.merged_into.in_(ids))
    found = {
        x.id: {"id": x.id, "type": x.type, "name": x.name, "names": [], "articles": 0}
        for x in connection.execute(select(entities).where(entities.c.id.in_(ids)))
    }
    counted = (
        select(root.label("id"), func.count(entity_links.c.article.distinct()))
        .join(entity_links, entity_links.c.entity == entities.c.id)
        .where(own)
        .group_by(root)
    )
    for number, count in connection.execute(counted):
        found[number]["articles"] = count
    named = (
        select(root.label("id"), entity_names.c.name)
        .join(entities, entities.c.id == entity_names.c.entity)
        .where(own)
        .order_by(entity_names.c.id)
    )
    for number, name in connection.execute(named):
        if name not in found[number]["names"]:
            found[number]["names"].append(name)
    return [found[x] for x in ids]


