"""The columns of a table that is exported: names and kinds of cells come in, what makes a row of a
record goes out. Which columns each set has is in `flat_rows`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from types import NoneType
from typing import Any, Literal, get_args, get_origin

Record = Mapping[str, Any]
Kind = Literal["text", "integer", "number", "boolean", "day", "moment"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what its cells hold, and the only values they may have where these are fixed."""

    name: str
    kind: Kind = "text"
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one set, and what makes of a record the values of a row, in their order."""

    columns: tuple[Column, ...]
    values: Callable[[Record], Sequence[Any]]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(x.name for x in self.columns)


def without(given: Columns, name: str) -> Columns:
    """The columns without one of them."""
    kept = [at for at, x in enumerate(given.columns) if x.name != name]
    pick = itemgetter(*kept)
    return Columns(
        tuple(given.columns[at] for at in kept), lambda record: pick(given.values(record))
    )


def of_names(columns: tuple[Column, ...]) -> Columns:
    """Columns of records that are flat already."""
    pick = itemgetter(*(x.name for x in columns))
    return Columns(columns, pick)


def plain_type(hint: Any) -> tuple[Kind, tuple[str, ...]]:
    """What a column for a slot of this type holds, and its only values where these are fixed."""
    parts = get_args(hint) or (hint,)
    if get_origin(hint) is Literal:
        return "text", tuple(str(x) for x in parts)
    inner = [x for x in parts if x not in (NoneType, Ellipsis)]
    if len(inner) == 1 and inner[0] is not hint:
        return plain_type(inner[0])
    return _PLAIN_TYPES.get(getattr(inner[0], "__name__", ""), "text"), ()


_PLAIN_TYPES: dict[str, Kind] = {"float": "number", "bool": "boolean", "date": "day"}
