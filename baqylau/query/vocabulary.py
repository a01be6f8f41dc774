"""The operators and fields of the query language, read from `operators.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

AND, OR, NOT, NEAR, REFUSED = "and", "or", "not", "near", "refused"
NAMES = ("author", "section", "tag", "said-by", "mentions", "org", "place")
"""Fields whose value is a name or a part of one; the others hold an id, a code or a day."""


@cache
def table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("operators.toml").read_text(encoding="utf-8"))


@cache
def operators() -> dict[str, str]:
    """Operator as written -> its kind."""
    kinds = (AND, OR, NOT, NEAR, REFUSED)
    return {word: kind for kind in kinds for word in table()[kind]}


@cache
def fields() -> dict[str, str]:
    """Name of a field as written, in small letters -> its canonical name."""
    given = table()["fields"]
    return {x: name for name, others in given.items() for x in (name, *others)}


@cache
def later() -> frozenset[str]:
    """Fields that other searches have and this one has not."""
    return frozenset(table()["later"]["fields"])


@cache
def days() -> dict[str, int]:
    return {x: int(n) for n, words in table()["days"].items() for x in words}


@cache
def periods() -> dict[str, int]:
    return {x: int(n) for n, letters in table()["periods"].items() for x in letters}
