"""How much of one text stands in another: two bodies come in, a `Likeness` goes out. A body is a
text cut into sentences and folded words (see `fingerprint`); it is made once and compared with the
few earlier texts that share prints with it.
"""

import re
import tomllib
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from baqylau.stories.fingerprint import (
    SHINGLE,
    chosen_prints,
    fold,
    key_of,
    sentences,
    shingles,
    words,
)

_QUOTED = re.compile(r"[«“„\"]([^«»“”„\"]{30,1500})[»”\"]")
_ALIKE = 0.5
"""Share of a sentence's words in one sentence of the other text from which it is the same sentence
retold with other words."""
_LITTLE, _MOSTLY = 0.1, 0.9
"""With less or more of the words in common passages, sentences retold change nothing."""
_MOST = 40_000
"""Characters of a text that are compared, 4,000 words or more: what follows (a transcript, a law)
does not decide, and a page of megabytes must not hold up a worker."""
_SHORT = 3  # words of a sentence that is compared alone


@dataclass(frozen=True, slots=True)
class Body:
    """A text for comparison. `in_quotes`: the indexes of the words inside long quotation
    marks; `keys`: the keys of all sentences (see `fingerprint.sentence_key`);
    `outlet`: the words of the outlet's name; `sources`: the words of sentences that name a
    source; `order`: the shingles in order; `prints`: see `fingerprint.prints`."""

    sentences: tuple[tuple[str, ...], ...]
    shingles: frozenset[int]
    words: tuple[str, ...]
    in_quotes: frozenset[int]
    digest: bool
    keys: frozenset[int]
    outlet: frozenset[str]
    sources: frozenset[str]
    order: tuple[int, ...]
    prints: frozenset[int]

    @property
    def numbers(self) -> frozenset[str]:
        """The figures as folded words."""
        return frozenset(x for x in self.words if x[0].isdigit())


@dataclass(frozen=True, slots=True)
class Likeness:
    """What of the new text stands in the old one: `kept` and `of_old` are shares of words (0 to 1)
    in passages of three words or in sentences retold; `exact` counts only the passages; `outside`
    is the kept share of the words outside quotations; `same` and `changed` count the new text's
    figures that the old one has too, and those that stand in a passage of the old one in place of
    another figure; `where` are the indexes of the new words kept.
    """

    kept: float
    exact: float
    of_old: float
    outside: float
    same: int
    changed: int
    where: frozenset[int]
    reordered: bool = False


def body(
    text: str, title: str = "", outlet: str = "", boilerplate: Container[int] = frozenset()
) -> Body:
    """The text for comparison, without the outlet's boilerplate sentences, the words that name the
    source, and the outlet's own name."""
    text = text[:_MOST]
    its_name = frozenset(words(outlet))
    left_out = _attribution() | its_name
    cut, keys, sources = [], set(), set()
    for its in map(words, sentences(text)):
        key = key_of(its)
        keys.add(key)
        if not _attribution().isdisjoint(its):
            sources.update(its)
        if its and key not in boilerplate:
            cut.append(tuple([x for x in its if x not in left_out]))
    every = tuple(x for s in cut for x in s)
    three = shingles(every)
    said = frozenset(x for m in _QUOTED.findall(text) for x in shingles(words(m)))
    quoted = {i + k for i, x in enumerate(three) if x in said for k in range(SHINGLE)}
    return Body(
        tuple(cut),
        frozenset(three),
        every,
        frozenset(quoted),
        is_digest(title, text),
        frozenset(keys),
        its_name,
        frozenset(sources),
        tuple(three),
        chosen_prints(three, len(every)),
    )


def names_source(text: Body, other: Body) -> bool:
    """Whether a text says that it comes from the other one's outlet."""
    return bool(other.outlet) and other.outlet != text.outlet and other.outlet <= text.sources


def compare(new: Body, old: Body) -> Likeness:
    """How much of the new body the old one holds."""
    size = len(new.words)
    if not size or not old.words:
        return Likeness(0.0, 0.0, 0.0, 0.0, 0, 0, frozenset())
    hits = [i for i, x in enumerate(new.order) if x in old.shingles]
    exact = {i + k for i in hits for k in range(SHINGLE) if i + k < size}
    unsure = _LITTLE * size <= len(exact) < _MOSTLY * size
    kept = exact | _retold(new, old, exact) if unsure else exact
    free = set(range(size)) - new.in_quotes
    same, changed = _figures(new, old)
    return Likeness(
        len(kept) / size,
        len(exact) / size,
        min(1.0, len(kept) / len(old.words)),
        len(kept & free) / max(1, len(free)),
        same,
        changed,
        frozenset(kept),
    )


def _retold(new: Body, old: Body, exact: set[int]) -> set[int]:
    """The indexes of the words of sentences that one sentence of the old text has with other words
    between: synonyms put in, halves swapped."""
    found: set[int] = set()
    others = [frozenset(x) for x in old.sentences]
    holders: dict[str, list[int]] = {}
    for number, each in enumerate(others):
        for word in each:
            holders.setdefault(word, []).append(number)
    at = 0
    for sentence in new.sentences:
        place = range(at, at + len(sentence))
        at += len(sentence)
        if len(sentence) < _SHORT or all(i in exact for i in place):
            continue
        shared: dict[int, int] = {}
        for word in set(sentence):
            for number in holders.get(word, ()):
                shared[number] = shared.get(number, 0) + 1
        if not shared:
            continue
        best = max(shared, key=lambda n: shared[n])
        if shared[best] >= _ALIKE * len(set(sentence)):
            found |= {i for i, w in zip(place, sentence, strict=True) if w in others[best]}
    return found


def _figures(new: Body, old: Body) -> tuple[int, int]:
    """The figures both have, and those that replace another one between the same words. Between
    words that the old text lacks, a figure counts as shared where the old one has it anywhere."""
    places: dict[tuple[str, ...], set[str]] = {}
    for index, word in enumerate(old.words):
        if word[0].isdigit():
            for place in _around(old.words, index):
                places.setdefault(place, set()).add(word)
    everywhere = old.numbers
    same = changed = 0
    for index, word in enumerate(new.words):
        if not word[0].isdigit():
            continue
        there = [places[x] for x in _around(new.words, index) if x in places]
        if any(word in x for x in there) or (not there and word in everywhere):
            same += 1
        elif there:
            changed += 1
    return same, changed


def _around(of: tuple[str, ...], index: int) -> list[tuple[str, ...]]:
    """The words before and behind a figure, with every figure as 0."""
    around = tuple("0" if x[0].isdigit() else x for x in of[max(0, index - 2) : index + 3])
    middle = min(index, 2)
    found = []
    if middle:
        found.append(("<", *around[max(0, middle - 2) : middle + 1]))
    if middle + 2 < len(around):
        found.append((">", *around[middle : middle + 3]))
    return found


def is_digest(title: str, text: str) -> bool:
    """Whether the headline or the first words say that several events are reviewed."""
    starts = _table()["digest"]
    return any(x.casefold().lstrip('«"').startswith(tuple(starts)) for x in (title, text[:200]))


@cache
def _table() -> dict[str, Any]:
    path = Path(__file__).with_name("attribution.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _attribution() -> frozenset[str]:
    return frozenset(fold(x) for x in _table()["words"])
