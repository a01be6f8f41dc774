"""`baqylau run`: the whole house in one process tree on one data folder, until Ctrl-C; started
again it goes on where it was.
"""

import threading
from datetime import timedelta

import typer

from baqylau.assemble import House
from baqylau.errors import ConfigurationError
from baqylau.loops import Record
from baqylau.settings import Settings
from baqylau.store import overview
from baqylau.store.connect import busy_as_try_later
from console.reach import Reach

_LOOK = 3.0  # seconds between two looks at the crawler and at which outlets it could not read
_PAUSE = (
    30.0  # seconds before a crawler that died is started again: its trouble may be the machine's
)


def command() -> None:
    """Crawl every outlet on its schedule, read its pages, serve the dashboard."""
    from baqylau import logs, registry, settings
    from baqylau.assemble import open_house
    from console import tree
    from crawler.territory import welcome

    given = settings.load()
    logs.configure(given.log_level)
    if given.outlets.is_dir():
        welcome(registry.load(given.outlets), given)  # refuses before anything is opened
    with tree.until_told() as told, open_house(given) as house, tree.serving(house) as address:
        typer.echo(f"Dashboard: {address}   Data: {given.data.resolve()}   Ctrl-C ends.")
        _live(house, given, told)
    typer.echo("Ended; `baqylau run` goes on from here.")


def _live(house: House, settings: Settings, told: threading.Event) -> None:
    from workers.run import working
    from workers.thinking import Thinking

    with Thinking(settings) as thinkers, working(house, thinkers):
        _crawl(house, settings, told)


def _crawl(house: House, settings: Settings, told: threading.Event) -> None:
    """A crawler beside us until told to stop; one that died is started again. Raises
    `ConfigurationError` where it refuses to start.
    """
    from console import tree

    reach, record = Reach(), Record("process tree", timedelta(seconds=_LOOK))
    while not told.is_set():
        child = tree.crawler(settings)
        try:
            tree.start(child)
            while child.is_alive() and not told.wait(_LOOK):
                _tell(house, reach, record)
        except OSError as wrong:  # no process or file is to be had now
            record.failed(wrong)
        finally:
            tree.end(child)
        if told.is_set():
            return
        if child.exitcode == tree.REFUSED:
            raise ConfigurationError(
                "the crawler did not start; its reason stands above (`baqylau serve` shows what is"
                " stored without crawling)"
            )
        import structlog

        structlog.get_logger("run").error(
            "crawler died", exit_status=child.exitcode, starts_again_in=_PAUSE
        )
        told.wait(_PAUSE)


def _tell(house: House, reach: Reach, record: Record) -> None:
    try:
        with busy_as_try_later():
            lines = reach.news(overview.visited(house.engine))
    except Exception as wrong:  # noqa: BLE001  (reported later; the crawler goes on)
        record.failed(wrong)
        return
    record.progressed()
    for line in lines:
        typer.echo(line)
