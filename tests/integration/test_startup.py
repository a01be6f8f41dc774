"""A command imports only what it needs: the packages that each command must not import are listed
here.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from console.main import COMMANDS, GROUPS, spelled

ROOT = Path(__file__).resolve().parents[2]
CRAWLING = ("scrapy", "twisted")
CLEANING = ("trafilatura", "htmldate", "lxml")
READING = ("slovnet", "navec", "numpy", "pymorphy3", "razdel", "pycrfsuite")
QUEUE = ("dramatiq", "redis")
SERVING = ("fastapi", "uvicorn", "jinja2", "prometheus_client")
STORING = ("sqlalchemy", "alembic", "psycopg")
ARCHIVE = ("boto3", "botocore", "zstandard", "warcio")
SETTINGS = ("pydantic", "pydantic_settings", "structlog")
ALL_BUT_DATABASE = CRAWLING + CLEANING + READING + QUEUE + SERVING + ARCHIVE
EVERYTHING = ALL_BUT_DATABASE + STORING + SETTINGS
"""Packages by their purpose."""

POSTGRES = ("psycopg", "sqlalchemy.dialects.postgresql")  # the tests use SQLite
MUST_NOT: dict[tuple[str, ...], tuple[str, ...]] = {
    ("--help",): EVERYTHING,
    ("--version",): EVERYTHING,
    ("status",): (*ALL_BUT_DATABASE, "alembic", *POSTGRES, "structlog"),
    ("jobs", "list"): (*ALL_BUT_DATABASE, "alembic", *POSTGRES, "structlog"),
    ("jobs", "retry"): (*ALL_BUT_DATABASE, "alembic", *POSTGRES, "structlog"),
    ("export", "articles"): (*CRAWLING, *CLEANING, *QUEUE, *SERVING, "boto3", "numpy", "alembic"),
    ("search", "мост"): (*CRAWLING, *CLEANING, *QUEUE, *SERVING, "boto3", "numpy", "alembic"),
    ("export", "gaps"): (*CRAWLING, *CLEANING, *READING, *QUEUE, *SERVING, "boto3", "alembic"),
    ("settings",): (*ALL_BUT_DATABASE, *STORING, "structlog"),
    ("outlets", "list"): (*ALL_BUT_DATABASE, *STORING, "structlog"),
    ("outlets", "health"): (*CRAWLING, *CLEANING, *READING, *QUEUE, *SERVING, "alembic"),
    ("clean",): (*CRAWLING, *QUEUE, *SERVING, *STORING, *ARCHIVE, "slovnet", "numpy"),
    ("facts",): (*CRAWLING, *CLEANING, *QUEUE, *SERVING, *STORING, *ARCHIVE),
}
"""Command line -> packages that its run over an empty database, or no input, must not import."""

PROGRAM = """
import sys
from console.main import cli
try:
    cli(sys.argv[2:], prog_name="baqylau")
except SystemExit as end:
    assert not end.code, end.code
print("IMPORTED", *sorted(sys.modules.keys() & set(sys.argv[1].split(","))))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("data")
    imported(made, ("migrate",), ())
    return made


def imported(folder: Path, words: tuple[str, ...], suspects: tuple[str, ...]) -> list[str]:
    here = {x: y for x, y in os.environ.items() if not x.startswith("BAQYLAU_")}  # noqa: TID251
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, ",".join(suspects), *words],
        cwd=ROOT,
        env=here | {"BAQYLAU_DATA": str(folder)},
        input="",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.rsplit("IMPORTED", 1)[1].split()


@pytest.mark.parametrize("words", MUST_NOT, ids=" ".join)
def test_a_command_imports_only_what_it_needs(words: tuple[str, ...], folder: Path) -> None:
    assert imported(folder, words, MUST_NOT[words]) == []


@pytest.mark.parametrize("module", COMMANDS | GROUPS)
def test_the_help_of_a_command_does_not_import_what_only_its_run_needs(
    module: str, folder: Path
) -> None:
    heavy = (*CRAWLING, "trafilatura", "slovnet", "numpy", "dramatiq", "boto3", "fastapi")
    assert imported(folder, (spelled(module), "--help"), (*heavy, "alembic")) == []
