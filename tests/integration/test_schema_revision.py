"""The revision that is read without alembic is the one that alembic reads, on both databases."""

from pathlib import Path

import pytest
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from baqylau.store import schema, schema_revision
from baqylau.store.connect import connect, reading


def test_the_newest_is_the_head_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema_revision.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert schema_revision.newest() == ScriptDirectory.from_config(config).get_current_head()


@pytest.mark.parametrize("at", ["head", "base"])
def test_a_database_is_where_alembic_says(engine: Engine, at: str) -> None:
    schema.migrate(engine, at)
    with reading(engine) as connection:
        expected = MigrationContext.configure(connection).get_current_revision()
    assert schema_revision.revision(engine) == expected
    assert (expected == schema_revision.newest()) is (at == "head")


def test_an_empty_database_is_at_none(database: str) -> None:
    engine = connect(database)
    assert schema_revision.revision(engine) is None
    engine.dispose()


LINES = {
    "plain": (
        "revision = '0001'\ndown_revision = None\n",
        "revision = '2'\ndown_revision = '0001'",
    ),
    "typed": (
        'revision: str = "0001"\ndown_revision: str | None = None\n',
        'revision: str = "2"\ndown_revision: str | None = "0001"\n',
    ),
    "a merge": (
        "revision = '0001'\ndown_revision = None\n",
        "revision = '2'\ndown_revision = ('0001', \"0001\")\n",
    ),
}


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES)
def test_a_migration_may_be_spelled_in_any_way_of_alembic(
    lines: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "versions").mkdir()
    for number, text in enumerate(lines):
        (tmp_path / "versions" / f"{number}.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(schema_revision, "MIGRATIONS", tmp_path)
    monkeypatch.setattr(
        schema_revision, "known", schema_revision.known.__wrapped__
    )  # it keeps its answer
    assert schema_revision.newest.__wrapped__() == "2"
