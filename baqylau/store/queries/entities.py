"""Entities to show: an id, a name or a page of a list comes in; entities with their names, roles
and numbers of articles, pairs offered to an editor and changes go out.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, func, or_, select

from baqylau.entities.blocks import bears, of_surname
from baqylau.entities.compare import LINE, Named, compare
from baqylau.entities.person_name import parse
from baqylau.entities.query import readings
from baqylau.store.connect import reading
from baqylau.store.entity_candidates import (
    candidates,
    candidates_by_sound,
    candidates_of_surname,
    root,
)
from baqylau.store.queries.filter import Filter
from baqylau.store.tables import (
    entities,
    entity_changes,
    entity_links,
    entity_names,
    entity_pairs,
)

TYPES = ("person", "organization")
"""Who may speak."""
_LATEST = 200  # links by which the usual print of a name is known
MOST_MEANT = 500
"""The most ids that a name is looked up by; a surname of more people is found by its letters."""


@dataclass(frozen=True, slots=True)
class EntityDetail:
    """An entity with the ids that mean it, its names with the number of articles that print each,
    the most printed first, and its roles, the latest first.
    """

    id: int
    type: str
    name: str
    ids: tuple[int, ...]
    names: tuple[tuple[str, int], ...]
    roles: tuple[tuple[str, str], ...]
    articles: int


def detail(engine: Engine, entity: int) -> EntityDetail | None:
    """The entity that an id means now; None where there is none."""
    with reading(engine) as connection:
        ids = group(connection, [entity])
        if not ids:
            return None
        held = connection.execute(
            select(entities).where(entities.c.id.in_(ids)).order_by(entities.c.id)
        ).all()
        own = next(x for x in held if x.merged_into is None)
        printed = func.count(entity_links.c.article.distinct())
        names = connection.execute(
            select(entity_links.c.name, printed)
            .where(entity_links.c.entity.in_(ids))
            .group_by(entity_links.c.name)
            .order_by(printed.desc(), entity_links.c.name)
        ).all()
        total = connection.execute(
            select(printed).where(entity_links.c.entity.in_(ids))
        ).scalar_one()
    said = {role: day for x in held for role, day in x.roles or ()}
    ordered = sorted(said.items(), key=lambda x: x[1], reverse=True)
    return EntityDetail(
        own.id,
        own.type,
        own.name,
        tuple(sorted(ids)),
        tuple((x[0], x[1]) for x in names),
        tuple(ordered),
        total,
    )


def name_of(engine: Engine, entity: int) -> str | None:
    """The name shown of the entity that an id means now."""
    wanted = select(entities.c.name).where(
        entities.c.id == select(root).where(entities.c.id == entity).scalar_subquery()
    )
    with reading(engine) as connection:
        return connection.execute(wanted).scalar_one_or_none()


def printed_names(
    engine: Engine, own: Collection[str], types: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """How the latest articles print the entities of these types that are called so; by the
    entity's own name, the most printed first.
    """
    found: dict[str, Counter[str]] = {}
    if not own:
        return {}
    with reading(engine) as connection:
        called = select(entities.c.id, entities.c.name).where(
            entities.c.name.in_(own), entities.c.type.in_(types), entities.c.merged_into.is_(None)
        )
        for entity, name in connection.execute(called).all():
            latest = (
                select(entity_links.c.name)
                .where(entity_links.c.entity.in_(group(connection, [entity])))
                .order_by(entity_links.c.article.desc())
                .limit(_LATEST)
            )
            found.setdefault(name, Counter()).update(connection.execute(latest).scalars())
    return {
        name: tuple(x for x, _ in sorted(its.items(), key=lambda x: (-x[1], x[0])))
        for name, its in found.items()
    }


def group(connection: Connection, ids: Collection[int]) -> set[int]:
    """All ids that mean the same as these: themselves, and those of merged entities."""
    roots = select(root).where(entities.c.id.in_(ids))
    return set(
        connection.execute(
            select(entities.c.id).where(
                or_(entities.c.id.in_(roots), entities.c.merged_into.in_(roots))
            )
        ).scalars()
    )


def meant(connection: Connection, who: str, types: Collection[str] = TYPES) -> set[int]:
    """The ids of persons and organizations, or entities of these types, that somebody who writes
    this name may mean: in any script, order or case form. A surname alone means all who bear it.
    """
    found: set[int] = set()
    asked = readings(who)
    known = candidates(connection, ((kind, x) for x in asked for kind in types))
    for candidate in known:
        if any(_may_mean(x, y, candidate.type) for x in asked for y in candidate.names):
            found.add(candidate.entity)
    if "person" in types:
        for candidate in candidates_of_surname(connection, asked):
            if any(bears(x, y) for x in asked if of_surname(x) for y in candidate.names):
                found.add(candidate.entity)
    return group(connection, found) if found else set()


def _may_mean(asked: str, name: str, kind: str) -> bool:
    if kind == "person":
        one, other = parse(asked), parse(name)
        if not (one.given or one.initial):  # a surname alone
            return (
                compare(Named(asked, "", kind), Named(" ".join(other.families[:1]), "", kind))
                >= LINE
            )
    return compare(Named(asked, "", kind), Named(name, "", kind)) >= LINE


def of_names(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """The entity of each name that exactly one person or organization bears in print."""
    known = candidates_by_sound(connection, [(kind, x) for kind in TYPES for x in names])
    bearers: dict[str, set[int]] = {}
    for candidate in known:
        for name in candidate.names:
            bearers.setdefault(name, set()).add(candidate.entity)
    return {x: next(iter(bearers[x])) for x in names if len(bearers.get(x, ())) == 1}


def resolved(connection: Connection, filter_by: Filter) -> Filter:
    """The filter with the entities that its `who` may mean."""
    if filter_by.who is None:
        return filter_by
    ids = meant(connection, filter_by.who)
    return replace(filter_by, meant=tuple(sorted(ids)) if len(ids) <= MOST_MEANT else ())


def names_of(connection: Connection, ids: Collection[int]) -> set[str]:
    """Every name by which these entities are printed."""
    wanted = select(entity_names.c.name).where(entity_names.c.entity.in_(ids)).distinct()
    return set(connection.execute(wanted).scalars())


# For an editor
# --------------------------------------------------------------------------------------------------


def listed(engine: Engine, kind: str | None, name: str | None, limit: int) -> list[dict[str, Any]]:
    """Entities, those in most articles first; `name` in any spelling."""
    count = func.count(entity_links.c.article.distinct())
    wanted: Any = (
        select(root.label("id"), count.label("articles"))
        .join(entity_links, entity_links.c.entity == entities.c.id)
        .group_by(root)
        .order_by(count.desc(), root)
        .limit(limit)
    )
    with reading(engine) as connection:
        if kind:
            wanted = wanted.where(entities.c.type == kind)
        if name:
            wanted = wanted.where(entities.c.id.in_(meant(connection, name)))
        counts: dict[int, int] = {x[0]: x[1] for x in connection.execute(wanted)}
        held = {
            x.id: x for x in connection.execute(select(entities).where(entities.c.id.in_(counts)))
        }
        named = _spellings(connection, counts)
    return [
        {"id": x, "type": held[x].type, "name": held[x].name, "articles": n, "names": named[x]}
        for x, n in counts.items()
    ]


def _spellings(connection: Connection, ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {x: [] for x in ids}
    wanted = (
        select(root.label("id"), entity_names.c.name)
        .join(entities, entities.c.id == entity_names.c.entity)
        .where(or_(entities.c.id.in_(ids), entities.c.merged_into.in_(ids)))
        .order_by(entity_names.c.id)
    )
    for x in connection.execute(wanted):
        if x.name not in found[x.id]:
            found[x.id].append(x.name)
    return found


def pairs(engine: Engine, limit: int) -> list[RowMapping]:
    """Pairs that nobody has answered, the likeliest first."""
    one, other = entities.alias(), entities.alias()
    wanted = (
        select(entity_pairs.c.id, entity_pairs.c.likely, entity_pairs.c.found,
               one.c.id.label("one"), one.c.name.label("one_name"), one.c.roles.label("one_roles"),
               other.c.id.label("other"), other.c.name.label("other_name"),
               other.c.roles.label("other_roles"))
        .join(one, one.c.id == entity_pairs.c.one)
        .join(other, other.c.id == entity_pairs.c.other)
        .where(entity_pairs.c.answer.is_(None), one.c.merged_into.is_(None),
               other.c.merged_into.is_(None))
        .order_by(entity_pairs.c.likely.desc(), entity_pairs.c.id)
        .limit(limit)
    )  # fmt: skip
    with reading(engine) as connection:
        return list(connection.execute(wanted).mappings())


def changes(engine: Engine, limit: int) -> list[RowMapping]:
    """Merges and splits, the latest first."""
    one, other = entities.alias(), entities.alias()
    wanted = (
        select(entity_changes, one.c.name.label("entity_name"), other.c.name.label("other_name"))
        .join(one, one.c.id == entity_changes.c.entity)
        .join(other, other.c.id == entity_changes.c.other)
        .order_by(entity_changes.c.id.desc())
        .limit(limit)
    )
    with reading(engine) as connection:
        return list(connection.execute(wanted).mappings())
