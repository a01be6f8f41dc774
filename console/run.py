"""`baqylau run`: the settings come in; crawler, workers and dashboard run on one data folder until
Ctrl-C. Started again, they go on where they stopped.
"""

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import typer

from baqylau.app import App
from baqylau.errors import ConfigurationError
from baqylau.settings import Settings
from baqylau.store.connect import busy_as_try_later
from baqylau.store.queries import operations
from console.outage_notices import OutageNotices

if TYPE_CHECKING:
    from baqylau.loops import LoopStatus

_INTERVAL = 3.0  # seconds between two checks of the crawler and of failing outlets
_PAUSE = 30.0  # seconds before a crashed crawler is started again: the machine may need time


def command() -> None:
    """Crawl every outlet on its schedule, read its pages, serve the dashboard."""
    from baqylau import logs, registry, settings
    from baqylau.app import open_app
    from console import opening, processes
    from crawler.scope import allowed_outlets

    given = settings.load()
    logs.configure(given.log_level)
    if given.outlets.is_dir():
        allowed_outlets(
            registry.load(given.outlets), given
        )  # wrong outlets are refused before anything is opened
    with (
        processes.until_signal() as stop,
        open_app(given) as app,
        processes.serving(app) as address,
    ):
        typer.echo(f"Dashboard: {address}   Data: {given.data.resolve()}   Ctrl-C ends.")
        opening.tell(app, address)
        _run(app, given, stop)
    typer.echo("Ended; `baqylau run` goes on from here.")


def _run(app: App, settings: Settings, stop: threading.Event) -> None:
    from baqylau.sandbox.pool import SandboxPool
    from workers.run import working

    with SandboxPool(settings) as readers, working(app, readers):
        _crawl(app, settings, stop)


def _crawl(app: App, settings: Settings, stop: threading.Event) -> None:
    """Runs a crawler process until `stop` is set; one that crashed is started again. Raises
    `ConfigurationError` where the crawler refuses its settings.
    """
    from baqylau.loops import LoopStatus
    from console import processes

    notices, loop = OutageNotices(), LoopStatus("process tree", timedelta(seconds=_INTERVAL))
    while not stop.is_set():
        child = processes.crawler(settings)
        try:
            processes.start(child)
            while child.is_alive() and not stop.wait(_INTERVAL):
                _print_notices(app, notices, loop)
        except OSError as wrong:  # no process or file can be opened now
            loop.failed(wrong)
        finally:
            processes.end(child)
        if stop.is_set():
            return
        if child.exitcode == processes.REFUSED:
            raise ConfigurationError(
                "the crawler did not start; the reason is printed above (`baqylau serve` shows what"
                " is stored without crawling)"
            )
        import structlog

        structlog.get_logger("run").error(
            "crawler crashed", exit_status=child.exitcode, starts_again_in=_PAUSE
        )
        stop.wait(_PAUSE)


def _print_notices(app: App, notices: OutageNotices, loop: "LoopStatus") -> None:
    try:
        with busy_as_try_later():
            lines = notices.update(operations.visited(app.engine))
    except Exception as wrong:  # noqa: BLE001  (reported later; the crawler goes on)
        loop.failed(wrong)
        return
    loop.progressed()
    for line in lines:
        typer.echo(line)
