"""`baqylau run`: the whole house in one process tree on one data folder, until Ctrl-C; started
again it goes on where it was.
"""

import threading
from datetime import timedelta

import typer

from baqylau.app import App
from baqylau.errors import ConfigurationError
from baqylau.loops import LoopStatus
from baqylau.settings import Settings
from baqylau.store.connect import busy_as_try_later
from baqylau.store.queries import operations
from console.outage_notices import OutageNotices

_LOOK = 3.0  # seconds between two looks at the crawler and at which outlets it could not read
_PAUSE = (
    30.0  # seconds before a crawler that died is started again: its trouble may be the machine's
)


def command() -> None:
    """Crawl every outlet on its schedule, read its pages, serve the dashboard."""
    from baqylau import logs, registry, settings
    from baqylau.app import open_app
    from console import processes
    from crawler.scope import allowed_outlets

    given = settings.load()
    logs.configure(given.log_level)
    if given.outlets.is_dir():
        allowed_outlets(registry.load(given.outlets), given)  # refuses before anything is opened
    with processes.until_told() as told, open_app(given) as app, processes.serving(app) as address:
        typer.echo(f"Dashboard: {address}   Data: {given.data.resolve()}   Ctrl-C ends.")
        _live(app, given, told)
    typer.echo("Ended; `baqylau run` goes on from here.")


def _live(app: App, settings: Settings, told: threading.Event) -> None:
    from baqylau.sandbox.pool import SandboxPool
    from workers.run import working

    with SandboxPool(settings) as readers, working(app, readers):
        _crawl(app, settings, told)


def _crawl(app: App, settings: Settings, told: threading.Event) -> None:
    """A crawler beside us until told to stop; one that died is started again. Raises
    `ConfigurationError` where it refuses to start.
    """
    from console import processes

    reach, record = OutageNotices(), LoopStatus("process tree", timedelta(seconds=_LOOK))
    while not told.is_set():
        child = processes.crawler(settings)
        try:
            processes.start(child)
            while child.is_alive() and not told.wait(_LOOK):
                _tell(app, reach, record)
        except OSError as wrong:  # no process or file is to be had now
            record.failed(wrong)
        finally:
            processes.end(child)
        if told.is_set():
            return
        if child.exitcode == processes.REFUSED:
            raise ConfigurationError(
                "the crawler did not start; its reason stands above (`baqylau serve` shows what is"
                " stored without crawling)"
            )
        import structlog

        structlog.get_logger("run").error(
            "crawler died", exit_status=child.exitcode, starts_again_in=_PAUSE
        )
        told.wait(_PAUSE)


def _tell(app: App, reach: OutageNotices, record: LoopStatus) -> None:
    try:
        with busy_as_try_later():
            lines = reach.news(operations.visited(app.engine))
    except Exception as wrong:  # noqa: BLE001  (reported later; the crawler goes on)
        record.failed(wrong)
        return
    record.progressed()
    for line in lines:
        typer.echo(line)
