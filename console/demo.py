"""`baqylau demo`: the sample press is crawled and read, from its pages to stored facts; a summary
and a dashboard go out.

All its data is in `demo-data/`, which is made anew each time: invented articles never mix with real
ones.
"""

import shutil
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from baqylau import private
from baqylau.settings import Settings

FOLDER = Path("demo-data")
_DEMO_FILES = (
    "archive",
    "outlets",
    "baqylau.db",
    "baqylau.db-wal",
    "baqylau.db-shm",
    "crawl.log",
    "work.log",
)


def command(
    once: Annotated[bool, typer.Option("--once", help="End after the summary.")] = False,
) -> None:
    """Crawl the sample press, read it, show what was found; then serve the dashboard."""
    from rich.console import Console

    from baqylau import logs
    from baqylau.app import open_app
    from console import processes, progress, summary
    from press.server import running

    console = Console()
    _clear(FOLDER)
    with processes.until_signal() as stop, running() as sample, ExitStack() as open_things:
        sample.write_outlets(FOLDER / "outlets")
        given = _settings(sample.hosts)
        logs.configure(given.log_level, FOLDER / "work.log")
        app = open_things.enter_context(open_app(given))
        address = None if once else open_things.enter_context(processes.serving(app))
        console.print(
            f"Sample press: {len(sample.origins)} invented outlets on this machine; no internet is"
            " used."
        )
        if address:
            console.print(f"Dashboard: [bold]{address}[/]   it fills while you look; Ctrl-C ends.")
        began = time.monotonic()
        if not progress.crawl_and_read(app, console, FOLDER / "crawl.log", stop):
            return
        summary.show(app, console, time.monotonic() - began)
        if address:
            console.print(f"Dashboard: [bold]{address}[/]   Ctrl-C ends.")
            stop.wait()


def _clear(folder: Path) -> None:
    """Deletes the files of an earlier demo. Other files in the folder stay."""
    private.folder(folder)
    for name in _DEMO_FILES:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _settings(hosts: tuple[str, ...]) -> Settings:
    """The demo's own settings, whatever the environment sets for a real installation."""
    from baqylau import settings

    own = {
        "data": FOLDER,
        "database": "",
        "queue": "memory:",
        "archive": "",
        "outlets": FOLDER / "outlets",
        "contact": "",
    }
    return settings.load(**own, allow_hosts=hosts, worker_threads=2)
