"""The operators and fields of the query language, read from `operators.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

AND, OR, NOT, NEAR, REFUSED = "and", "or", "not", "near", "refused"
ENTITIES = {
    "said-by": ("person", "organization"),
    "mentions": ("person", "organization", "place"),
    "org": ("organization",),
    "place": ("place",),
    "cites": ("organization", "person"),
    "appointed": ("person",),
}
"""Fields whose value is a name in any spelling -> the types of entities that it may mean."""
NUMBERS = ("amount", "percent")
"""Fields that compare a number."""


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


@cache
def numbers() -> dict[str, int]:
    """Word behind a number -> the power of ten that it means."""
    return {x: int(n) for n, words in table()["numbers"].items() for x in words}
