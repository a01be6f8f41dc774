"""The revision of the schema that the database has and the one that this release needs.

Comes in: an engine. Goes out: the revision, or an error that says what to do. Works without
alembic, whose import takes longer than everything else that a reading command does.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from baqylau.errors import ConfigurationError

if TYPE_CHECKING:
    from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parent / "migrations"
_NAME = re.compile(r"^revision\b[^=\n]*=\s*[\"']([^\"']+)[\"']", re.MULTILINE)
_BEFORE = re.compile(r"^down_revision\b[^=\n]*=(.*)$", re.MULTILINE)
_QUOTED = re.compile(r"[\"']([^\"']+)[\"']")


@cache
def newest() -> str:
    """The revision that this release needs: the one that no other migration follows."""
    before = {
        x for text in _texts() for line in _BEFORE.findall(text) for x in _QUOTED.findall(line)
    }
    (last,) = known() - before
    return last


@cache
def known() -> frozenset[str]:
    """Every revision that this release can upgrade from."""
    return frozenset(x for text in _texts() for x in _NAME.findall(text))


def _texts() -> list[str]:
    return [x.read_text(encoding="utf-8") for x in (MIGRATIONS / "versions").glob("*.py")]


def revision(engine: "Engine") -> str | None:
    """The revision of the tables; None where there are none."""
    from sqlalchemy import text

    from baqylau.store.connect import reading

    with reading(engine) as connection:
        if not engine.dialect.has_table(connection, "alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def is_known(found: str | None) -> bool:
    """Whether this release can upgrade from a revision; those of later releases it does not
    know.
    """
    return found is None or found in known()


def refuse_later(engine: "Engine") -> None:
    """Raises `ConfigurationError` where a later release has migrated the database: this release
    cannot read its tables and must not change them.
    """
    found = revision(engine)
    if not is_known(found):
        raise ConfigurationError(
            f"the database is at revision {found}, this version of Baqylau knows revisions up to"
            f" {newest()}: a newer release was here; install that release again, or restore the"
            " backup made before it"
        )


def require_current(engine: "Engine") -> None:
    """Raises `ConfigurationError`, with what to do, where the tables are not at the newest
    revision; changes nothing.
    """
    refuse_later(engine)
    found, wanted = revision(engine), newest()
    if found != wanted:
        raise ConfigurationError(
            f"the database is at revision {found or 'none'}, this version needs {wanted}: run"
            " `baqylau migrate` first (`baqylau run` does it by itself on SQLite); make a backup"
            " with the release before, if you want one"
        )
