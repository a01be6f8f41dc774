"""The word lists of cleaning, read once from `boilerplate.toml` and `metadata.toml`, as sets, lists and compiled patterns."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from baqylau.errors import ConfigurationError

_FILE = Path(__file__).with_name("boilerplate.toml")
_METADATA = Path(__file__).with_name("metadata.toml")


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def words(table: str, name: str) -> frozenset[str]:
    """A plain list of words."""
    return frozenset(_lists()[table][name])


@cache
def metadata(name: str) -> tuple[str, ...]:
    """Names of meta tags that say `name`, the most trusted first."""
    return tuple(tomllib.loads(_METADATA.read_text(encoding="utf-8"))[name])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The list of lines `name` as one pattern. Raises `ConfigurationError` naming the line that does not compile."""
    lines: list[str] = _lists()["lines"][name]
    for line in lines:
        try:
            re.compile(line)
        except re.error as wrong:
            raise ConfigurationError(f"{_FILE.name}: lines.{name}: {line!r} does not compile ({wrong}); correct it") from wrong
    return re.compile("|".join(f"(?:{x})" for x in lines), re.I)
