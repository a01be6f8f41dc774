"""What is looked for in the full-text index, in the words of no database: tokens, and how they are
joined. `baqylau.store.dialect` writes a pattern for FTS5 and as a tsquery; `matching` answers it
for the tokens of one article in memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Tokens = tuple[str, ...]
"""Tokens that stand together; they hold letters, digits, `_` and `-` only."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these phrases."""

    phrases: tuple[Tokens, ...]


@dataclass(frozen=True, slots=True)
class InTitle:
    """One of these phrases, in the title."""

    phrases: tuple[Tokens, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """A token that begins with these letters."""

    letters: str


@dataclass(frozen=True, slots=True)
class Nearby:
    """A phrase of the one side and one of the other, in either order, with at most `between` tokens
    between them."""

    left: tuple[Tokens, ...]
    right: tuple[Tokens, ...]
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


Pattern = OneOf | InTitle | Beginning | Nearby | AllOf | AnyOf | Without
EVERYTHING = OneOf((("__all",),))
"""Every article has this token."""
NOTHING = OneOf((("__none",),))
"""No article has this token."""


def all_of(parts: Sequence[Pattern]) -> Pattern:
    """The parts joined by AND, in the simplest form; there is at least one."""
    if NOTHING in parts:
        return NOTHING
    kept = tuple(dict.fromkeys(x for x in parts if x != EVERYTHING))
    if not kept:
        return EVERYTHING
    return kept[0] if len(kept) == 1 else AllOf(kept)


def any_of(parts: Sequence[Pattern]) -> Pattern:
    """The parts joined by OR, in the simplest form; there is at least one."""
    if EVERYTHING in parts:
        return EVERYTHING
    kept = tuple(dict.fromkeys(x for x in parts if x != NOTHING))
    if not kept:
        return NOTHING
    single = [x for x in kept if isinstance(x, OneOf)]
    if len(single) > 1:
        phrases = dict.fromkeys(y for x in single for y in x.phrases)
        kept = (OneOf(tuple(phrases)), *(x for x in kept if not isinstance(x, OneOf)))
    return kept[0] if len(kept) == 1 else AnyOf(kept)


def without(wanted: Pattern, unwanted: Pattern) -> Pattern:
    """The one and not the other, in the simplest form."""
    if unwanted == NOTHING:
        return wanted
    return NOTHING if unwanted == EVERYTHING or wanted == NOTHING else Without(wanted, unwanted)


def anywhere(pattern: Pattern) -> Pattern:
    """The same tokens without regard to their places: everything that has the pattern has this."""
    match pattern:
        case OneOf(phrases) | InTitle(phrases):
            return _together(phrases)
        case Nearby(left, right):
            return all_of([_together(left), _together(right)])
        case AllOf(parts):
            return all_of([anywhere(x) for x in parts])
        case AnyOf(parts):
            return any_of([anywhere(x) for x in parts])
        case Without(wanted, unwanted):
            kept = unwanted if anywhere(unwanted) == unwanted else NOTHING
            return without(anywhere(wanted), kept)
        case Beginning():
            return pattern


def _together(phrases: Sequence[Tokens]) -> Pattern:
    """Every token of one of the phrases."""
    return any_of([all_of([OneOf(((x,),)) for x in tokens]) for tokens in phrases])
