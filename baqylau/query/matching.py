"""Whether one article has a pattern: the tokens of the article in memory and a pattern come in, yes
or no goes out, as the full-text index of the store would say.
"""

from collections.abc import Iterator, Sequence
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
    def texts(self) -> Sequence[str]:
        """The words of title, text, section and tags in their places."""
        apart = (GAP,) * APART
        own = self.tokens
        return (*own.title, *apart, *own.more, *apart, *own.text)

    def has(self, pattern: Pattern) -> bool:
        match pattern:
            case OneOf(phrases):
                return any(map(self._has, phrases))
            case InTitle(phrases):
                return any(self._stands(self.tokens.title, x) for x in phrases)
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
        return self._stands(self.tokens.facts if phrase[0].startswith("__") else self.texts, phrase)

    def _stands(self, tokens: Sequence[str], phrase: Tokens) -> bool:
        return next(self._spots(tokens, phrase), None) is not None

    def _spots(self, tokens: Sequence[str], phrase: Tokens) -> Iterator[int]:
        """Where the phrase begins. Most articles lack one of its words: nothing is looked for in
        them."""
        if not self.all.issuperset(phrase):
            return
        first, length = phrase[0], len(phrase)
        at = -1
        while True:
            try:
                at = tokens.index(first, at + 1)
            except ValueError:
                return
            if tuple(tokens[at : at + length]) == phrase:
                yield at

    def _near(self, left: Sequence[Tokens], right: Sequence[Tokens], between: int) -> bool:
        lefts, rights = (
            [(at, at + len(x)) for x in side for at in self._spots(self.texts, x)]
            for side in (left, right)
        )
        return any(
            0 <= x - end <= between or 0 <= start - y <= between
            for start, end in lefts
            for x, y in rights
        )
