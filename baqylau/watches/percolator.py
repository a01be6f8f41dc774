"""Percolation: the watches stand in an index, one article comes in, the watches that match it go
out. They are exactly those whose query finds the article (`baqylau.query.match`).

A query is compiled to the pattern of tokens that the search compiles it to. The index holds each
watch under the rarest tokens of its pattern; an article's tokens find a few candidates, whose
patterns it is asked for. Only what a pattern cannot say exactly is matched in full.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from baqylau.lang.stems import LANGUAGES
from baqylau.model.watch import Watch
from baqylau.query.ast import Node
from baqylau.query.compiling import Compiling, is_exact
from baqylau.query.match import Document, matches
from baqylau.query.pattern import EVERYTHING, AllOf, OneOf, Pattern, Without, all_of
from baqylau.watches.anchors import anchors
from baqylau.watches.conditions import holds, kinds_of

_NO_WEIGHTS: Mapping[str, int] = {}
_NO_COUNTRIES: Mapping[str, str] = {}
_USUAL = 3.0  # of a thousand articles: a token of which nothing is known
_COMMON = {"_all": 1000.0, "__lang_": 400.0, "__kind_": 300.0, "__outlet_": 20.0}
_SHORT = 4  # characters; such stems are common ones, their language's letter included
_OTHER = "other"  # for articles in none of the three languages, as in `Compiling`


@dataclass(frozen=True, slots=True)
class Entry:
    """A watch with its query as a tree, its names resolved; None where it has none but a condition
    on facts.
    """

    watch: Watch
    node: Node | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an article must have: all of these tokens, and the rest of the pattern; then the query
    and the condition on facts, where the pattern does not say all.
    """

    needed: frozenset[str]
    rest: Pattern | None
    node: Node | None
    watch: Watch | None

    def of(self, article: Document) -> bool:
        places = article.places
        return (
            self.needed <= places.all
            and (self.rest is None or places.has(self.rest))
            and (self.node is None or matches(self.node, article))
            and (self.watch is None or holds(self.watch, article.facts))
        )


@dataclass(slots=True)
class _Index:
    """The watches as articles in one language are asked for them."""

    tokens: dict[str, set[int]] = field(default_factory=dict)
    beginnings: dict[str, set[int]] = field(default_factory=dict)
    lengths: frozenset[int] = frozenset()
    asked: dict[int, _Asked] = field(default_factory=dict)

    def candidates(self, tokens: frozenset[str]) -> set[int]:
        held = self.tokens
        found: set[int] = set()
        for token in tokens & held.keys():
            found |= held[token]
        for length in self.lengths:
            for begins in {x[:length] for x in tokens} & self.beginnings.keys():
                found |= self.beginnings[begins]
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
        found = index.candidates(article.places.all)
        return sorted(x for x in found if index.asked[x].of(article))

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
        index.asked[number] = _asked(
            pattern,
            None if node is None or is_exact(node) else node,
            watch if kinds_of(watch) else None,
        )
        keys = anchors(pattern, self._weight)
        for held, some in ((index.tokens, keys.tokens), (index.beginnings, keys.beginnings)):
            for key in some:
                held.setdefault(key, set()).add(number)
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


def _asked(pattern: Pattern, node: Node | None, watch: Watch | None) -> _Asked:
    """Tokens that are needed by themselves are asked for together: one step for most queries."""
    rest = [x for x in _parts(pattern) if _single(x) is None]
    return _Asked(_needed(pattern), all_of(rest) if rest else None, node, watch)


def _needed(pattern: Pattern) -> frozenset[str]:
    """Tokens without which no article has the pattern; not always all of them."""
    match pattern:
        case AllOf(parts):
            return frozenset().union(*map(_needed, parts))
        case Without(wanted):
            return _needed(wanted)
        case _:
            return frozenset({x for x in [_single(pattern)] if x is not None})


def _parts(pattern: Pattern) -> Iterator[Pattern]:
    """The patterns of which an article must have every one."""
    match pattern:
        case AllOf(parts):
            for part in parts:
                yield from _parts(part)
        case _:
            yield pattern


def _single(pattern: Pattern) -> str | None:
    match pattern:
        case OneOf(((token,),)):
            return token
        case _:
            return None
