"""The known entities that names may mean. Names with their types come in; entities with all their
names and roles go out. Called inside a transaction.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Connection, func, literal, select, union, union_all

from baqylau.entities.assign import Candidate
from baqylau.entities.blocks import keys, lock_of_blocks, of_surname, wanted
from baqylau.store.dialect import inserts, values
from baqylau.store.tables import entities, entity_names

_MOST = 400  # names looked at for one article; a surname of more people says nothing

root = func.coalesce(entities.c.merged_into, entities.c.id)
"""The entity that an id means now."""


def candidates_by_sound(
    connection: Connection, names: Iterable[tuple[str, str]]
) -> list[Candidate]:
    """The entities that have names of the same sounds as these, each with its type."""
    return _found(connection, sound=[x.sound for name in names for x in keys(*name)])


def candidates(connection: Connection, names: Iterable[tuple[str, str]]) -> list[Candidate]:
    """The entities that these names, each with its type, may mean."""
    return _found(connection, **sought(names))


def candidates_of_surname(connection: Connection, words: Iterable[str]) -> list[Candidate]:
    """The persons whose surname may be one of these words, each of which alone is read as a given
    name.
    """
    return _found(connection, wide={y for x in words for y in of_surname(x)})


def sought(names: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """What the columns of `entity_names` hold, one of them at least, where a name may mean one of
    these."""
    sounds, blocks, wide = set[str](), set[str](), set[str]()
    for kind, name in names:
        own = wanted(kind, name)
        sounds |= {x.sound for x in keys(kind, name)}
        blocks |= own[0]
        wide |= own[1]
    return {"sound": sounds, "block": blocks, "wide": wide}


@cache
def _lookup(dialect: str, columns: tuple[str, ...]) -> CompoundSelect[Any]:
    """Entities by these columns of their names, with all their names: built once, since building
    takes longer than looking up.
    """
    hit, own, spelled = entity_names.alias(), entities.alias(), entity_names.alias()
    meaning = func.coalesce(own.c.merged_into, own.c.id)
    found = [
        select(meaning.label("id"))
        .select_from(hit.join(own, own.c.id == hit.c.entity))
        .where(values.is_in_bound(dialect, hit.c[x], x))
        .limit(_MOST)
        .subquery()
        for x in columns
    ]
    ids = union(*(select(x.c.id) for x in found)).cte("ids")
    alias = entities.alias()
    shown = (ids.c.id, entities.c.type, entities.c.name, entities.c.roles)
    theirs = ids.join(entities, entities.c.id == ids.c.id)
    own_names = theirs.outerjoin(spelled, spelled.c.entity == ids.c.id)
    merged = theirs.join(alias, alias.c.merged_into == ids.c.id).join(
        spelled, spelled.c.entity == alias.c.id
    )
    block = func.coalesce(spelled.c.block, spelled.c.sound)
    return union_all(
        select(*shown, spelled.c.name, block, literal(0)).select_from(own_names),
        select(*shown, spelled.c.name, block, literal(1)).select_from(merged),
    )


def _found(connection: Connection, **sought: Collection[str]) -> list[Candidate]:
    given = {x: sorted(y) for x, y in sought.items() if y}
    if not given:
        return []
    statement = _lookup(inserts.name_of(connection), tuple(given))
    of_entity: dict[int, list[Any]] = {}
    for row in connection.execute(
        statement, {x: values.bound(connection, y) for x, y in given.items()}
    ):
        of_entity.setdefault(row[0], []).append(row)
    return [_candidate(x, of_entity[x]) for x in sorted(of_entity)]


def _candidate(entity: int, rows: Sequence[Any]) -> Candidate:
    _, kind, name, roles, *_ = rows[0]
    stored = {x[4] for x in rows if x[4]}
    names = dict.fromkeys([name, *sorted(stored)])
    said = tuple((role, _day(day)) for role, day in roles or ())
    held = lock_of_blocks(kind, (x[5] for x in rows)) if name in stored else None
    return Candidate(entity, kind, tuple(names), said, any(x[6] for x in rows), held)


def _day(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)
