"""Entities as rows: which names of the articles mean one person, organization or place.

Comes in: an article's id and the version of the rules. Goes out: a link from each of its names to
an entity, new entities where none is known, and the pairs to be offered to an editor, written in
the transaction of the article's job.

Two workers with one new name make one entity: who is about to make one locks its surname, looks
again, and only then writes. Names that are known, which is nearly all, need no lock.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    insert,
    or_,
    select,
)

from baqylau.entities.assign import Candidate, Cluster, Decision, assign
from baqylau.entities.blocks import Key, is_found_by_sound, keys, lock_of
from baqylau.entities.compare import is_whole_person
from baqylau.store import entity_roles, shown_facts
from baqylau.store.dialect import inserts, locks, values
from baqylau.store.entity_candidates import candidates, candidates_by_sound, root
from baqylau.store.entity_tidying import tidy
from baqylau.store.tables import (
    entities,
    entity_links,
    entity_names,
    entity_pairs,
    facts,
    mentions,
)

_LONGEST_NAME = 300  # characters; a longer one is no name


def entity_of(
    article: ColumnElement[int], name: ColumnElement[str], kind: ColumnElement[str] | None = None
) -> ColumnElement[int | None]:
    """The entity that a name of an article means: a column of a query over facts or mentions.
    Without the type of the name it is a person or an organization, in this order.
    """
    theirs = [entity_links.c.article == article, entity_links.c.name == name]
    theirs.append(
        entity_links.c.type.in_(("person", "organization"))
        if kind is None
        else entity_links.c.type == kind
    )
    wanted = (
        select(root)
        .join(entity_links, entity_links.c.entity == entities.c.id)
        .where(*theirs)
        .order_by(entity_links.c.type.desc())
        .limit(1)
    )
    return wanted.correlate(facts, mentions).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Kept:
    """The links an article has: those to be kept, by type and name, and those to be decided
    again.
    """

    sure: Mapping[tuple[str, str], int]
    again: Mapping[tuple[str, str], int]


def decide(
    connection: Connection, article_id: int, listed: datetime, version: str, moment: datetime
) -> int:
    """Links every name of the article; returns to how many entities. What this version or an editor
    decided before stays.
    """
    clusters = _clusters(connection, article_id)
    kept = _kept(connection, article_id, version)
    decisions = _decisions(connection, clusters, kept, listed)
    made = _make(connection, decisions)
    final = [x._replace(entity=made.get(x.entity, x.entity)) for x in decisions if x.entity]
    _link(connection, article_id, version, final, kept)
    said = {x.entity: x.cluster.roles for x in final if x.cluster.roles and x.entity}
    entity_roles.add(connection, said, listed)
    _offer(connection, final, moment)
    return len({x.entity for x in final})


def _decisions(
    connection: Connection, clusters: Sequence[Cluster], kept: Kept, listed: datetime
) -> list[Decision]:
    """First by the entities whose names sound the same, which is enough for nearly all; where one
    would be made, by all that may be meant, and again once nobody else can make it.
    """
    open_names = {(x.type, x.name) for x in clusters} - set(kept.sure)
    seen: dict[int, Candidate] = {}
    asked = {x: is_found_by_sound(*x) for x in open_names}

    def again(names: Collection[tuple[str, str]]) -> list[Decision]:
        seen.update((x.entity, x) for x in candidates(connection, names))
        return assign(clusters, list(seen.values()), listed, kept.sure, kept.again)

    by_sound = candidates_by_sound(connection, [x for x, enough in asked.items() if enough])
    seen.update((x.entity, x) for x in by_sound)
    decisions = again([x for x, enough in asked.items() if not enough])
    for is_last in (False, True):
        fresh = {(x.cluster.type, x.cluster.name) for x in decisions if (x.entity or 0) < 0}
        locked = {y for x in fresh for y in lock_of(*x)} if is_last else set()
        if not fresh or (is_last and not locks.lock_all(connection, [*map(_lock_key, locked)])):
            break
        decisions = again(fresh)
    return decisions


def _lock_key(key: str) -> int:
    return locks.key_from(hashlib.sha256(key.encode()).digest())


# What the article says
# --------------------------------------------------------------------------------------------------

_MENTIONED = (
    select(mentions.c.type, mentions.c.name)
    .where(mentions.c.article == bindparam("the_article"))
    .distinct()
)
_LINKED = (
    select(
        entity_links.c.type, entity_links.c.name, entity_links.c.version, entity_links.c.edited,
        root.label("entity"),
    )
    .join(entities, entities.c.id == entity_links.c.entity)
    .where(entity_links.c.article == bindparam("the_article"))
)  # fmt: skip


def _clusters(connection: Connection, article_id: int) -> list[Cluster]:
    """The names of an article in a fixed order, each with what it is called there."""
    given = {"the_article": article_id}
    called: dict[str, dict[str, None]] = {}
    speaking: set[str] = set()
    for row in connection.execute(shown_facts.OF_ARTICLE, given):
        if row.who is None:
            continue
        speaking.add(row.who)
        role = entity_roles.role_of(shown_facts.slots_of(row))
        if role:
            called.setdefault(row.who, {})[role] = None
    named = {(row.type, row.name) for row in connection.execute(_MENTIONED, given)}
    spelled = {name for _, name in named}
    named |= {("person", x) for x in speaking if x not in spelled and is_whole_person(x)}
    return [
        Cluster(kind, name, tuple(called.get(name, ())))
        for kind, name in sorted(named)
        if len(name) <= _LONGEST_NAME
    ]


def _kept(connection: Connection, article_id: int, version: str) -> Kept:
    sure: dict[tuple[str, str], int] = {}
    again: dict[tuple[str, str], int] = {}
    for row in connection.execute(_LINKED, {"the_article": article_id}):
        chosen = sure if row.edited or row.version == version else again
        chosen[row.type, row.name] = row.entity
    return Kept(sure, again)


# What is known
# --------------------------------------------------------------------------------------------------


# What is written
# --------------------------------------------------------------------------------------------------


def _make(connection: Connection, decisions: Sequence[Decision]) -> dict[int | None, int]:
    """Rows for the new entities; their ids by the numbers they have in the decisions."""
    made: dict[int | None, int] = {}
    for x in decisions:
        if x.entity is None or x.entity >= 0 or x.entity in made:
            continue
        row = {"type": x.cluster.type, "name": x.cluster.name}
        made[x.entity] = int(
            connection.execute(insert(entities).values(**row).returning(entities.c.id)).scalar_one()
        )
    return made


_UNLINK = delete(entity_links).where(
    entity_links.c.article == bindparam("the_article"),
    entity_links.c.type == bindparam("the_type"),
    entity_links.c.name == bindparam("the_name"),
)


def _link(
    connection: Connection, article_id: int, version: str, decisions: Sequence[Decision], kept: Kept
) -> None:
    """Writes the links that are not there yet, takes away those of names that the article has no
    more, and gives the entities their new names.
    """
    before = {**kept.sure, **kept.again}
    now = {(x.cluster.type, x.cluster.name): x.entity for x in decisions}
    gone = [x for x in before if x not in now or x in kept.again]
    if gone:
        connection.execute(
            _UNLINK,
            [{"the_article": article_id, "the_type": x, "the_name": y} for x, y in gone],
        )
    fresh = [x for x in decisions if (x.cluster.type, x.cluster.name) not in kept.sure]
    lost = {before[x] for x in gone if now.get(x) != before[x]}
    if fresh:
        common = {"article": article_id, "version": version, "edited": False}
        connection.execute(
            insert(entity_links),
            [
                common | {"type": x.cluster.type, "name": x.cluster.name, "entity": x.entity}
                for x in fresh
            ],
        )
        _name(connection, fresh)
    if lost:
        tidy(connection, lost)


def row_of(key: Key) -> dict[str, Any]:
    """The columns of a key."""
    block = None if key.block == key.sound else key.block
    return {"sound": key.sound, "block": block, "wide": key.wide or None}


def _name(connection: Connection, decisions: Sequence[Decision]) -> None:
    """Adds the names that their entities do not have yet."""
    ids = sorted({x.entity for x in decisions if x.entity is not None})
    held = connection.execute(
        select(root.label("entity"), entity_names.c.name)
        .join(entities, entities.c.id == entity_names.c.entity)
        .where(
            or_(
                values.is_one_of(connection, entity_names.c.entity, ids),
                values.is_one_of(connection, entities.c.merged_into, ids),
            )
        )
    )
    known = {tuple(x) for x in held}
    rows = [
        {"entity": x.entity, "name": x.cluster.name} | row_of(key)
        for x in decisions
        if (x.entity, x.cluster.name) not in known
        for key in keys(x.cluster.type, x.cluster.name)
    ]
    if rows:
        connection.execute(insert(entity_names), rows)


def _offer(connection: Connection, decisions: Sequence[Decision], moment: datetime) -> None:
    for x in decisions:
        for other, likely in x.offered:
            if x.entity is None or other == x.entity:
                continue
            one, two = sorted((x.entity, other))
            row = {"one": one, "other": two, "likely": likely, "found": moment}
            connection.execute(inserts.insert_or_ignore(connection, entity_pairs).values(**row))
