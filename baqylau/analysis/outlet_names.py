"""The names under which the press knows outlets: the registry comes in; what finds these names in
a text, in any case form, with the brand that each name means, goes out.

The editions of one outlet are one brand: `tengrinews` and `tengrinews-kk` are `tengrinews`. A name
that two brands share means neither. A name that is also a word or a place (`ordinary` in the
outlet's file) counts in quotation marks or behind a word such as газета only.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from baqylau.model.brand import brand_of
from baqylau.model.hosts import host_of
from baqylau.model.outlet import Outlet

_WORDS = tomllib.loads(Path(__file__).with_name("citations.toml").read_text(encoding="utf-8"))
_WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")
_REMARK = re.compile(r"\s*\([^()]*\)$")
_HOST_NAME = re.compile(r"([^\W_]{5,})\.[a-z]{2,5}")  # Tengrinews.kz is Tengrinews too
_SHORT = 4  # letters; a shorter word of a name has no endings
_ENDING = r"\w{0,5}"  # a Kazakh or Russian ending
_VOWELS = frozenset("аеёиоуыэюяьйәөұүі") | frozenset("ae")
_OPENING = "«“„\"'‘"
_BEHIND = 24  # characters before a name in which the word газета may stand


@dataclass(frozen=True, slots=True)
class Brand:
    """All editions of one outlet: its names, and whether it prints releases of an office."""

    id: str
    names: tuple[str, ...]
    ordinary: bool = False
    official: bool = False


class _Naming(NamedTuple):
    """What the registry says of an outlet's names."""

    id: str
    name: str
    home: str
    aliases: tuple[str, ...]
    also: tuple[str, ...]
    ordinary: bool
    official: bool


class OutletNames:
    """Finds outlets in a text. `names` are by outlet id; `ordinary` and `official` are ids."""

    def __init__(
        self,
        names: Mapping[str, Iterable[str]],
        ordinary: Collection[str] = (),
        official: Collection[str] = (),
    ) -> None:
        self.ordinary, self.official = frozenset(ordinary), frozenset(official)
        self._known = frozenset(names)
        self._names = [
            (outlet, literal, re.compile(pattern, re.IGNORECASE))
            for outlet, given in names.items()
            for literal, pattern in _patterns(given)
        ]

    def knows(self, target: str) -> bool:
        """Whether this is the id of one of the outlets."""
        return target in self._known

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, outlet id) in reading order, without overlaps; longer names first."""
        lowered = text.lower()
        found = [
            (x.start(), x.end(), outlet)
            for outlet, literal, pattern in self._names
            if literal in lowered  # most names are in no text
            for x in pattern.finditer(text)
            if self._counts(text, x, outlet)
        ]
        found.sort(key=lambda x: (x[0], -x[1]))
        kept: list[tuple[int, int, str]] = []
        for one in found:
            if not kept or one[0] >= kept[-1][1]:
                kept.append(one)
        return kept

    def _counts(self, text: str, found: re.Match[str], outlet: str) -> bool:
        if "." in found[0]:
            return True
        if found[0][0].islower():  # a word in small letters is only a host
            return False
        if outlet not in self.ordinary:
            return True
        before = text[max(0, found.start() - _BEHIND) : found.start()]
        words = _WORD.findall(before)
        if before and before[-1] in _OPENING:
            return True
        return bool(words) and words[-1].lower().startswith(tuple(_WORDS["media"]))


def _patterns(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """A part of the name in small letters, and the expression that finds it in any case form."""
    for name in dict.fromkeys(names):
        words = _WORD.findall(name)
        if words:
            forms = [_inflected(x) for x in words]
            pattern = r"(?<!\w)" + r"[\s\-–]{1,3}".join(x for _, x in forms) + r"(?!\w)"
            yield forms[0][0].lower(), pattern


def _inflected(word: str) -> tuple[str, str]:
    """What all forms of a word begin with, and the expression of them all."""
    if len(word) < _SHORT or "." in word or word.isdigit():
        return word, re.escape(word)
    stem = word[:-1] if word[-1].lower() in _VOWELS else word
    return stem, re.escape(stem) + _ENDING


# The registry's outlets
# --------------------------------------------------------------------------------------------------


def brands(outlets: Iterable[_Naming | Outlet]) -> list[Brand]:
    """The brands of these outlets, each with the names that mean it alone."""
    given = list(outlets)
    ids = [x.id for x in given]
    editions: dict[str, list[_Naming | Outlet]] = {}
    for outlet in given:
        editions.setdefault(brand_of(outlet.id, ids), []).append(outlet)
    named = {
        brand: list(dict.fromkeys(name for x in some for name in _names(x)))
        for brand, some in editions.items()
    }
    claims = Counter(x for names in named.values() for x in {y.casefold() for y in names})
    return [
        Brand(
            brand,
            tuple(x for x in named[brand] if claims[x.casefold()] == 1),
            any(x.ordinary for x in some),
            any(x.official for x in some),
        )
        for brand, some in editions.items()
    ]


def _names(outlet: _Naming | Outlet) -> Iterator[str]:
    yield from outlet.also
    yield from filter(None, (host_of(outlet.home), *outlet.aliases))
    name = _REMARK.sub("", outlet.name)
    if outlet.official:
        return  # an office has the name of its holder or of its building: see `also`
    yield name
    if host_name := _HOST_NAME.fullmatch(name):
        yield host_name[1]


def finder(outlets: Iterable[Outlet]) -> OutletNames:
    """Finds the brands of these outlets in a text."""
    return _finder(
        tuple(
            _Naming(x.id, x.name, x.home, x.aliases, x.also, x.ordinary, x.official)
            for x in outlets
        )
    )


@lru_cache(maxsize=2)  # made once a process: it is asked for with every article
def _finder(outlets: tuple[_Naming, ...]) -> OutletNames:
    known = brands(outlets)
    return OutletNames(
        {x.id: x.names for x in known},
        [x.id for x in known if x.ordinary],
        [x.id for x in known if x.official],
    )
