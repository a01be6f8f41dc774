"""The migrations say what `tables.py` says, up and down, on both databases."""

import pytest
from sqlalchemy import Engine, inspect

from baqylau.errors import ConfigurationError
from baqylau.store.connect import connect
from baqylau.store.schema import differences, migrate, require_current


def test_migrations_and_tables_agree(engine: Engine) -> None:
    assert differences(engine) == []


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
