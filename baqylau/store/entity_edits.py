"""What editors decide about entities: two are one, one is two, a pair is or is not one.

Comes in: ids. Goes out: the number of the change, by which it can be undone. Nothing is lost by a
change: an entity that was merged keeps its id, its names and its links, and only points at the
other.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, and_, insert, or_, select, update

from baqylau.corrections import words
from baqylau.errors import EditError
from baqylau.stages import searchable
from baqylau.store import article_changes, jobs
from baqylau.store.columns import storable
from baqylau.store.connect import writing
from baqylau.store.dialect import inserts
from baqylau.store.tables import (
    entities,
    entity_changes,
    entity_links,
    entity_names,
    entity_pairs,
)
from baqylau.store.versions import version_of

MERGE, SPLIT = "merge", "split"
SAME, DIFFERENT = "same", "different"


def merge(
    engine: Engine,
    one: int,
    other: int,
    moment: datetime,
    because: str | None,
    by: str | None = None,
) -> int:
    """The other entity is the first one from now on; returns the change's number. Raises
    `EditError` where they are of two types, or one already.
    """
    with writing(engine) as connection:
        into, gone = _root(connection, one), _root(connection, other)
        if into.id == gone.id:
            message = f"{one} and {other} are one entity already ({into.name})"
            raise EditError("one_already", message, name=into.name)
        if into.type != gone.type:
            message = f"{one} is a {into.type} and {other} a {gone.type}: they cannot be one"
            raise EditError("two_types", message, name=into.name, other=gone.name)
        change = _log(connection, MERGE, into.id, gone.id, moment, because, by)
        _answer(connection, into.id, gone.id, SAME, moment)
        _tell(connection, gone.id)
        _point_anew(connection, {into.id, gone.id})
        return change


def split(
    engine: Engine,
    entity: int,
    names: Collection[str],
    articles: Collection[int],
    moment: datetime,
    because: str | None,
    by: str | None = None,
) -> tuple[int, int]:
    """A new entity with these names, or with what these articles name so; returns the change's
    number and the new id. With both, only these names in these articles. Raises `EditError` where
    nothing or everything would move.
    """
    with writing(engine) as connection:
        own = _root(connection, entity)
        group = _group(connection, {own.id})
        links = connection.execute(
            select(entity_links).where(entity_links.c.entity.in_(group))
        ).all()
        moved = [
            x
            for x in links
            if (not names or x.name in names) and (not articles or x.article in articles)
        ]
        if not (names or articles) or not moved:
            message = f"nothing of entity {entity} ({own.name}) has these names or articles"
            raise EditError("no_part", message, name=own.name)
        if len(moved) == len(links):
            message = f"that is all of entity {entity} ({own.name}): nothing would be left"
            raise EditError("all_of_it", message, name=own.name)
        new = _make(connection, own, moved, group)
        change = _log(connection, SPLIT, own.id, new, moment, because, by)
        _answer(connection, own.id, new, DIFFERENT, moment)
        _index_again(connection, {x.article for x in moved}, moment)
        article_changes.record(connection, article_changes.FACTS, *{x.article for x in moved})
        return change, new


def _tell(connection: Connection, entity: int) -> None:
    """Programs that keep a copy learn that what these articles name means another entity now."""
    own = select(entities.c.id).where(
        or_(entities.c.id == entity, entities.c.merged_into == entity)
    )
    wanted = select(entity_links.c.article).where(entity_links.c.entity.in_(own)).distinct()
    article_changes.record(connection, article_changes.FACTS, *connection.execute(wanted).scalars())


def _index_again(connection: Connection, articles: Collection[int], moment: datetime) -> None:
    """The index holds whom the names of an article mean. A merge needs none of this: a search asks
    for all ids that mean the same."""
    stage = searchable()
    for article in sorted(articles):
        jobs.add(connection, stage, article, version_of(stage), moment)


def _make(
    connection: Connection,
    own: Row[Any],
    moved: list[Row[Any]],
    group: Collection[int],
) -> int:
    """The new entity, with the links and with the names that only it has now."""
    names = list(dict.fromkeys(x.name for x in moved))
    new = int(
        connection.execute(
            insert(entities).values(type=own.type, name=names[0]).returning(entities.c.id)
        ).scalar_one()
    )
    connection.execute(
        update(entity_links)
        .where(entity_links.c.id.in_([x.id for x in moved]))
        .values(entity=new, edited=True)
    )
    left = set(
        connection.execute(
            select(entity_links.c.name).where(entity_links.c.entity.in_(group)).distinct()
        ).scalars()
    )
    held = connection.execute(
        select(entity_names).where(entity_names.c.entity.in_(group), entity_names.c.name.in_(names))
    ).all()
    for x in held:
        if x.name in left:
            row = {"entity": new, "name": x.name, "sound": x.sound}
            row |= {"block": x.block, "wide": x.wide}
            connection.execute(insert(entity_names).values(**row))
        else:
            connection.execute(
                update(entity_names).where(entity_names.c.id == x.id).values(entity=new)
            )
    if own.name in names and left:
        connection.execute(
            update(entities).where(entities.c.id == own.id).values(name=max(left, key=len))
        )
    return new


def undo(engine: Engine, change: int, moment: datetime, by: str | None = None) -> Row[Any]:
    """Takes a merge or a split back; returns the change. Raises `EditError` where there is none of
    this number or it was undone before.
    """
    with writing(engine) as connection:
        row = connection.execute(
            select(entity_changes).where(entity_changes.c.id == change)
        ).one_or_none()
        if row is None:
            raise EditError("gone", f"no change {change}; `baqylau entities changes` lists them")
        if row.undone is not None:
            message = f"change {change} was undone on {row.undone:%Y-%m-%d}"
            raise EditError("undone", message, number=change)
        connection.execute(
            update(entity_changes)
            .where(entity_changes.c.id == change)
            .values(undone=moment, undone_by=storable(by))
        )
        _unanswer(connection, row.entity, row.other)
        _point_anew(connection, {row.entity, row.other})
        _tell(connection, row.other)
        return row


def answer(
    engine: Engine,
    pair: int,
    same: bool,
    moment: datetime,
    because: str | None = None,
    by: str | None = None,
) -> int | None:
    """An editor's answer to an offered pair; returns the number of the merge, if it is one. Raises
    `EditError` for a pair that is not there.
    """
    with writing(engine) as connection:
        row = connection.execute(
            select(entity_pairs).where(entity_pairs.c.id == pair)
        ).one_or_none()
        if row is None:
            raise EditError("gone", f"no pair {pair}; `baqylau entities pairs` lists them")
        if not same:
            _answer(connection, row.one, row.other, DIFFERENT, moment)
            return None
    return merge(engine, row.one, row.other, moment, because, by)


def _root(connection: Connection, entity: int) -> Row[Any]:
    """The entity that an id means now. Raises `EditError` where there is none."""
    row = connection.execute(select(entities).where(entities.c.id == entity)).one_or_none()
    if row is None:
        raise EditError("gone", f"no entity {entity}; `baqylau entities list` shows them")
    if row.merged_into is None:
        return row
    return connection.execute(select(entities).where(entities.c.id == row.merged_into)).one()


def _log(
    connection: Connection,
    kind: str,
    entity: int,
    other: int,
    moment: datetime,
    because: str | None,
    by: str | None,
) -> int:
    row = {"moment": moment, "kind": kind, "entity": entity, "other": other, "by": storable(by)}
    written = insert(entity_changes).values(**row, because=storable(words.reason(because)))
    return int(connection.execute(written.returning(entity_changes.c.id)).scalar_one())


def _answer(connection: Connection, a: int, b: int, said: str, moment: datetime) -> None:
    one, other = sorted((a, b))
    row = {"one": one, "other": other, "likely": 1.0 if said == SAME else 0.0, "found": moment}
    connection.execute(inserts.insert_or_ignore(connection, entity_pairs).values(**row))
    connection.execute(update(entity_pairs).where(_is_pair(one, other)).values(answer=said))


def _unanswer(connection: Connection, a: int, b: int) -> None:
    one, other = sorted((a, b))
    connection.execute(update(entity_pairs).where(_is_pair(one, other)).values(answer=None))


def _is_pair(one: int, other: int) -> Any:
    return and_(entity_pairs.c.one == one, entity_pairs.c.other == other)


# Which entity an id means
# --------------------------------------------------------------------------------------------------


def _group(connection: Connection, ids: Collection[int]) -> set[int]:
    """These entities and all that were merged with them."""
    found = set(ids)
    while True:
        more = set(
            connection.execute(
                select(entities.c.id).where(
                    or_(
                        entities.c.merged_into.in_(found),
                        entities.c.id.in_(
                            select(entities.c.merged_into).where(
                                entities.c.id.in_(found), entities.c.merged_into.is_not(None)
                            )
                        ),
                    )
                )
            ).scalars()
        )
        if more <= found:
            return found
        found |= more


def _point_anew(connection: Connection, ids: Collection[int]) -> None:
    """Every entity of the groups points straight at the one it means, as the changes that stand
    say: a merge that was not undone, a split that was.
    """
    group = _group(connection, ids)
    rows = connection.execute(
        select(entity_changes)
        .where(or_(entity_changes.c.entity.in_(group), entity_changes.c.other.in_(group)))
        .order_by(entity_changes.c.id)
    ).all()
    into = {x.other: x.entity for x in rows if (x.kind == MERGE) == (x.undone is None)}
    for entity in group:
        end, seen = entity, {entity}
        while end in into and into[end] not in seen:
            end = into[end]
            seen.add(end)
        connection.execute(
            update(entities)
            .where(entities.c.id == entity)
            .values(merged_into=None if end == entity else end)
        )
