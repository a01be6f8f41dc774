"""Which commands change a database, and what each prints when there is none, an older or a newer
schema.

A new command is added to one of the three tables here; the tests then cover it too.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from baqylau.store.connect import connect, reading, writing
from baqylau.store.schema import migrate, revision
from console import main

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 120  # seconds a command may take; only a fault takes as long
LATER = "9999"
CRAWLS = ("crawl", "backfill")

READS = {
    "status": "status",
    "status --watch": "status --watch",
    "export": "export articles",
    "serve": "serve",
    "doctor": "doctor",
    "backup": "backup {folder}/backup",
    "verify": "verify",
    "explain-clean": "explain-clean https://vestnik.test/a",
    "explain": "explain 1",
    "forget url": "forget url https://vestnik.test/a",
    "forget person": "forget person Name",
    "jobs list": "jobs list",
    "outlets health": "outlets health",
    "search": "search мост",
    "edits": "edits",
    "entities list": "entities list",
    "entities show": "entities show 1",
    "entities pairs": "entities pairs",
    "entities changes": "entities changes",
}
"""They read the database; none creates or migrates one."""

WRITES = {
    "run": "run",
    "crawl": "crawl --once",
    "backfill": "backfill tengrinews --from 2026-01-01",
    "import": "import {folder}/pages",
    "work": "work --once",
    "migrate": "migrate",
    "restore": "restore {folder}",
    "reclean": "reclean",
    "forget url --yes": "forget url https://vestnik.test/a --yes",
    "forget person --yes": "forget person Name --yes",
    "jobs sweep": "jobs sweep",
    "jobs retry": "jobs retry",
    "entities merge": "entities merge 1 2",
    "entities split": "entities split 1 --name Name",
    "entities undo": "entities undo 1",
    "entities same": "entities same 1",
    "entities different": "entities different 1",
}
"""They change the database, and migrate a local one first."""

NEITHER = {
    "demo",
    "stories",
    "analysis",
    "settings",
    "clean",
    "facts",
    "outlets draft",
    "outlets try",
    "outlets list",
    "outlets probe",
    "opml",
}
"""They use no database."""


def every_command() -> set[str]:
    found = {x.replace("_", "-").removesuffix("-") for x in main.COMMANDS}
    for group in main.GROUPS:
        app = __import__(f"console.{group}", fromlist=["cli"]).cli
        found |= {f"{group} {_name(x)}" for x in app.registered_commands}
    return found


def _name(command: object) -> str:
    return command.name or command.callback.__name__  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command runs in an empty folder with default settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAQYLAU_CONTACT", "test@vestnik.test")


def run(folder: Path, words: str) -> tuple[int, str]:
    """The command's exit status and what it said. Crawling takes a process of its own, for its
    reactor; the others run in this one.
    """
    (folder / "pages").mkdir(exist_ok=True)
    (folder / "pages" / "manifest.jsonl").touch()
    given = words.format(folder=folder).split()
    if given[0] not in CRAWLS:
        found = CliRunner().invoke(main.cli, given)
        assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
        return found.exit_code, found.output
    done = subprocess.run(
        [sys.executable, "-m", "console.main", *given],
        cwd=folder,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "BAQYLAU_CONTACT": "test@vestnik.test"},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def file_at(folder: Path, at: str) -> Path:
    """A local database at a revision of this version, or at one that a later release made."""
    path = folder / "data" / "baqylau.db"
    engine = connect(f"sqlite:///{path}")
    migrate(engine, "head" if at == LATER else at)
    if at == LATER:
        with writing(engine) as connection:
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{LATER}'"))
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


def revision_of(path: Path) -> str | None:
    engine = connect(f"sqlite:///{path}")
    found = revision(engine)
    engine.dispose()
    return found


def sum_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refusal(folder: Path, words: str) -> str:
    """What the command printed when it refused, as one line without a traceback."""
    status, printed = run(folder, words)
    assert "Traceback" not in printed
    assert status in (1, 2), printed
    return " ".join(printed.split())


def test_every_command_is_in_one_of_the_tables() -> None:
    printed = {*READS, *WRITES, *NEITHER}
    missing = [x for x in every_command() if x not in printed and x.split()[0] not in printed]
    assert not missing, f"{missing}: say in this file whether they change the database"


@pytest.mark.parametrize("words", READS.values(), ids=READS.keys())
def test_reading_makes_no_database(tmp_path: Path, words: str) -> None:
    printed = refusal(tmp_path, words)
    assert "nothing is stored here yet" in printed
    assert str(tmp_path / "data" / "baqylau.db") in printed.replace(" ", "")
    assert not (tmp_path / "data" / "baqylau.db").exists()


@pytest.mark.parametrize("words", READS.values(), ids=READS.keys())
def test_reading_does_not_migrate(tmp_path: Path, words: str) -> None:
    path = file_at(tmp_path, "0001")
    before = sum_of(path)
    assert "baqylau migrate" in refusal(tmp_path, words)
    assert revision_of(path) == "0001"
    assert sum_of(path) == before


@pytest.mark.parametrize("words", [*READS.values(), *WRITES.values()], ids=[*READS, *WRITES])
def test_a_later_releases_database_is_left_alone(tmp_path: Path, words: str) -> None:
    path = file_at(tmp_path, LATER)
    before = sum_of(path)
    printed = refusal(tmp_path, words)
    assert "newer release" in printed
    assert LATER in printed
    assert sum_of(path) == before
    tells = words.split()[0] not in {"run", *main.SERVICES}  # a service's standard error is a log
    assert (f"Data: {tmp_path / 'data'} (default" in printed) == tells


def test_a_later_releases_server_is_left_alone(database: str) -> None:
    from baqylau.errors import ConfigurationError
    from baqylau.store.schema import require_current

    engine = connect(database)
    migrate(engine)
    with writing(engine) as connection:
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{LATER}'"))
    for use in (migrate, require_current):
        with pytest.raises(ConfigurationError, match="newer release"):
            use(engine)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM pages")).scalar_one() == 0
    engine.dispose()
