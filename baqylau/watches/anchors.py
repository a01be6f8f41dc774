"""Where a query is anchored: its pattern comes in, tokens go out of which every article that
matches has at least one. An index of these tokens finds the few queries that an article may match.

Of an AND the rarest part is enough, of an OR every part is needed; what an article must not have
anchors nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from baqylau.query.pattern import (
    AllOf,
    AnyOf,
    Beginning,
    InTitle,
    Nearby,
    OneOf,
    Pattern,
    Tokens,
    Without,
)

Weight = Callable[[str], float]
"""How many of a thousand articles hold a token, roughly."""
LETTERS = 4
"""Of a beginning; with more, an article would have beginnings of many lengths."""
_ALIKE = 10.0  # of a thousand articles: those that hold another word with the same beginning
_MARKS = ("__title_", "_")  # before the letters of a word, the longest first


@dataclass(frozen=True, slots=True)
class Anchors:
    """Every matching article has one of these tokens, or one that begins like these."""

    tokens: frozenset[str]
    beginnings: frozenset[str] = frozenset()
    weight: float = 0.0


def anchors(pattern: Pattern, weight: Weight) -> Anchors:
    """The rarest tokens by which every article with the pattern is found."""
    match pattern:
        case OneOf(phrases) | InTitle(phrases):
            return _of_phrases(phrases, weight)
        case Beginning(letters):
            begins = letters[: _marked(letters) + LETTERS]
            return Anchors(frozenset(), frozenset({begins}), _ALIKE + weight(begins))
        case Nearby(left, right):
            return _rarest(_of_phrases(x, weight) for x in (left, right))
        case AllOf(parts):
            return _rarest(anchors(x, weight) for x in parts)
        case AnyOf(parts):
            return _joined([anchors(x, weight) for x in parts])
        case Without(wanted):
            return anchors(wanted, weight)


def _of_phrases(phrases: Iterable[Tokens], weight: Weight) -> Anchors:
    tokens = frozenset(min(x, key=lambda y: (weight(y), y)) for x in phrases)
    return Anchors(tokens, weight=sum(map(weight, tokens)))


def _rarest(found: Iterable[Anchors]) -> Anchors:
    return min(found, key=lambda x: x.weight)


def _joined(found: list[Anchors]) -> Anchors:
    return Anchors(
        frozenset().union(*(x.tokens for x in found)),
        frozenset().union(*(x.beginnings for x in found)),
        sum(x.weight for x in found),
    )


def _marked(letters: str) -> int:
    return next(len(x) for x in _MARKS if letters.startswith(x))
