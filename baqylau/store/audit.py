"""The audit log: who did what, when and from where.

Comes in: an `Actor`, an action and what it was done to, inside the transaction that does it, so
that neither is stored without the other. Goes out: the log, newest first. It holds no password,
code or token; a login that does not exist is not written either, since it may be a password that
was typed into the wrong field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select

from baqylau.store.columns import storable
from baqylau.store.connect import reading, writing
from baqylau.store.tables import audit_log

_LONGEST = {"who": 80, "about": 1000, "address": 64}  # characters


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something now: `Access.name`, the address of the browser ("" at the terminal), and
    the time in UTC.
    """

    name: str
    address: str
    moment: datetime


def record(connection: Connection, by: Actor, action: str, about: str = "") -> None:
    """Writes one line. `action` is a short code, of which dashboard/i18n has the words; `about`
    names the thing: a login, "fact 7 of article 12".
    """
    values = {"who": by.name, "about": about, "address": by.address}
    cut = {x: storable(value)[: _LONGEST[x]] for x, value in values.items()}
    connection.execute(insert(audit_log).values(moment=by.moment, action=action, **cut))


def record_alone(engine: Engine, by: Actor, action: str, about: str = "") -> None:
    """`record` in a transaction of its own, for what changes nothing else: a refused login."""
    with writing(engine) as connection:
        record(connection, by, action, about)


def listed(engine: Engine, limit: int, before: int | None = None) -> list[Mapping[str, Any]]:
    """The log, newest first: at most `limit` lines, those older than the line `before`."""
    wanted = select(audit_log).order_by(audit_log.c.id.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(audit_log.c.id < before)
    with reading(engine) as connection:
        return [dict(x) for x in connection.execute(wanted).mappings()]


def delete_before(engine: Engine, moment: datetime) -> int:
    """Deletes the lines written before the moment; how many they were."""
    with writing(engine) as connection:
        return connection.execute(delete(audit_log).where(audit_log.c.moment < moment)).rowcount
