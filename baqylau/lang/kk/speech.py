"""The word lists of Kazakh reported speech (`speech.toml`), by their keys."""

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads(files(__package__).joinpath("speech.toml").read_text(encoding="utf-8"))


@cache
def words(key: str) -> tuple[str, ...]:
    """One list, longest first, so that alternations try the longer phrase before its beginning."""
    return tuple(sorted(_lists()[key], key=len, reverse=True))


@cache
def any_of(*keys: str) -> str:
    """The lists as one regular expression alternation."""
    return "|".join(re.escape(x) for x in sorted((x for key in keys for x in _lists()[key]), key=len, reverse=True))
