"""The revisions of the schema.

Comes in: an engine. Goes out: its tables at the wanted revision. `python -m baqylau.store.schema
"what changes"` writes a new revision from the difference to `tables.py`.
"""

import sys
import tempfile
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from baqylau.store.connect import connect, migrating, reading
from baqylau.store.dialect import locks, search_index
from baqylau.store.dialect.index_options import with_options
from baqylau.store.schema_revision import (
    MIGRATIONS,
    is_known,
    newest,
    refuse_later,
    require_current,
    revision,
)
from baqylau.store.tables import metadata

__all__ = ["differences", "is_known", "is_ours", "migrate", "newest", "require_current", "revision"]

# any fixed number: the key of the lock by which one process migrates at a time
LOCK = 0x62717931


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether a table is compared with `tables.py`; the full-text index is not."""
    return kind != "table" or name is None or not name.startswith(search_index.TABLE)


def migrate(engine: Engine, revision: str = "head") -> None:
    """Brings the tables to `revision` ("base" removes them all); several processes may call it at
    the same time. Raises `ConfigurationError` where a later release has migrated the database.
    """
    refuse_later(engine)
    with migrating(engine) as connection:
        locks.lock(connection, LOCK)
        down = _is_before(revision, MigrationContext.configure(connection))
        (command.downgrade if down else command.upgrade)(_config(connection), revision)


def _is_before(wanted: str, context: MigrationContext) -> bool:
    """Whether the wanted revision is before the one that the tables have."""
    found = context.get_current_revision()
    if wanted in ("base", "head") or found is None:
        return wanted == "base"
    script = ScriptDirectory(str(MIGRATIONS))
    walked = script.walk_revisions("base", found)
    return wanted != found and wanted in {x.revision for x in walked}


def differences(engine: Engine) -> list[Any]:
    """What autogenerate would still change; empty when the migrations lead to the tables of
    `tables.py`.
    """
    with reading(engine) as connection:
        return list(
            compare_metadata(
                MigrationContext.configure(
                    connection, opts={"include_name": is_ours, "compare_type": True}
                ),
                with_options(metadata),
            )
        )


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _write_revision(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/new.db")
        migrate(engine)
        with engine.connect() as connection, connection.begin():
            command.revision(_config(connection), message, autogenerate=True)


if __name__ == "__main__":
    _write_revision(sys.argv[1])
