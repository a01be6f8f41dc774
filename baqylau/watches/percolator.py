"""Percolation: the watches stand in an index, one article comes in, the watches that match it go
out. They are exactly those whose query finds the article (`baqylau.query.match`).

An article is looked up by its keys (stems, outlet, names …) in an index of anchors; the few
candidates are asked by their stems first, and only what stems cannot tell is matched in full.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baqylau.lang.stems import BOUNDARY
from baqylau.model.watch import Watch
from baqylau.query.ast import And, Exact, Field, InTitle, Near, Node, Not, Or, Phrase, Prefix, Word
from baqylau.query.match import Document, matches
from baqylau.query.stemming import bare, languages_of, phrases, root
from baqylau.watches.anchors import (
    BEGINNING,
    COUNTRY,
    KIND,
    LANGUAGE,
    NAME,
    NAME_LETTERS,
    OUTLET,
    STEM,
    TAG,
    Key,
    anchor,
)
from baqylau.watches.conditions import holds, kinds_of

Stems = frozenset[str]
Test = Callable[[Stems, Document], bool | None]
"""Whether a query matches, as far as stems tell; None: it has to be matched in full."""
_NO_WEIGHTS: Mapping[str, int] = {}
_USUAL = 3.0  # of a thousand articles: a stem of which nothing is known
_SHORT_STEM = 3  # letters; such stems are common ones


@dataclass(frozen=True, slots=True)
class Entry:
    """A watch with its query as a tree; None where it has none but a condition on facts."""

    watch: Watch
    node: Node | None


class Percolator:
    """An index of watches. `seen` are articles by stem among `of` articles, from which the rarest
    stem of a query is chosen; without it shorter stems count as commoner.
    """

    def __init__(
        self, entries: Iterable[Entry], seen: Mapping[str, int] = _NO_WEIGHTS, of: int = 0
    ) -> None:
        self.entries = {x.watch.id: x for x in entries}
        self.fields = _fields(self.entries.values())
        self.asks_facts = any(kinds_of(x.watch) for x in self.entries.values())
        self._seen, self._of = seen, of
        self._index: dict[Key, list[int]] = {}
        self._always: list[int] = []
        self._tests: dict[tuple[int, str | None], Test] = {}
        self._beginnings: tuple[int, ...] = ()
        for number, entry in self.entries.items():
            self._add(number, entry)

    def matching(self, article: Document, facts: Sequence[Mapping[str, Any]] = ()) -> list[int]:
        """The ids of the watches that match, in order. `facts` are the article's, each with "type"
        and "slots"; they are looked at only by watches with a condition on them.
        """
        stems = frozenset(article.index)
        found = set(self._always)
        index = self._index
        for key in self._keys(stems, article):
            if key in index:
                found.update(index[key])
        return sorted(x for x in found if self._matches(self.entries[x], article, stems, facts))

    def _matches(
        self, entry: Entry, article: Document, stems: Stems, facts: Sequence[Mapping[str, Any]]
    ) -> bool:
        watch = entry.watch
        if watch.outlets and article.outlet not in watch.outlets:
            return False
        if watch.languages and article.language not in watch.languages:
            return False
        if entry.node is not None:
            key = (watch.id, article.language)
            test = self._tests.get(key)
            if test is None:
                test = self._tests[key] = _test(entry.node, languages_of(article.language))
            told = test(stems, article)
            if told is False or (told is None and not matches(entry.node, article)):
                return False
        return holds(watch, facts)

    def _add(self, number: int, entry: Entry) -> None:
        keys = None if entry.node is None else anchor(entry.node, self._weight)
        if keys is None and (kinds := kinds_of(entry.watch)):
            keys = frozenset({(KIND, kinds[0])})
        if keys is None:
            self._always.append(number)
            return
        for key in keys:
            self._index.setdefault(key, []).append(number)
            if key[0] == BEGINNING and len(key[1]) not in self._beginnings:
                self._beginnings = (*self._beginnings, len(key[1]))

    def _weight(self, stem: str) -> float:
        if self._of:
            return 1000 * self._seen.get(stem, 0) / self._of + 1 / len(stem)
        return _USUAL * (10 if len(stem) <= _SHORT_STEM else 1) + 1 / len(stem)

    def _keys(self, stems: Stems, article: Document) -> Iterator[Key]:
        for stem in stems:
            yield STEM, stem
        for length in self._beginnings:
            for begins in {x[:length] for x in stems if len(x) >= length}:
                yield BEGINNING, begins
        yield OUTLET, article.outlet
        if article.language is not None:
            yield LANGUAGE, article.language
        if article.country is not None:
            yield COUNTRY, article.country
        for kind in article.kinds:
            yield KIND, kind
        for tag in article.tags:
            yield TAG, tag
        if self.fields:
            yield from _name_keys(article)


def _name_keys(article: Document) -> set[Key]:
    names = {*article.authors, article.section or "", *article.speakers}
    names |= {name for _, name in article.mentions}
    found: set[Key] = set()
    for name in names:
        plain = name.casefold()
        for at in range(len(plain) - NAME_LETTERS + 1):
            found.add((NAME, plain[at : at + NAME_LETTERS]))
    return found


def _fields(entries: Iterable[Entry]) -> frozenset[str]:
    """The names of the fields that the queries ask for."""
    return frozenset(
        y.name
        for x in entries
        if x.node is not None
        for y in _leaves(x.node)
        if isinstance(y, Field)
    )


def _leaves(node: Node) -> Iterator[Node]:
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _leaves(part)
        case Not(part):
            yield from _leaves(part)
        case _:
            yield node


# What stems tell of a query
# --------------------------------------------------------------------------------------------------


def _test(node: Node, languages: Sequence[str]) -> Test:
    match node:
        case And(parts):
            return _all([_test(x, languages) for x in parts])
        case Or(parts):
            return _any([_test(x, languages) for x in parts])
        case Not(part):
            return _not(_test(part, languages))
        case Word():
            return _one_of(frozenset(x[0] for x in phrases(node, languages)) - {BOUNDARY})
        case Phrase() | Exact():
            return _together([frozenset(x) for x in phrases(node, languages)])
        case Prefix():
            return _beginning(node, languages)
        case Near(left, right):
            return _perhaps(_all([_test(x, languages) for x in (left, right)]))
        case InTitle(term):
            return _perhaps(_test(term, languages))
        case _:
            return lambda _, article: matches(node, article)


def _one_of(wanted: Stems) -> Test:
    return lambda stems, _: not wanted.isdisjoint(stems)


def _together(alternatives: list[Stems]) -> Test:
    return lambda stems, _: None if any(x <= stems for x in alternatives) else False


def _beginning(prefix: Prefix, languages: Sequence[str]) -> Test:
    begins = root(prefix)
    whole = frozenset({x for y in phrases(prefix, languages) for x in y} | set(bare(prefix)))

    def test(stems: Stems, _: Document) -> bool | None:
        if not whole.isdisjoint(stems) or any(x.startswith(begins) for x in stems):
            return None
        return False

    return test


def _perhaps(test: Test) -> Test:
    return lambda stems, article: False if test(stems, article) is False else None


def _not(test: Test) -> Test:
    def inverted(stems: Stems, article: Document) -> bool | None:
        told = test(stems, article)
        return None if told is None else not told

    return inverted


def _all(tests: list[Test]) -> Test:
    def test(stems: Stems, article: Document) -> bool | None:
        unsure = False
        for each in tests:
            told = each(stems, article)
            if told is False:
                return False
            unsure = unsure or told is None
        return None if unsure else True

    return test


def _any(tests: list[Test]) -> Test:
    def test(stems: Stems, article: Document) -> bool | None:
        unsure = False
        for each in tests:
            told = each(stems, article)
            if told:
                return True
            unsure = unsure or told is None
        return None if unsure else False

    return test
