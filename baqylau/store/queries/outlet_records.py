"""Outlets for programs: an id or the place where a page begins comes in; outlets with their last
visits, and the outcomes of one outlet's pages, go out.
"""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Engine, func, select

from baqylau.store.connect import reading
from baqylau.store.queries.operations import COLUMNS, WAITING
from baqylau.store.tables import outlets, pages


@dataclass(frozen=True, slots=True)
class OutletRecord:
    """An outlet with its last visit."""

    id: str
    name: str
    sample: bool
    last_visit: datetime | None
    last_result: str | None
    next_visit: datetime | None
    failures: int


_SHOWN = tuple(outlets.c[x.name] for x in fields(OutletRecord))


def listed(engine: Engine, after: str, limit: int) -> list[OutletRecord]:
    """At most `limit` outlets behind this id, by id."""
    wanted = select(*_SHOWN).where(outlets.c.id > after).order_by(outlets.c.id).limit(limit)
    with reading(engine) as connection:
        return [OutletRecord(**x) for x in connection.execute(wanted).mappings()]


def one(engine: Engine, outlet_id: str) -> tuple[OutletRecord, dict[str, int]] | None:
    """An outlet with the number of its pages by outcome; None where there is none of this id."""
    counted = (
        select(func.coalesce(pages.c.outcome, WAITING), func.count())
        .where(pages.c.outlet == outlet_id)
        .group_by(pages.c.outcome)
    )
    with reading(engine) as connection:
        row = connection.execute(
            select(*_SHOWN).where(outlets.c.id == outlet_id)
        ).mappings().one_or_none()  # fmt: skip
        if row is None:
            return None
        counts = {row[0]: row[1] for row in connection.execute(counted)}
    return OutletRecord(**row), {x: counts.get(x, 0) for x in COLUMNS}
