"""Whether one article has a pattern: the tokens of the article in memory and a pattern come in, yes
or no goes out, as the full-text index of the store would say.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from baqylau.query.index_tokens import APART, GAP, IndexTokens
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


class TokenPlaces:
    """The tokens of one article, with their places."""

    def __init__(self, tokens: IndexTokens) -> None:
        self.tokens = tokens

    @cached_property
    def all(self) -> frozenset[str]:
        own = self.tokens
        return frozenset(own.title).union(own.text, own.more, own.facts) - {GAP}

    @cached_property
    def texts(self) -> Mapping[str, Sequence[int]]:
        """The places of each word of title, text, section and tags."""
        apart = (GAP,) * APART
        own = self.tokens
        return _places([*own.title, *apart, *own.more, *apart, *own.text])

    @cached_property
    def title(self) -> Mapping[str, Sequence[int]]:
        return _places(self.tokens.title)

    @cached_property
    def facts(self) -> Mapping[str, Sequence[int]]:
        return _places(self.tokens.facts)

    def has(self, pattern: Pattern) -> bool:
        match pattern:
            case OneOf(phrases):
                return any(map(self._has, phrases))
            case InTitle(phrases):
                return any(_stands(self.title, x) for x in phrases)
            case Beginning(letters):
                return any(x.startswith(letters) for x in self.all)
            case Nearby(left, right, between):
                return self._near(left, right, between)
            case AllOf(parts):
                return all(map(self.has, parts))
            case AnyOf(parts):
                return any(map(self.has, parts))
            case Without(wanted, unwanted):
                return self.has(wanted) and not self.has(unwanted)

    def _has(self, phrase: Tokens) -> bool:
        if len(phrase) == 1:
            return phrase[0] in self.all
        return _stands(self.facts if phrase[0].startswith("__") else self.texts, phrase)

    def _near(self, left: Sequence[Tokens], right: Sequence[Tokens], between: int) -> bool:
        lefts, rights = (
            [(at, at + len(x)) for x in side for at in _spots(self.texts, x)]
            for side in (left, right)
        )
        return any(
            0 <= x - end <= between or 0 <= start - y <= between
            for start, end in lefts
            for x, y in rights
        )


def _places(tokens: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, token in enumerate(tokens):
        if token != GAP:
            found.setdefault(token, []).append(at)
    return found


def _stands(places: Mapping[str, Sequence[int]], phrase: Tokens) -> bool:
    return next(_spots(places, phrase), None) is not None


def _spots(places: Mapping[str, Sequence[int]], phrase: Tokens) -> Iterator[int]:
    """Where the phrase begins."""
    later = [set(places.get(x, ())) for x in phrase[1:]]
    for at in places.get(phrase[0], ()):
        if all(at + n + 1 in x for n, x in enumerate(later)):
            yield at
