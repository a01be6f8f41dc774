"""Settings -> House: the only wiring.

>>> with open_house(settings.load()) as house:
...     jobs.counts(house.engine)
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog

from baqylau import archive, llm, queue, registry
from baqylau.archive import Archive
from baqylau.errors import TryLater
from baqylau.llm import Reader
from baqylau.model.outlet import Outlet
from baqylau.settings import Settings
from baqylau.store import connect, schema
from baqylau.store.connect import busy_as_try_later

log = structlog.get_logger("house")

# seconds; a database that recovers after a crash took a second, a cold one on a busy machine nine
_STARTING_UP = 60.0


@dataclass(frozen=True, slots=True)
class House:
    """Everything a room needs of the world. `engine` is the database, opaque outside the store;
    `outlets` are by id;
    `reader` is the optional language model."""

    settings: Settings
    engine: Any
    archive: Archive
    broker: Any
    outlets: Mapping[str, Outlet]
    reader: Reader | None = None


@contextmanager
def open_house(settings: Settings, *, migrate: bool = True) -> Iterator[House]:
    """The house at the settings' three addresses. A local database is brought to the newest
    revision; a server's must be there already. Where `migrate` is False, as for commands that only
    read, nothing is made or migrated: a local database must be there already too.

    Raises `ConfigurationError` for a wrong address, no database, or another schema than this
    version's, `TryLater` where the database stays away, `RegistryError` for a wrong TOML.
    """
    outlets = registry.load(settings.outlets) if settings.outlets.is_dir() else {}
    engine = connect.connect(settings.database_address, make=migrate)
    broker = queue.connect(settings.queue)
    migrates = migrate and engine.dialect.name == "sqlite"
    try:
        _wait_for(lambda: schema.migrate(engine) if migrates else schema.require_current(engine))
        yield House(
            settings, engine, open_archive(settings), broker, outlets, open_reader(settings)
        )
    finally:
        queue.close(broker)
        engine.dispose()


def _wait_for(look: Callable[[], None]) -> None:
    """A database that is starting up with us is waited for. Raises `TryLater` where it stays
    away.
    """
    end = time.monotonic() + _STARTING_UP
    while True:
        try:
            with busy_as_try_later():
                return look()
        except TryLater as busy:
            if time.monotonic() > end:
                raise
            log.warning("the database is away", error=str(busy))
            time.sleep(1)


def open_reader(settings: Settings) -> Reader | None:
    """The optional language model; None, as by default, where no endpoint is set. Raises
    `ConfigurationError` for a wrong address or no model.
    """
    if not settings.llm_endpoint:
        return None
    return Reader(
        endpoint=settings.llm_endpoint,
        model=settings.llm_model,
        key=settings.llm_key.get_secret_value(),
        folder=settings.data / llm.FOLDER,
        price_in=settings.llm_price_in,
        price_out=settings.llm_price_out,
        cap=settings.llm_cap,
        timeout=settings.llm_timeout,
    )


def open_archive(settings: Settings) -> Archive:
    """The archive at the settings' address."""
    secret = settings.archive_secret.get_secret_value()
    return archive.open_archive(
        settings.archive_address,
        settings.archive_endpoint,
        settings.archive_region,
        settings.archive_key,
        secret,
    )
