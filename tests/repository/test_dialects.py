"""Only `baqylau/store/dialect/` and `baqylau/store/connect.py` ask which of the two databases they
talk to; the rest of the store is written once for both.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("baqylau", "crawler", "workers", "dashboard", "console", "press")
ALLOWED = ("baqylau/store/dialect/", "baqylau/store/connect.py", "baqylau/store/migrations/")
"""Migrations are written for the release that they belong to and are not changed afterwards."""
NAMES = frozenset({"sqlite", "postgresql"})


def questions(source: str) -> Iterator[int]:
    """The lines of a source that ask for the name of the dialect, or compare a name with it."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(attr="name", value=ast.Attribute(attr="dialect")):
                yield node.lineno
            case ast.Attribute(attr="name", value=ast.Name(id="dialect")):
                yield node.lineno
            case ast.Compare(left=left, comparators=others):
                if any(isinstance(x, ast.Constant) and x.value in NAMES for x in (left, *others)):
                    yield node.lineno


def test_only_the_dialects_ask_which_database_it_is() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if not str(path.relative_to(ROOT)).startswith(ALLOWED)
        for line in questions(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "put what differs between the databases into baqylau/store/dialect/"


@pytest.mark.parametrize(
    "source",
    [
        'engine.dialect.name == "x"',
        "connection.dialect.name",
        'engine.name == "sqlite"',
        '"postgresql" != dialect.name',
    ],
)
def test_a_question_is_found_however_it_is_put(source: str) -> None:
    assert list(questions(source))


@pytest.mark.parametrize("source", ["engine.name", "dialect.upsert(x)", 'x = "sqlite"'])
def test_what_asks_no_question_is_not_found(source: str) -> None:
    assert not list(questions(source))
