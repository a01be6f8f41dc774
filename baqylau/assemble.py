"""Settings -> House: the only wiring.

>>> with open_house(settings.load()) as house:
...     jobs.counts(house.engine)
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from baqylau import archive, queue, registry
from baqylau.archive import Archive
from baqylau.model.outlet import Outlet
from baqylau.settings import Settings
from baqylau.store import connect, schema


@dataclass(frozen=True, slots=True)
class House:
    """Everything a room needs of the world. `engine` is the database, opaque outside the store; `outlets` are by id."""

    settings: Settings
    engine: Any
    archive: Archive
    broker: Any
    outlets: Mapping[str, Outlet]


@contextmanager
def open_house(settings: Settings) -> Iterator[House]:
    """The house at the settings' three addresses. A local database is brought to the newest revision; a server's must be there already.

    Raises `ConfigurationError` for a wrong address or an old schema, `RegistryError` for a wrong TOML.
    """
    outlets = registry.load(settings.outlets) if settings.outlets.is_dir() else {}
    engine = connect.connect(settings.database_address)
    broker = queue.connect(settings.queue)
    try:
        if engine.dialect.name == "sqlite":
            schema.migrate(engine)
        else:
            schema.require_current(engine)
        yield House(settings, engine, open_archive(settings), broker, outlets)
    finally:
        queue.close(broker)
        engine.dispose()


def open_archive(settings: Settings) -> Archive:
    """The archive at the settings' address."""
    secret = settings.archive_secret.get_secret_value()
    return archive.open_archive(settings.archive_address, settings.archive_endpoint, settings.archive_region, settings.archive_key, secret)
