"""What is left of entities when their articles are deleted or read anew.

Comes in: the ids of entities that lost a link. Goes out: names that no article prints any more are
deleted, and with its last link an entity itself, so that nothing of an erased article stays.
"""

from collections.abc import Collection

from sqlalchemy import Connection, delete, exists, or_, select, update

from baqylau.store.families import portions
from baqylau.store.tables import (
    entities,
    entity_changes,
    entity_links,
    entity_names,
    entity_pairs,
)


def linked_from(connection: Connection, article_ids: Collection[int]) -> set[int]:
    """The entities that these articles name."""
    return {
        x
        for some in portions(article_ids)
        for x in connection.execute(
            select(entity_links.c.entity).where(entity_links.c.article.in_(some))
        ).scalars()
    }


def tidy(connection: Connection, ids: Collection[int], *, forget_roles: bool = False) -> int:
    """Deletes what no link needs of these entities; returns how many entities are gone.
    `forget_roles`: the roles may come from a deleted article, so they go too.
    """
    gone = 0
    for some in portions(ids):
        _drop_names(connection, some)
        if forget_roles:
            connection.execute(update(entities).where(entities.c.id.in_(some)).values(roles=None))
        # waits for workers that link one of them just now, and keeps others from it
        connection.execute(select(entities.c.id).where(entities.c.id.in_(some)).with_for_update())
        empty = [x for x in _group(connection, some) if x not in _used(connection, some)]
        for table, columns in (
            (entity_pairs, (entity_pairs.c.one, entity_pairs.c.other)),
            (entity_changes, (entity_changes.c.entity, entity_changes.c.other)),
            (entity_names, (entity_names.c.entity,)),
            (entities, (entities.c.id,)),
        ):
            done = connection.execute(delete(table).where(or_(*(x.in_(empty) for x in columns))))
            gone += done.rowcount if table is entities else 0
        _show_a_printed_name(connection, some)
    return gone


def _drop_names(connection: Connection, ids: Collection[int]) -> None:
    """A name stays while any article prints it, for whichever entity it was merged with."""
    used = exists(
        select(entity_links.c.id).where(
            entity_links.c.entity == entity_names.c.entity,
            entity_links.c.name == entity_names.c.name,
        )
    )
    connection.execute(delete(entity_names).where(entity_names.c.entity.in_(ids), ~used))


def _group(connection: Connection, ids: Collection[int]) -> set[int]:
    """These entities and those that point at them."""
    return set(
        connection.execute(
            select(entities.c.id).where(
                or_(entities.c.id.in_(ids), entities.c.merged_into.in_(ids))
            )
        ).scalars()
    )


def _used(connection: Connection, ids: Collection[int]) -> set[int]:
    """Those of the group that have a link, or to which a linked one points."""
    group = _group(connection, ids)
    linked = set(
        connection.execute(
            select(entity_links.c.entity).where(entity_links.c.entity.in_(group)).distinct()
        ).scalars()
    )
    into = connection.execute(
        select(entities.c.merged_into).where(
            entities.c.id.in_(linked), entities.c.merged_into.is_not(None)
        )
    ).scalars()
    return linked | set(into)


def _show_a_printed_name(connection: Connection, ids: Collection[int]) -> None:
    """The name shown is one that an article prints: the longest, where the one shown is gone."""
    rows = connection.execute(
        select(entities.c.id, entities.c.name).where(entities.c.id.in_(ids))
    ).all()
    for row in rows:
        names = set(
            connection.execute(
                select(entity_names.c.name).where(entity_names.c.entity == row.id)
            ).scalars()
        )
        if names and row.name not in names:
            connection.execute(
                update(entities)
                .where(entities.c.id == row.id)
                .values(name=max(sorted(names), key=len))
            )
