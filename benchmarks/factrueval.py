"""How factRuEval-2016 counts the names of one document (its first track; a place that acts, `Россия
решила`, is a place).

Comes in: the names found and those wanted. Goes out: counts of right, found and wanted names.
Written from the rules of https://github.com/dialogue-evaluation/factRuEval-2016: a pair is as right
as its words are; those of the name must be there, those of the descriptor may be (`партии
«Яблоко»`), any other costs. A descriptor without a name, or a name inside another (`мэрии Москвы`),
is neither expected nor counted as false.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

_WORD = re.compile(r"\w+(?:(?:[-’'&/]|\.(?=[a-zA-Z]))\w+)*|(?<!\S)[^\w\s](?!\S)")
_THING = {"loc_name", "org_name"}
_NAME_PARTS = {"PER": {"name", "surname", "patronymic", "nickname"}, "LOC": _THING, "ORG": _THING}
_HOLDERS = {"PER": {"LOC", "ORG"}, "LOC": {"LOC", "ORG"}, "ORG": {"ORG"}}

_SPARED = 0.45  # worth of a found name that is neither expected nor false: about half an F1


class Counts(NamedTuple):
    right: float
    found: int
    wanted: int


@dataclass(frozen=True)
class _Name:
    kind: str
    words: frozenset[int]  # their places in the text
    name_words: frozenset[int]

    def within(self, other: "_Name") -> bool:
        return self.words < other.words and other.kind in _HOLDERS.get(self.kind, {self.kind})


def counts(
    text: str, found: Iterable[tuple[str, int, int]], golds: Iterable[dict[str, Any]]
) -> Counts:
    """`found` are type, start, end; `golds` have `type`, `start`, `end` and, where the corpus gives
    them, `spans` of name and descriptor.
    """
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    ours = [_Name(kind, _inside(words, [(start, end)]), frozenset()) for kind, start, end in found]
    theirs = [*dict.fromkeys(_gold(words, gold) for gold in golds)]
    pairs = _paired(theirs, ours)
    wanted = [t for t in theirs if not _optional(t, theirs, pairs)]
    right = sum(_quality(t, pairs[t]) for t in wanted if t in pairs)
    return Counts(right, len(ours) - sum(t not in wanted for t in pairs), len(wanted))


def _gold(words: Sequence[tuple[int, int]], gold: dict[str, Any]) -> _Name:
    spans = gold.get("spans") or [gold]
    name_words = [s for s in spans if s["type"] in _NAME_PARTS.get(gold["type"], ()) or s is gold]
    return _Name(
        gold["type"],
        *(_inside(words, [(s["start"], s["end"]) for s in some]) for some in (spans, name_words)),
    )


def _inside(words: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    return frozenset(
        first
        for first, last in words
        if any(start <= first and last <= end for start, end in spans)
    )


def _optional(name: _Name, theirs: Sequence[_Name], pairs: dict[_Name, _Name]) -> bool:
    same_words = [t for t in theirs if t.words == name.words and t.kind == "ORG" != name.kind]
    return (
        not name.name_words
        or any(name.within(t) for t in theirs)
        or any(name not in pairs or t in pairs for t in same_words)
    )


def _paired(theirs: Sequence[_Name], ours: Sequence[_Name]) -> dict[_Name, _Name]:
    """Each wanted name with at most one found; the same words first, then what is worth most."""
    touching = [
        (i, j)
        for i, t in enumerate(theirs)
        for j, o in enumerate(ours)
        if t.kind == o.kind and t.words & o.words
    ]
    pairs: dict[int, int] = {}
    for i, j in sorted(
        touching, key=lambda ij: _worth(theirs[ij[0]], ours[ij[1]], theirs), reverse=True
    ):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return {theirs[i]: ours[j] for i, j in pairs.items()}


def _worth(wanted: _Name, found: _Name, theirs: Sequence[_Name]) -> tuple[bool, float, float]:
    scored = bool(wanted.name_words) and not any(wanted.within(t) for t in theirs)
    return (
        wanted.words == found.words,
        _quality(wanted, found) if scored else _SPARED,
        len(wanted.words & found.words) / len(wanted.words | found.words),
    )


def _quality(wanted: _Name, found: _Name) -> float:
    scored = wanted.name_words | (found.words - wanted.words)
    return len(wanted.name_words & found.words) / len(scored) if scored else 0.0
