"""Lists for programs, in the order in which rows were stored.

Comes in: a filter, perhaps a search query, and the place where a page begins. Goes out: records of
articles, facts, mentions, entities or issues, ordered by their ids. An id never changes, so no row
is lost or given twice while others arrive, whatever their dates, and while an edit moves a row in
the lists that people read.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    Select,
    Table,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.exc import DBAPIError

from baqylau.errors import InputError
from baqylau.store.connect import reading
from baqylau.store.dialect import search_index
from baqylau.store.dialect.walking import without_index
from baqylau.store.entity_candidates import root
from baqylau.store.queries import article_records, search
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries import facts as fact_queries
from baqylau.store.queries.article_records import Record
from baqylau.store.queries.filter import EVERYTHING, Filter, conditions, of_rows
from baqylau.store.tables import (
    articles,
    entities,
    entity_links,
    entity_names,
    facts,
    issues,
    mentions,
)

DEADLINE = 10.0
"""Seconds that a list may take. A program waits longer than a person, and is told that a list ended
early by an error alone, so a machine that is busy for a moment must not end it.
"""
_TOO_SLOW = (
    f"this takes longer than {DEADLINE:g} seconds: narrow it by an outlet,"
    " by days (since, until) or by more words"
)
_FEW = 2000
"""Rows that are found through an index and sorted within a few milliseconds."""


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
    countries: Mapping[str, str] = field(default_factory=dict)


def of_articles(
    engine: Engine, asked: Asked, place: Place, limit: int, whole: bool
) -> list[Record]:
    """At most `limit` current articles; their texts are whole, or only the beginnings."""
    with _in_time(engine) as connection:
        about, _ = _about(connection, asked)
        theirs = _of_facts(connection, asked.filter) if _is_of_facts(asked.filter) else []
        if theirs and _are_few(connection, facts, theirs):
            about.append(articles.c.id.in_(select(facts.c.article).where(*theirs)))
        elif theirs:
            own = facts.c.article == articles.c.id
            frequent = _of_facts(connection, asked.filter, look_up=False)
            about.append(exists(select(facts.c.id).where(own, *frequent)))
        ids = _page(connection, select(articles.c.id).where(*about), articles, place, limit)
        return article_records.of(connection, ids, whole)


def of_facts(engine: Engine, asked: Asked, place: Place, limit: int) -> list[Record]:
    """At most `limit` facts of current articles, each with its sentence and its article's title."""
    with _in_time(engine) as connection:
        theirs = _of_facts(connection, asked.filter)
        if _is_of_facts(asked.filter) and not _are_few(connection, facts, theirs):
            theirs = _of_facts(connection, asked.filter, look_up=False)
        wanted = _of_current(connection, facts, theirs, asked)
        ids = _page(connection, wanted, facts, place, limit)
        return article_records.facts_of(connection, facts.c.id.in_(ids), ids)


def of_mentions(engine: Engine, asked: Asked, place: Place, limit: int) -> list[Record]:
    """At most `limit` names in current articles. `kind` is the type of name, `who` a part of it."""
    with _in_time(engine) as connection:
        chosen = entity_queries.resolved(connection, asked.filter)
        own = Filter(kind=chosen.kind, who=chosen.who, entity=chosen.entity, meant=chosen.meant)
        theirs = of_rows(own, mentions)
        if chosen.entity is not None:
            linked = select(entity_links.c.article).where(
                entity_links.c.entity.in_(entity_queries.group(connection, [chosen.entity]))
            )
            theirs.append(mentions.c.article.in_(linked))
        wanted = _of_current(connection, mentions, theirs, asked)
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


def _about(connection: Connection, asked: Asked) -> tuple[list[ColumnElement[bool]], bool]:
    """The conditions on articles (facts aside), and whether it is known that few articles meet
    them. A query tells by itself whether they are few.
    """
    chosen = replace(asked.filter, kind=None, who=None, entity=None)
    chosen = search.before_query(chosen, asked.query)
    about, few = conditions(chosen), False
    if asked.query:
        narrowed = replace(asked.filter, kind=None, who=None)
        matching, complete, few = search.condition(
            connection, asked.query, narrowed, asked.countries, DEADLINE, _FEW
        )
        if not complete:
            raise InputError(_TOO_SLOW)
        about.append(matching)
    # no index finds a tag, so that counting would cost as much as the list
    elif chosen != EVERYTHING and not chosen.tag:
        few = _are_few(connection, articles, about)
    if not few:
        hidden = (articles.c.current, articles.c.listed, articles.c.language)
        about = without_index(connection, about, *hidden)
    return about, few


def _of_facts(
    connection: Connection, chosen: Filter, look_up: bool = True
) -> list[ColumnElement[bool]]:
    """The conditions on facts. `look_up`: names are looked up first, so that an index finds their
    facts; a name that is printed often is found sooner by going through the facts.
    """
    own = Filter(kind=chosen.kind, who=chosen.who, entity=chosen.entity)
    if look_up:
        return fact_queries.with_names(connection, own, of_rows)
    return of_rows(entity_queries.resolved(connection, own), facts)


def _is_of_facts(chosen: Filter) -> bool:
    """Whether a list is narrowed by what its articles' facts are."""
    return any(x is not None for x in (chosen.kind, chosen.who, chosen.entity))


def _of_current(
    connection: Connection, rows: Table, theirs: list[ColumnElement[bool]], asked: Asked
) -> Select[Any]:
    """Facts or mentions that meet these conditions, of articles that meet the question's."""
    about, few = _about(connection, asked)
    wanted = select(rows.c.id).where(*theirs)
    if few or asked.filter.tag is not None:  # no index finds a tag: once through the articles
        return wanted.where(rows.c.article.in_(select(articles.c.id).where(*about)))
    own = articles.c.id == rows.c.article
    return wanted.where(exists(select(articles.c.id).where(own, *about)))


def _are_few(connection: Connection, rows: Table, theirs: list[ColumnElement[bool]]) -> bool:
    """Whether so few rows meet the conditions that they can all be found and sorted."""
    some = select(rows.c.id).where(*theirs).limit(_FEW).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one()) < _FEW


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
    """A reading transaction that ends after `DEADLINE`. Raises `InputError` then: the same
    question would take as long again.
    """
    with reading(engine) as connection:
        try:
            with search_index.deadline(connection, DEADLINE):
                yield connection
        except DBAPIError as wrong:
            if not search_index.is_interrupted(connection, wrong):
                raise
            raise InputError(_TOO_SLOW) from wrong


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
