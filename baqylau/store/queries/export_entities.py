"""Entities to be exported: a filter and perhaps a search query come in; flat records go out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, func, select

from baqylau.store import dialect
from baqylau.store.connect import reading
from baqylau.store.entity_candidates import root
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries import search
from baqylau.store.queries.export import SEARCH_SECONDS, incomplete
from baqylau.store.queries.filter import Filter, conditions, has_name
from baqylau.store.tables import articles, entities, entity_links, entity_names

_PORTION = 500  # entities whose names are read at a time

Record = dict[str, Any]


def of_entities(
    engine: Engine | Connection,
    filter_by: Filter,
    query: str | None = None,
    countries: Mapping[str, str] = search.NO_COUNTRIES,
) -> Iterator[Record]:
    """Persons, organizations and places across articles, by id: those that articles name which the
    filter lets pass, with the number of these articles and the days (UTC) of the first and last.
    The filter's `kind` is a type, its `who` a part of a name; an entity that an editor merged into
    another is counted there.
    """
    of_articles = replace(filter_by, kind=None, who=None, entity=None)
    chosen = _linked(filter_by)
    with reading(engine) as connection:
        complete = True
        if query:
            matching, complete = search.matches(
                connection, query, of_articles, countries, SEARCH_SECONDS
            )
            chosen.append(matching)
        of_articles = entity_queries.resolved(connection, of_articles)
        wanted = (
            select(
                root.label("root"),
                func.count(entity_links.c.article.distinct()).label("articles"),
                func.min(articles.c.listed).label("first"),
                func.max(articles.c.listed).label("last"),
            )
            .join(entity_links, entity_links.c.entity == entities.c.id)
            .join(articles, articles.c.id == entity_links.c.article)
            .where(*conditions(of_articles), *chosen)
            .group_by(root)
            .order_by(root)
        )
        counted = connection.execute(wanted).all()
        for first in range(0, len(counted), _PORTION):
            yield from _entities(connection, counted[first : first + _PORTION])
    if not complete:
        raise incomplete()


def _linked(filter_by: Filter) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if filter_by.kind is not None:
        chosen.append(entity_links.c.type == filter_by.kind)
    if filter_by.who is not None:
        chosen.append(has_name(entity_links.c.name, filter_by.who))
    if filter_by.entity is not None:
        own = select(root).where(entities.c.id == filter_by.entity).scalar_subquery()
        chosen.append(root == own)
    return chosen


def _entities(connection: Connection, counted: Sequence[Row[Any]]) -> Iterator[Record]:
    ids = [x.root for x in counted]
    wanted = select(root.label("root"), entities.c.id, entities.c.type, entities.c.name)
    members = connection.execute(
        wanted.add_columns(entities.c.roles)
        .where(dialect.is_one_of(connection, root, ids))
        .order_by(entities.c.id)
    ).all()
    spelled = connection.execute(
        select(root.label("root"), entity_names.c.name)
        .join(entities, entities.c.id == entity_names.c.entity)
        .where(dialect.is_one_of(connection, root, ids))
        .distinct()
    ).all()
    names: dict[int, set[str]] = {}
    for known in spelled:
        names.setdefault(known.root, set()).add(known.name)
    held = {x.id: x for x in members if x.id == x.root}
    roles: dict[int, dict[str, str]] = {}
    for member in members:
        roles.setdefault(member.root, {}).update(member.roles or ())
    for row in counted:
        own = held[row.root]
        yield {
            "id": str(row.root),
            "type": own.type,
            "name": own.name,
            "names": sorted(names.get(row.root, ())),
            "roles": sorted(
                ([k, v] for k, v in roles.get(row.root, {}).items()), key=lambda x: x[::-1]
            ),
            "articles": row.articles,
            "first_day": row.first.date(),
            "last_day": row.last.date(),
        }
