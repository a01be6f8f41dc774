"""What a query is after parsing: a tree of these nodes.

Words are free of what a reader does not see (`baqylau.lang.tokens.words`) and keep their case,
since a capital letter makes a surname. `parse` makes trees in one form only: no `And` directly in
an `And`, no `Or` in an `Or`, at least two parts in each, no phrase of one word. `all_of`, `any_of`
and `text_of` keep to it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Word:
    """One word in any form."""

    word: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in any form that stand together, at least two."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin with these letters as printed, and any form of the letters as a word."""

    letters: str


@dataclass(frozen=True, slots=True)
class Exact:
    """Words that stand together in exactly this form, in any case of letters."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Two words or phrases in one field of the article (title, text, section, a tag), in either
    order, with at most `between` words between them."""

    left: "Word | Phrase"
    right: "Word | Phrase"
    between: int


Text = Word | Phrase | Prefix | Exact


@dataclass(frozen=True, slots=True)
class InTitle:
    """Words that stand in the title."""

    term: Text


@dataclass(frozen=True, slots=True)
class Field:
    """A property of the article. `name` is a canonical name of `operators.toml`; `value` is as
    written, of dates an ISO date (a day in Almaty, inclusive), of ids and codes in small letters.
    `exact`: of a name, only as written. `at` is the character of the query where the value begins,
    for refusals; `ids` are the entities that the name may mean, or those of one story, once
    somebody has looked them up.
    """

    name: str
    value: str
    at: int = field(default=0, compare=False)
    exact: bool = False
    ids: frozenset[int] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True)
class Bound:
    """What a number is: `operator` is one of > >= < <= and =."""

    operator: str
    number: float


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount within all of these bounds: `quantity` is "money" or "percent"; `currency` is the
    code of ISO 4217 in capital letters, None for any. One of a range may lie anywhere in it.
    """

    quantity: str
    bounds: tuple[Bound, ...]
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Node", ...]


Node = Text | Near | InTitle | Field | Amount | Not | And | Or


def text_of(words: Iterable[str]) -> Word | Phrase:
    """A word, or the phrase of several; there is at least one."""
    found = tuple(words)
    return Word(found[0]) if len(found) == 1 else Phrase(found)


def all_of(parts: Iterable[Node]) -> Node:
    """The one part, or the parts joined by AND."""
    flat = [y for x in parts for y in (x.parts if isinstance(x, And) else (x,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(parts: Iterable[Node]) -> Node:
    """The one part, or the parts joined by OR."""
    flat = [y for x in parts for y in (x.parts if isinstance(x, Or) else (x,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def inside(node: Node) -> Iterator[Node]:
    """The node and every node below it."""
    yield node
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from inside(part)
        case Not(part):
            yield from inside(part)
        case _:
            pass


def asked(node: Node) -> Iterator[Node]:
    """The leaves that an article found may hold: all but those under a `Not`."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from asked(part)
        case Not():
            pass
        case InTitle(term):
            yield term
        case _:
            yield node
