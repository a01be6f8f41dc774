"""The migrations lead to the tables of `store.tables`, up and down, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text

from baqylau.errors import ConfigurationError
from baqylau.store import frontier, outlets
from baqylau.store.connect import connect, reading, writing
from baqylau.store.dialect.index_options import CONDITION, POSTGRES_METHOD, with_options
from baqylau.store.schema import _config, differences, migrate, require_current
from baqylau.store.tables import metadata


def test_migrations_and_tables_agree(engine: Engine) -> None:
    assert differences(engine) == []


def test_partial_indexes_have_the_condition_that_the_tables_name(engine: Engine) -> None:
    """Autogenerate does not compare conditions."""
    wanted = {
        index.name: f"{index.dialect_options[engine.dialect.name]['where']}"
        for table in with_options(metadata).tables.values()
        for index in table.indexes
        if CONDITION in index.info
    }
    assert wanted
    found = {
        index["name"]: f"{condition}".strip("()")
        for table in metadata.tables
        for index in inspect(engine).get_indexes(table)
        if (condition := index["dialect_options"].get(f"{engine.dialect.name}_where")) is not None
    }
    assert found == wanted


def test_indexes_have_the_method_that_the_tables_name(engine: Engine) -> None:
    """Autogenerate does not compare methods."""
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one method")
    wanted = {
        index.name: index.info[POSTGRES_METHOD]
        for table in metadata.tables.values()
        for index in table.indexes
        if POSTGRES_METHOD in index.info
    }
    assert wanted
    found = {
        index["name"]: method
        for table in metadata.tables
        for index in inspect(engine).get_indexes(table)
        if (method := index["dialect_options"].get("postgresql_using", "btree")) != "btree"
    }
    assert {x: y for x, y in found.items() if x in wanted} == wanted


def test_down_and_up_again(engine: Engine) -> None:
    migrate(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    migrate(engine)
    assert differences(engine) == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    require_current(engine)


def test_an_empty_database_is_refused_with_the_remedy(database: str) -> None:
    engine = connect(database)
    with pytest.raises(ConfigurationError, match="baqylau migrate"):
        require_current(engine)
    engine.dispose()


@pytest.mark.parametrize("address", ["mysql://host/name", "sqlite://", "nonsense"])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(ConfigurationError, match="setting database"):
        connect(address)


MOMENT = datetime(2026, 3, 1, tzinfo=UTC)
_OUTLET = (
    "INSERT INTO outlets (id, name, sample, failures, next_visit) VALUES ('old', 'Old', false, 2,"
    " :now)"
)
_ADDRESS = (
    "INSERT INTO addresses (outlet, url, url_hash, kind, first_seen, attempts)"
    " VALUES ('old', 'https://old.test/rss', :hash, 'feed', :now, 3)"
)


def test_outlets_and_addresses_of_the_first_revision_are_visited_after_the_newest_and_back(
    database: str,
) -> None:
    engine = connect(database)
    migrate(engine, "0001")
    url = "https://old.test/rss"
    with writing(engine) as connection:
        now = MOMENT if engine.dialect.name == "postgresql" else "2026-03-01 00:00:00.000000"
        connection.execute(text(_OUTLET), {"now": now})
        connection.execute(text(_ADDRESS), {"now": now, "hash": frontier.key_of(url)})
    migrate(engine)
    assert differences(engine) == []
    [claim] = outlets.claim(engine, MOMENT + timedelta(days=1), timedelta(minutes=1), 1)
    assert (claim.outlet_id, claim.failures, claim.begun) == ("old", 2, 0)
    address = frontier.discovery_address(engine, "old", url, "feed", MOMENT)
    assert (address.attempts, address.not_before) == (3, None)
    frontier.unreadable(engine, address.id, MOMENT)
    assert frontier.discovery_address(engine, "old", url, "feed", MOMENT).attempts == 4
    with engine.connect().execution_options(writing=True, migrating=True) as connection:
        with connection.begin():
            command.downgrade(_config(connection), "0001")
        if engine.dialect.name == "sqlite":
            connection.invalidate()
    with reading(engine) as connection:
        kept = connection.execute(text("SELECT failures FROM outlets")).scalars().all()
        rows = connection.execute(text("SELECT attempts FROM addresses")).scalars().all()
    assert (kept, rows) == ([2], [4])
    migrate(engine)
    assert differences(engine) == []
    engine.dispose()
