"""Opens what the settings name: settings come in, an `App` with database, archive, queue and
outlets goes out. No other module connects these parts.

Each part imports its libraries when it is opened, so that a command which only reads the database
starts quickly.

>>> with open_app(settings.load()) as app:
...     jobs.counts(app.engine)
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from baqylau.errors import TryLater

if TYPE_CHECKING:
    from baqylau.archive import Archive
    from baqylau.llm import LlmClient
    from baqylau.model.outlet import Outlet
    from baqylau.settings import Settings

# seconds; recovery after a crash took one second, a cold start on a busy machine nine
_STARTING_UP = 60.0


@dataclass(frozen=True, slots=True)
class App:
    """What commands, workers and crawler share. Only the store looks inside `engine`, the database;
    `outlets` are by id; `reader` is the optional language model.
    """

    settings: "Settings"
    engine: Any
    archive: "Archive"
    broker: Any
    outlets: Mapping[str, "Outlet"]
    reader: "LlmClient | None" = None


@contextmanager
def open_app(settings: "Settings", *, migrate: bool = True) -> Iterator[App]:
    """The app at the settings' three addresses. A local database is created and migrated to the
    newest revision; a server's database must exist already. With `migrate=False`, for commands that
    only read, nothing is created or migrated: a local database must exist too.

    Raises `ConfigurationError` for a wrong address, no database, or a schema of another version,
    `TryLater` where the database cannot be reached, `RegistryError` for a wrong TOML file.
    """
    from baqylau import queue

    outlets = outlets_of(settings)
    broker = queue.connect(settings.queue)
    try:
        with open_database(settings, migrate=migrate) as engine:
            yield App(
                settings, engine, open_archive(settings), broker, outlets, open_reader(settings)
            )
    finally:
        queue.close(broker)


@contextmanager
def open_database(settings: "Settings", *, migrate: bool = False) -> Iterator[Any]:
    """The database alone, for commands that only read it: no queue, archive or outlets. `migrate`
    and the errors are those of `open_app`.
    """
    from baqylau.store import connect

    make_private(settings)
    engine = connect.connect(settings.database_address, make=migrate)
    try:
        _wait_for(lambda: _bring_up_to_date(engine, migrate))
        yield engine
    finally:
        engine.dispose()


def _bring_up_to_date(engine: Any, migrate: bool) -> None:
    from baqylau.store import connect, schema_revision

    if not connect.is_embedded(engine) or not migrate:
        schema_revision.require_current(engine)
    elif schema_revision.revision(engine) != schema_revision.newest():
        from baqylau.store import schema

        schema.migrate(engine)


def outlets_of(settings: "Settings") -> Mapping[str, "Outlet"]:
    """The registry's outlets by id; none where its folder is missing. Raises `RegistryError`."""
    from baqylau import registry

    return registry.load(settings.outlets) if settings.outlets.is_dir() else {}


def make_private(settings: "Settings") -> None:
    """Removes the rights of others from a data folder that an earlier release made readable for
    everybody, and logs it in one line. Does nothing where `keep_modes` is set.
    """
    from baqylau import private

    data = settings.data.resolve()
    changed, refused = (0, []) if settings.keep_modes else private.tighten(data)
    if not changed and not refused:
        return
    import structlog

    log = structlog.get_logger("app")
    if changed:
        log.info(
            "removed the rights of others from the data folder", folder=str(data), changed=changed
        )
    if refused:
        log.warning(
            "other users may still read a part of the data folder; make the user of this process"
            " its owner, or set BAQYLAU_KEEP_MODES=true",
            folder=str(data),
            paths=len(refused),
            first=str(refused[0]),
        )


def _wait_for(check: Callable[[], None]) -> None:
    """Waits for a database that is still starting. Raises `TryLater` where it cannot be reached."""
    from baqylau.store.connect import busy_as_try_later

    end = time.monotonic() + _STARTING_UP
    while True:
        try:
            with busy_as_try_later():
                return check()
        except TryLater as busy:
            if time.monotonic() > end:
                raise
            _warn(busy)
            time.sleep(1)


def _warn(busy: TryLater) -> None:
    import structlog

    structlog.get_logger("app").warning("the database cannot be reached yet", error=str(busy))


def open_reader(settings: "Settings") -> "LlmClient | None":
    """The optional language model; None, as by default, where no endpoint is set. Raises
    `ConfigurationError` for a wrong address or no model.
    """
    if not settings.llm_endpoint:
        return None
    from baqylau.llm import FOLDER, LlmClient

    return LlmClient(
        endpoint=settings.llm_endpoint,
        model=settings.llm_model,
        key=settings.llm_key.get_secret_value(),
        folder=settings.data / FOLDER,
        price_in=settings.llm_price_in,
        price_out=settings.llm_price_out,
        cap=settings.llm_cap,
        timeout=settings.llm_timeout,
    )


def open_archive(settings: "Settings") -> "Archive":
    """The archive at the settings' address."""
    from baqylau import archive

    secret = settings.archive_secret.get_secret_value()
    return archive.open_archive(
        settings.archive_address,
        settings.archive_endpoint,
        settings.archive_region,
        settings.archive_key,
        secret,
    )
