"""Facts as people corrected them, for whatever is made of them: an article's id or a row of `facts`
comes in; the facts that nobody said are wrong, and their slots with corrections, go out.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, bindparam, case, cast, select

from baqylau.corrections.apply import corrected
from baqylau.corrections.fields import HIDDEN
from baqylau.store.tables import facts

COLUMNS = tuple(
    facts.c[x] for x in ("article", "type", "who", "start", "end", "text", "slots", "corrected")
)
"""What `slots_of` needs, and what else most readers of facts do."""
SHOWN: Select[Any] = (
    select(*COLUMNS).where(facts.c.hidden.is_(None)).order_by(facts.c.start, facts.c.id)
)
OF_ARTICLE = SHOWN.where(facts.c.article == bindparam("the_article"))


def slots_of(row: Any) -> Mapping[str, Any]:
    """What only this type of fact has, as people corrected it."""
    slots: Mapping[str, Any] = row.slots
    if not row.corrected:
        return slots
    read = {"type": row.type, "start": row.start, "end": row.end, "text": row.text}
    shown = corrected(read | dict(slots), row.corrected)
    names = dict.fromkeys((*slots, *row.corrected))
    return {x: shown.get(x) for x in names if x != HIDDEN}


def value_of(field: str) -> ColumnElement[Any]:
    """A slot that is a number or a word, as people corrected it: a column of a query over facts."""
    mark = facts.c.corrected[field]
    return case(
        (mark["id"].as_integer().is_not(None), mark["value"].as_string()),
        else_=facts.c.slots[field].as_string(),
    )


def number_of(field: str) -> ColumnElement[Any]:
    """The same as a number."""
    return cast(value_of(field), Float)
