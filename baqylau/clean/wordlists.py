"""The word lists of cleaning: `boilerplate.toml`, `bylines.toml` and `metadata.toml` are read once;
sets, lists and compiled patterns go out.
"""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from baqylau.errors import ConfigurationError
from baqylau.model.hosts import TOP_LEVEL

_BOILERPLATE = Path(__file__).with_name("boilerplate.toml")
_CACHED_LINES = 4096
"""Lines whose result is cached: each line of a page is tested several times, once for every element
around it.
"""
_BYLINES = Path(__file__).with_name("bylines.toml")
_METADATA = Path(__file__).with_name("metadata.toml")


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(_BOILERPLATE.read_text(encoding="utf-8"))


@cache
def words(table: str, name: str) -> frozenset[str]:
    """A plain list of words."""
    return frozenset(_lists()[table][name])


@cache
def metadata(name: str) -> tuple[str, ...]:
    """The meta tags that hold `name` ("author", "image"), the most trusted first."""
    return tuple(tomllib.loads(_METADATA.read_text(encoding="utf-8"))[name])


@cache
def bylines(name: str) -> tuple[str, ...]:
    """How bylines are written: patterns of what stands before, after and between names, and of
    words that are nobody's name. TOP_LEVEL in a pattern is replaced by the top-level domains.
    """
    given: list[str] = tomllib.loads(_BYLINES.read_text(encoding="utf-8"))[name]
    return tuple(x.replace("TOP_LEVEL", TOP_LEVEL) for x in given)


@cache
def alphabets() -> dict[str, str]:
    """Each name under which outlets link an edition → its script."""
    named: dict[str, list[str]] = tomllib.loads(_METADATA.read_text(encoding="utf-8"))["alphabets"]
    return {name: script for script, names in named.items() for name in names}


class LinePatterns:
    """Lines an editor listed, in small letters, as patterns. Those that begin with ^ are tried only
    at the beginning of a text; the others only where the text holds the letters that every match
    contains; and the text is lowered once instead of matching any case. Together this takes a tenth
    of the time.
    """

    def __init__(self, lines: list[str]) -> None:
        at_start = [x[1:] for x in lines if x.startswith("^")]
        self._at_start = re.compile(
            "^(?:" + ("|".join(f"(?:{x})" for x in at_start) or "(?!)") + ")"
        )
        self._anywhere = [
            (required_letters(x), re.compile(x)) for x in lines if not x.startswith("^")
        ]
        self.search = lru_cache(maxsize=_CACHED_LINES)(self.search_once)

    def search_once(self, text: str) -> bool:
        """The same without the cache, for texts that are asked about once."""
        low = text.lower()
        if self._at_start.match(low):
            return True
        # a loop: a generator takes twice as long, and this is asked for each line of a page
        for letters, line in self._anywhere:  # noqa: SIM110
            if letters in low and line.search(low):
                return True
        return False


_CLASS, _GROUP, _OPTIONAL = (
    re.compile(r"\\.|\[[^\]]{0,200}\]"),
    re.compile(r"\([^()]*\)"),
    re.compile(r".(?:[?*]|\{[^}]{0,9}\})"),
)


def required_letters(line: str) -> str:
    """The longest run of letters and spaces that every match of a line contains; "" where there is
    none.
    """
    rest, before = _CLASS.sub("\n", line), ""
    while rest != before:
        rest, before = _GROUP.sub("\n", rest), rest
    return "" if "|" in rest else max(re.split(r"[^\w ]", _OPTIONAL.sub("\n", rest)), key=len)


@cache
def pattern(name: str) -> LinePatterns:
    """The list of lines `name`. Raises `ConfigurationError` naming the line that does not
    compile.
    """
    lines: list[str] = _lists()["lines"][name]
    for line in lines:
        try:
            re.compile(line)
        except re.error as wrong:
            raise ConfigurationError(
                f"{_BOILERPLATE.name}: lines.{name}: {line!r} does not compile ({wrong}); correct"
                " it"
            ) from wrong
    return LinePatterns(lines)
