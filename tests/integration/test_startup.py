"""A command imports only what it needs: the packages that each command must not import are listed
here.
"""

import json
import os
import shutil
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
Commands = dict[tuple[str, ...], tuple[str, ...]]
"""Command line -> packages."""
MUST_NOT: Commands = {
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

HELP = {
    (spelled(module), "--help"): (
        *(*CRAWLING, "trafilatura", "slovnet", "numpy"),
        *("dramatiq", "boto3", "fastapi", "alembic"),
    )
    for module in COMMANDS | GROUPS
}
"""The help of a command does not import what only its run needs."""

PROGRAM = """
import json, sys
from console.main import cli
for words, suspects in json.load(sys.stdin):
    sys.stdin = open("/dev/null")
    try:
        cli(words, prog_name="baqylau")
    except SystemExit as end:
        assert not end.code, (words, end.code)
    print("IMPORTED", json.dumps([words, sorted(sys.modules.keys() & set(suspects))]))
"""
"""Runs command lines one after another and says after each what it should not have imported. What
one imported stays for those behind it: the first that fails is the one to mend.
"""


def chains(must_not: Commands) -> list[list[tuple[str, ...]]]:
    """The command lines of each process, since most of a command's time is its start: nothing that
    a command must not import may be imported by one before it.
    """
    found: list[list[tuple[str, ...]]] = []
    for words in sorted(must_not, key=lambda x: len(must_not[x]), reverse=True):
        fits = (x for x in found if covered(must_not[words], must_not[x[-1]]))
        chain = next(fits, None)
        if chain is None:
            found.append(chain := [])
        chain.append(words)
    return found


def covered(packages: tuple[str, ...], by: tuple[str, ...]) -> bool:
    return all(any(f"{x}.".startswith(f"{y}.") for y in by) for x in packages)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Commands:
    """Command line -> what it imported and must not, over an empty database."""
    folder = tmp_path_factory.mktemp("data")
    shutil.copyfile(migrated_file, folder / "baqylau.db")
    found: Commands = {}
    for some in (MUST_NOT, HELP):
        for chain in chains(some):
            found |= _run(folder, [(words, some[words]) for words in chain])
    return found


def _run(folder: Path, asked: list[tuple[tuple[str, ...], tuple[str, ...]]]) -> Commands:
    here = {x: y for x, y in os.environ.items() if not x.startswith("BAQYLAU_")}  # noqa: TID251
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=here | {"BAQYLAU_DATA": str(folder)},
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [x for x in done.stdout.splitlines() if x.startswith("IMPORTED ")]
    answers = (json.loads(x.removeprefix("IMPORTED ")) for x in lines)
    return {tuple(words): tuple(packages) for words, packages in answers}


def test_few_processes_are_enough_for_all_commands() -> None:
    assert len(chains(MUST_NOT)) <= 4
    assert len(chains(HELP)) == 1
    for chain in chains(MUST_NOT):
        for place, words in enumerate(chain):
            assert all(covered(MUST_NOT[words], MUST_NOT[x]) for x in chain[:place])


@pytest.mark.parametrize("words", MUST_NOT, ids=" ".join)
def test_a_command_imports_only_what_it_needs(words: tuple[str, ...], imported: Commands) -> None:
    assert imported[words] == ()


@pytest.mark.parametrize("words", HELP, ids=" ".join)
def test_the_help_of_a_command_does_not_import_what_only_its_run_needs(
    words: tuple[str, ...], imported: Commands
) -> None:
    assert imported[words] == ()
