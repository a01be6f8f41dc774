"""Percolation: the watches stand in an index, one article comes in, the watches that match it go
out. They are exactly those whose query finds the article (`baqylau.query.match`).

An article is looked up by its keys (stems, outlet, names …) in an index of anchors; the few
candidates are asked by their stems first, and only what stems cannot tell is matched in full.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
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
    KINDS,
    LANGUAGE,
    NAME,
    NAME_LETTERS,
    OUTLET,
    STEM,
    TAG,
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
        self._seen, self._of = seen, of
        self._index: dict[int, dict[str, list[int]]] = {x: {} for x in range(KINDS)}
        self._always: list[int] = []
        self._tests: dict[str | None, dict[int, Test]] = {}
        self._conditional = frozenset(x for x, y in self.entries.items() if kinds_of(y.watch))
        self._beginnings: tuple[int, ...] = ()
        for number, entry in self.entries.items():
            self._add(number, entry)

    @property
    def asks_facts(self) -> bool:
        """Whether a watch has a condition on facts."""
        return bool(self._conditional)

    def matching(self, article: Document, facts: Sequence[Mapping[str, Any]] = ()) -> list[int]:
        """The ids of the watches that match, in order. `facts` are the article's, each with "type"
        and "slots"; they are looked at only by watches with a condition on them.
        """
        stems = frozenset(article.index)
        found = set(self._always)
        for kind, texts in self._keys(stems, article):
            held = self._index[kind]
            for text in held.keys() & texts:
                found.update(held[text])
        tests = self._tests.setdefault(article.language, {})
        return sorted(x for x in found if self._matches(x, tests, article, stems, facts))

    def _matches(
        self,
        number: int,
        tests: dict[int, Test],
        article: Document,
        stems: Stems,
        facts: Sequence[Mapping[str, Any]],
    ) -> bool:
        test = tests.get(number)
        if test is None:
            test = tests[number] = self._test(number, article.language)
        told = test(stems, article)
        if told is None:
            node = self.entries[number].node
            told = node is not None and matches(node, article)
        return told and (
            number not in self._conditional or holds(self.entries[number].watch, facts)
        )

    def _test(self, number: int, language: str | None) -> Test:
        """The test of a watch for articles in this language."""
        watch, node = self.entries[number].watch, self.entries[number].node
        if watch.languages and language not in watch.languages:
            return _never
        test = _always if node is None else _test(node, languages_of(language))
        if not watch.outlets:
            return test
        outlets = frozenset(watch.outlets)
        return lambda stems, article: article.outlet in outlets and test(stems, article)

    def _add(self, number: int, entry: Entry) -> None:
        keys = None if entry.node is None else anchor(entry.node, self._weight)
        if keys is None and (kinds := kinds_of(entry.watch)):
            keys = frozenset({(KIND, kinds[0])})
        if keys is None:
            self._always.append(number)
            return
        for key in keys:
            self._index[key[0]].setdefault(key[1], []).append(number)
            if key[0] == BEGINNING and len(key[1]) not in self._beginnings:
                self._beginnings = (*self._beginnings, len(key[1]))

    def _weight(self, stem: str) -> float:
        if self._of:
            return 1000 * self._seen.get(stem, 0) / self._of + 1 / len(stem)
        return _USUAL * (10 if len(stem) <= _SHORT_STEM else 1) + 1 / len(stem)

    def _keys(self, stems: Stems, article: Document) -> Iterator[tuple[int, AbstractSet[str]]]:
        """The article's keys of each kind of which the index holds any."""
        yield STEM, stems
        for length in self._beginnings:
            yield BEGINNING, {x[:length] for x in stems}
        yield OUTLET, {article.outlet}
        yield LANGUAGE, {article.language or ""}
        yield COUNTRY, {article.country or ""}
        yield KIND, article.kinds
        yield TAG, {*article.tags}
        if self._index[NAME]:
            yield NAME, _parts_of_names(article)


def _parts_of_names(article: Document) -> set[str]:
    names = {*article.authors, article.section or "", *article.speakers}
    names |= {name for _, name in article.mentions}
    found: set[str] = set()
    for name in names:
        plain = name.casefold()
        for at in range(len(plain) - NAME_LETTERS + 1):
            found.add(plain[at : at + NAME_LETTERS])
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
            return _joined(parts, languages)
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


def _always(_stems: Stems, _article: Document) -> bool:
    return True


def _never(_stems: Stems, _article: Document) -> bool:
    return False


def _joined(parts: Sequence[Node], languages: Sequence[str]) -> Test:
    """Of an AND: the words that have one stem are asked for together, and first."""
    single = {x: phrases(x, languages) for x in parts if isinstance(x, Word)}
    needed = frozenset(y[0][0] for y in single.values() if len(y) == 1 and y[0][0] != BOUNDARY)
    rest = [
        x
        for x in parts
        if not (isinstance(x, Word) and len(single[x]) == 1 and single[x][0][0] != BOUNDARY)
    ]
    if not needed:
        return _all([_test(x, languages) for x in rest])
    if not rest:
        return lambda stems, _: needed <= stems
    others = _all([_test(x, languages) for x in rest])
    return lambda stems, article: needed <= stems and others(stems, article)


def _one_of(wanted: Stems) -> Test:
    return lambda stems, _: not wanted.isdisjoint(stems)


def _together(alternatives: list[Stems]) -> Test:
    return lambda stems, _: None if any(x <= stems for x in alternatives) else False


def _beginning(prefix: Prefix, languages: Sequence[str]) -> Test:
    begins, length = root(prefix), len(root(prefix))
    whole = frozenset({x for y in phrases(prefix, languages) for x in y} | set(bare(prefix)))

    def test(stems: Stems, _: Document) -> bool | None:
        if not whole.isdisjoint(stems) or any(x[:length] == begins for x in stems):
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
