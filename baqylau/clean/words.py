"""The word lists of cleaning, read once from `boilerplate.toml`, as compiled patterns."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from baqylau.errors import ConfigurationError

_FILE = Path(__file__).with_name("boilerplate.toml")


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def words(table: str, name: str) -> frozenset[str]:
    """A plain list of words."""
    return frozenset(_lists()[table][name])


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
