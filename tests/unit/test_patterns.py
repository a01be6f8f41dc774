"""Every regular expression that reads a page takes time in proportion to the text, whatever the
text: all compiled patterns of cleaning, facts, languages, texts and the crawler are collected from
their modules and searched in texts made of each pattern's own parts.

A pattern that goes back over what it has read is seen on short texts already; only those that take
long there are tried on longer ones, up to 10,000 characters. CPU is measured, not time.
"""

import importlib
import inspect
import itertools
import pkgutil
import re
import time
from collections.abc import Iterator, Sequence
from functools import cache
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import pytest

import baqylau.clean
import baqylau.facts
import baqylau.lang
import baqylau.text
import crawler
from baqylau.clean import wordlists

_SIZES = (20, 200, 1_000, 10_000)
"""Characters of the texts. What doubles with each character is seen in 20, and would never end in
more; what takes the cube of them in 200.
"""
_SUSPECT = 0.001
"""Seconds of CPU for a text of 1,000 characters, and for shorter ones."""
_HARMLESS = 0.0002
"""What takes less for 1,000 characters takes 20 ms for 10,000 at most: it is not tried on them."""
_SHORTER, _GROWTH = 4, 8
"""How much longer `_SHORTER` times the text may take: 4 times where it is linear, 16 where not."""
_RUNS = 3
_LONG_REPEAT = 500
"""What may repeat more often counts as unbounded."""
_ANY = ("1", "а", "a", "А", " ", "\n", "1 ", "1.", '"-', "Аа ", "а1", "«", "-")


def _modules() -> Iterator[ModuleType]:
    for package in (baqylau.clean, baqylau.facts, baqylau.lang, baqylau.text, crawler):
        yield package
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            yield importlib.import_module(found.name)


def _patterns_in(thing: Any, seen: set[int], depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(thing, re.Pattern):
        yield thing
        return
    if id(thing) in seen or depth > 6 or isinstance(thing, (str, bytes, int, float, ModuleType)):
        return
    seen.add(id(thing))
    inner: list[Any] = []
    if isinstance(thing, dict):
        inner = list(thing.values())
    elif isinstance(thing, (list, tuple, set, frozenset)):
        inner = list(thing)
    elif type(thing).__module__.startswith(("baqylau", "crawler")):
        names = getattr(type(thing), "__slots__", ()) or vars(thing)
        inner = [getattr(thing, x, None) for x in names]
    for one in inner:
        yield from _patterns_in(one, seen, depth + 1)


def _loaded(module: ModuleType) -> Iterator[Any]:
    """The values of a module, and those of its cached functions without parameters."""
    for value in vars(module).values():
        yield value
        if (
            hasattr(value, "cache_clear")
            and value.__module__ == module.__name__
            and not inspect.signature(value).parameters
        ):
            yield value()


@cache
def _patterns() -> tuple[re.Pattern[Any], ...]:
    seen: set[int] = set()
    found = {x for m in _modules() for value in _loaded(m) for x in _patterns_in(value, seen)}
    for name in wordlists._lists()["lines"]:
        found.update(_patterns_in(wordlists.pattern(name), seen))
    return tuple(sorted(found, key=lambda x: (str(x.pattern), x.flags)))


class _Parts:
    """Texts made of a parsed pattern: its samples, and what each of its repeats repeats."""

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        self._ignores_case = bool(pattern.flags & re.IGNORECASE)
        text = pattern.pattern
        parsed = _parser.parse(
            text if isinstance(text, str) else text.decode("latin-1"),
            pattern.flags & ~re.UNICODE & ~re.LOCALE,
        )
        self.repeats = sorted(set(self._repeats(parsed)))
        self.whole = self.sample(parsed)

    def sample(self, parsed: Any) -> str:
        """A text that a part matches, repeats taken as seldom as they may be, but once."""
        return "".join(self._of(str(kind), value) for kind, value in parsed)

    def _of(self, kind: str, value: Any) -> str:
        match kind:
            case "LITERAL":
                return chr(value)
            case "NOT_LITERAL":
                return "а" if chr(value) != "а" else "б"
            case "IN":
                return _members(value)[0]
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                return self.sample(value[2]) * max(min(value[0], 50), 1)
            case "SUBPATTERN":
                return self.sample(value[3])
            case "ATOMIC_GROUP":
                return self.sample(value)
            case "BRANCH":
                return self.sample(value[1][0])
            case "ANY":
                return "а"
            case _:
                return ""

    def _repeats(self, parsed: Any, before: str = "") -> Iterator[tuple[str, str]]:
        """For each repeat: what stands before it, and what it repeats."""
        for kind, value in parsed:
            name = str(kind)
            if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
                if value[1] is _parser.MAXREPEAT or value[1] > _LONG_REPEAT:
                    for unit in self._units(value[2]):
                        yield before, unit
                yield from self._repeats(value[2], before)
            elif name == "SUBPATTERN":
                yield from self._repeats(value[3], before)
            elif name == "ATOMIC_GROUP":
                yield from self._repeats(value, before)
            elif name in {"ASSERT", "ASSERT_NOT"}:
                yield from self._repeats(value[1], before)
            elif name == "BRANCH":
                for branch in value[1]:
                    yield from self._repeats(branch, before)
            before += self._of(name, value)

    def _units(self, repeated: Any) -> Iterator[str]:
        if len(repeated) == 1 and str(repeated[0][0]) == "IN":
            yield from _members(repeated[0][1])
        elif unit := self.sample(repeated):
            yield unit


# mixed-alphabets: allowed
_CANDIDATES = "аa1А «\n.-A,_/<&ξ"


def _members(items: Sequence[tuple[Any, Any]]) -> list[str]:
    """At most four characters of a class."""
    negated = str(items[0][0]) == "NEGATE"
    spelled = "".join(map(_spelled, items[1:] if negated else items))
    class_of = re.compile(f"[{'^' if negated else ''}{spelled}]")
    named = [chr(v if str(k) == "LITERAL" else v[0]) for k, v in items if str(k) in _NAMED]
    found = [x for x in (*_CANDIDATES, *named) if class_of.match(x)]
    return found[:4] or ["ξ"]


_NAMED = {"LITERAL", "RANGE"}


def _spelled(item: tuple[Any, Any]) -> str:
    kind, value = str(item[0]), item[1]
    if kind == "RANGE":
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    if kind == "CATEGORY":
        name = str(value).removeprefix("CATEGORY_")
        letter = name.removeprefix("NOT_")[0].lower()
        return "\\" + (letter.upper() if name.startswith("NOT_") else letter)
    return re.escape(chr(value))


def _forms(pattern: re.Pattern[Any]) -> list[tuple[str, str]]:
    """What a hostile text begins with, and what it repeats."""
    parts = _Parts(pattern)
    units = [x for _, x in parts.repeats]
    forms = {("", x) for x in (*_ANY, *units, parts.whole) if x}
    forms |= set(parts.repeats)
    forms |= {("", before + unit) for before, unit in parts.repeats}
    forms |= {("", one + other) for one, other in itertools.pairwise(dict.fromkeys(units))}
    return sorted(forms)


def _text(form: tuple[str, str], size: int) -> str:
    before, unit = form
    return (before + unit * (size // len(unit) + 1))[:size] + "\x00"


def _spent(pattern: re.Pattern[Any], text: str) -> float:
    given: Any = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
    start = time.process_time()
    pattern.search(given)
    return time.process_time() - start


def _least(pattern: re.Pattern[Any], text: str) -> float:
    return min(_spent(pattern, text) for _ in range(_RUNS))


def is_superlinear(pattern: re.Pattern[Any], form: tuple[str, str]) -> bool:
    """Whether a search goes back over what it has read."""
    for size in _SIZES:
        text = _text(form, size)
        limit = _SUSPECT * max(1, size / 1_000)
        if (spent := _spent(pattern, text)) > limit and (spent := _least(pattern, text)) > limit:
            shorter = _text(form, size // _SHORTER)
            if size == _SIZES[0] or spent > _GROWTH * _least(pattern, shorter):
                return True
        if size == 1_000 and spent < _HARMLESS:
            return False
    return False


def test_the_patterns_are_found() -> None:
    assert len(_patterns()) > 400


@pytest.mark.parametrize(
    "pattern",
    [
        r"(а+)+б",
        r"\d+ тенге",
        r"\s*ссылка",
        r"(?:\w+ )*!",
        r"с[^.!]*\?",
        r"[A-Z][a-z]*[a-z]*$",
        r"(?:а|аа)+б",
    ],
)
def test_a_superlinear_pattern_is_noticed(pattern: str) -> None:
    compiled = re.compile(pattern)
    assert any(is_superlinear(compiled, x) for x in _forms(compiled))


@pytest.mark.parametrize("pattern", [r"\d{1,9} тенге", r"(?<!\s)\s*ссылка", r"(?<!\d)\d++ тенге"])
def test_a_linear_pattern_passes(pattern: str) -> None:
    compiled = re.compile(pattern)
    assert not any(is_superlinear(compiled, x) for x in _forms(compiled))


def test_no_pattern_goes_back_over_what_it_has_read() -> None:
    slow = {
        str(x.pattern): f"{form[0]!r}, {form[1]!r} repeated"
        for x in _patterns()
        if (form := next((y for y in _forms(x) if is_superlinear(x, y)), None))
    }
    assert not slow, "\n".join(f"{x[:200]} on {text}" for x, text in slow.items())
