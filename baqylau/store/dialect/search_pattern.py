"""What is looked for in the full-text index, in the words of neither database: stems, and how they
are joined. `search_sqlite` and `search_postgres` write it in their own language.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Stems = tuple[str, ...]
"""Stems that stand together; they hold letters and digits only."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these phrases."""

    phrases: tuple[Stems, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """A stem that begins with these letters."""

    letters: str


@dataclass(frozen=True, slots=True)
class Nearby:
    """A phrase of the one side and one of the other, in either order, with at most `between` stems
    between them."""

    left: tuple[Stems, ...]
    right: tuple[Stems, ...]
    between: int


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Pattern", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Pattern", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What has the one and not the other."""

    wanted: "Pattern"
    unwanted: "Pattern"


Pattern = OneOf | Beginning | Nearby | AllOf | AnyOf | Without


def all_of(parts: Sequence[Pattern]) -> Pattern:
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def any_of(parts: Sequence[Pattern]) -> Pattern:
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))
