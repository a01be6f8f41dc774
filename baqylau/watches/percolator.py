"""Percolation: the watches stand in an index, one article comes in, the watches that match it go
out. They are exactly those whose query finds the article (`baqylau.query.match`).

A query is compiled to the pattern of tokens that the search compiles it to. The index holds each
watch under the rarest tokens of its pattern; an article's tokens find a few candidates, whose
patterns it is asked for. Only what a pattern cannot say exactly is matched in full.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from baqylau.lang.stems import LANGUAGES
from baqylau.model.watch import Watch
from baqylau.query.ast import Node
from baqylau.query.compiling import Compiling, is_exact
from baqylau.query.match import Document, matches
from baqylau.query.pattern import (
    EVERYTHING,
    AllOf,
    InTitle,
    Nearby,
    OneOf,
    Pattern,
    Without,
    all_of,
)
from baqylau.watches.anchors import anchors
from baqylau.watches.conditions import holds, kinds_of

_NO_WEIGHTS: Mapping[str, int] = {}
_NO_COUNTRIES: Mapping[str, str] = {}
_USUAL = 3.0  # of a thousand articles: a token of which nothing is known
_COMMON = {"__all": 1000.0, "__lang_": 400.0, "__kind_": 300.0, "__outlet_": 20.0}
_SHORT = 4  # characters; such stems are common ones, their language's letter included
_OTHER = "other"  # for articles in none of the three languages, as in `Compiling`


@dataclass(frozen=True, slots=True)
class Entry:
    """A watch with its query as a tree, its names resolved; None where it has none but a condition
    on facts.
    """

    watch: Watch
    node: Node | None


@dataclass(slots=True)
class _Asked:
    """What an article must have: all of the tokens `needed`, none of `unwanted`, one of each of
    `groups`, and the rest of the pattern; then the query and the condition on facts, where the
    pattern does not say all. Sets answer for most queries.
    """

    node: Node | None
    watch: Watch | None
    needed: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()
    groups: list[frozenset[str]] = field(default_factory=list)
    rest: list[Pattern] = field(default_factory=list)

    def add(self, pattern: Pattern) -> None:
        match pattern:
            case AllOf(parts):
                for part in parts:
                    self.add(part)
            case Without(wanted, OneOf() as unwanted) if single := _single(unwanted):
                self.unwanted |= single
                self.add(wanted)
            case OneOf() if single := _single(pattern):
                if len(single) == 1:
                    self.needed |= single
                else:
                    self.groups.append(single)
            case _:
                self.needed |= _of_one_phrase(pattern)
                self.rest.append(pattern)

    def of(self, article: Document, tokens: frozenset[str]) -> bool:
        return (
            self.needed <= tokens
            and self.unwanted.isdisjoint(tokens)
            and not any(x.isdisjoint(tokens) for x in self.groups)
            and all(article.places.has(x) for x in self.rest)
            and (self.node is None or matches(self.node, article))
            and (self.watch is None or holds(self.watch, article.facts))
        )


_Found = dict[str | None, set[int]]


@dataclass(slots=True)
class _Index:
    """The watches as articles in one language are asked for them: under an anchor, and there under
    another token that an article must have as well, the rarest (None: there is no other). Most of
    those that an anchor finds are put aside by the other token.
    """

    tokens: dict[str, _Found] = field(default_factory=dict)
    beginnings: dict[str, _Found] = field(default_factory=dict)
    lengths: frozenset[int] = frozenset()
    asked: dict[int, _Asked] = field(default_factory=dict)

    def candidates(self, tokens: frozenset[str]) -> set[int]:
        anchored = [self.tokens[x] for x in tokens & self.tokens.keys()]
        for length in self.lengths:
            begun = {x[:length] for x in tokens} & self.beginnings.keys()
            anchored += [self.beginnings[x] for x in begun]
        found: set[int] = set()
        for others in anchored:
            for other, numbers in others.items():
                if other in tokens or other is None:
                    found |= numbers
        return found


class Percolator:
    """An index of watches. `countries` are the outlets' by their ids. `seen` are articles by token
    among `of` articles, from which the rarest token of a query is chosen; without it shorter stems
    count as commoner.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        countries: Mapping[str, str] = _NO_COUNTRIES,
        seen: Mapping[str, int] = _NO_WEIGHTS,
        of: int = 0,
    ) -> None:
        self.entries = {x.watch.id: x for x in entries}
        self._countries, self._seen, self._of = countries, seen, of
        self._indexes: dict[str, _Index] = {}

    def put(self, entry: Entry) -> None:
        """Takes the entry in the place of the one with its number. Its old anchors stay: whoever
        they find is asked."""
        self.entries[entry.watch.id] = entry
        for language, index in self._indexes.items():
            self._add(index, language, entry)

    def matching(self, article: Document) -> list[int]:
        """The ids of the watches that match, in order."""
        index = self._index(article.language)
        tokens, asked = article.places.all, index.asked
        return sorted(x for x in index.candidates(tokens) if asked[x].of(article, tokens))

    def _index(self, language: str | None) -> _Index:
        """That of a language is built when the first article in it comes."""
        code = language if language in LANGUAGES else _OTHER
        if code not in self._indexes:
            index = _Index()
            for entry in self.entries.values():
                self._add(index, code, entry)
            self._indexes[code] = index
        return self._indexes[code]

    def _add(self, index: _Index, language: str, entry: Entry) -> None:
        watch, node = entry.watch, entry.node
        pattern = self._pattern(language, entry)
        number = watch.id
        asked = _Asked(
            None if node is None or is_exact(node) else node, watch if kinds_of(watch) else None
        )
        asked.add(pattern)
        index.asked[number] = asked
        keys = anchors(pattern, self._weight)
        for held, some in ((index.tokens, keys.tokens), (index.beginnings, keys.beginnings)):
            for key in some:
                others = asked.needed - {key}
                other = min(others, key=lambda x: (self._weight(x), x), default=None)
                held.setdefault(key, {}).setdefault(other, set()).add(number)
        index.lengths |= {len(x) for x in keys.beginnings}

    def _pattern(self, language: str, entry: Entry) -> Pattern:
        """What an article must have: that of the query, and that of the watch's other parts."""
        watch = entry.watch
        parts = [_one_of([f"__kind_{x}"]) for x in kinds_of(watch)]
        if watch.outlets:
            parts.append(_one_of(f"__outlet_{x.lower()}" for x in watch.outlets))
        if watch.languages:
            parts.append(_one_of(f"__lang_{x.lower()}" for x in watch.languages))
        if entry.node is not None:
            compiling = Compiling(language, self._countries)
            return all_of([compiling.compiled(entry.node), *parts])
        return all_of(parts or [EVERYTHING])

    def _weight(self, token: str) -> float:
        if self._of:
            return 1000 * self._seen.get(token, 0) / self._of + 1 / len(token)
        for mark, weight in _COMMON.items():
            if token.startswith(mark):
                return weight
        return _USUAL * (10 if len(token) <= _SHORT else 1) + 1 / len(token)


def _one_of(tokens: Iterable[str]) -> Pattern:
    return OneOf(tuple((x,) for x in tokens))


def _of_one_phrase(pattern: Pattern) -> frozenset[str]:
    """The tokens of a phrase that stands, or of two that stand near each other, in every article
    with the pattern.
    """
    match pattern:
        case OneOf((phrase,)) | InTitle((phrase,)):
            return frozenset(phrase)
        case Nearby(left, right):
            return frozenset().union(*(x[0] for x in (left, right) if len(x) == 1))
        case _:
            return frozenset()


def _single(pattern: OneOf) -> frozenset[str] | None:
    """The tokens of which one is enough; None where a phrase of several is among them."""
    if any(len(x) != 1 for x in pattern.phrases):
        return None
    return frozenset(x[0] for x in pattern.phrases)
