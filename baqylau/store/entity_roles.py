"""What entities are called: the roles that articles give persons come in, the latest ones are kept
in the entities' rows. Where somebody corrects a fact, the roles of its persons are read anew.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, or_, select, update

from baqylau.store import shown_facts
from baqylau.store.dialect import values
from baqylau.store.entity_candidates import root
from baqylau.store.tables import entities, entity_links, facts

_ROLES = 6  # of an entity, the latest
_LONGEST = 80  # characters of a role
_READ_ANEW = 500
"""Facts of a person that are read when one of them is corrected, the latest: months of most
people, weeks of a president."""


def role_of(slots: Mapping[str, Any]) -> str:
    """What a fact calls its person: the position with organization and place, or the speaker's
    role; empty where it says neither.
    """
    if slots.get("speaker_role"):
        return str(slots["speaker_role"])[:_LONGEST]
    parts = [slots.get(x) for x in ("position", "organization", "place")]
    if not parts[0] or slots.get("action") == "dismissed":
        return ""
    texts = [x.get("name") or x.get("text") or "" for x in parts if isinstance(x, Mapping)]
    return " ".join(dict.fromkeys(x for x in texts if x))[:_LONGEST]


def add(connection: Connection, said: Mapping[int, Sequence[str]], listed: datetime) -> None:
    """Adds the roles that an article gives its persons, by entity, the latest last. A role's day is
    written once a month, so that an article about a president does not change his row.
    """
    if not said:
        return
    rows = connection.execute(
        select(entities.c.id, entities.c.roles).where(
            values.is_one_of(connection, entities.c.id, sorted(said))
        )
    ).all()
    for row in rows:
        held = dict(row.roles or ())
        new = {x: listed.astimezone(UTC).date().isoformat() for x in said[row.id]}
        if all(held.get(x, "")[:7] >= day[:7] for x, day in new.items()):
            continue
        merged = sorted((held | new).items(), key=lambda x: x[1])[-_ROLES:]
        connection.execute(
            update(entities).where(entities.c.id == row.id).values(roles=[list(x) for x in merged])
        )


def of_article(connection: Connection, article: int, names: Collection[str]) -> set[int]:
    """The entities that these names mean in an article."""
    wanted = select(entity_links.c.entity).where(
        entity_links.c.article == article, entity_links.c.name.in_(names)
    )
    return set(connection.execute(wanted).scalars())


def read_anew(connection: Connection, entity_ids: Collection[int]) -> None:
    """The roles of these entities become those of their latest facts, so that what somebody said is
    wrong is said of nobody any more.
    """
    wanted = select(root.label("id")).where(entities.c.id.in_(entity_ids)).distinct()
    for entity in sorted(connection.execute(wanted).scalars()):
        own = or_(entities.c.id == entity, entities.c.merged_into == entity)
        rows = connection.execute(
            select(*shown_facts.COLUMNS, facts.c.listed)
            .join(
                entity_links,
                (entity_links.c.article == facts.c.article) & (entity_links.c.name == facts.c.who),
            )
            .join(entities, entities.c.id == entity_links.c.entity)
            .where(own, facts.c.hidden.is_(None))
            .order_by(facts.c.listed.desc(), facts.c.id.desc())
            .limit(_READ_ANEW)
        ).all()
        held: dict[str, str] = {}
        for row in rows:
            role = role_of(shown_facts.slots_of(row))
            if role:
                held.setdefault(role, row.listed.astimezone(UTC).date().isoformat())
        roles = sorted(held.items(), key=lambda x: x[1])[-_ROLES:]
        _keep(connection, entity, own, roles)


def _keep(connection: Connection, entity: int, own: Any, roles: list[tuple[str, str]]) -> None:
    connection.execute(update(entities).where(own).values(roles=None))
    if roles:
        written = update(entities).where(entities.c.id == entity)
        connection.execute(written.values(roles=[list(x) for x in roles]))
