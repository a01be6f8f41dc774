"""`baqylau demo`: the sample press is crawled and read, from its pages to stored facts; a summary
and a dashboard go out.

All its data is in `demo-data/`, which is made anew each time: invented articles never mix with real
ones. Before anything of an earlier demo is deleted, this one has the folder and the port of the
dashboard for itself.
"""

import shutil
import time
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baqylau import private
from baqylau.settings import Settings

if TYPE_CHECKING:
    import socket
    import threading
    from collections.abc import Iterator

    from rich.console import Console

    from press.server import Sample

FOLDER = Path("demo-data")
_LOOK = 0.5  # seconds between two looks whether somebody made a watch
_LOCK = ".demo.lock"
_DEMO_FILES = (
    "archive",
    "outlets",
    "baqylau.db",
    "baqylau.db-wal",
    "baqylau.db-shm",
    "crawl.log",
    "inbox",
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
    with (
        processes.until_signal() as stop,
        _taken(FOLDER, serve=not once) as listener,
        running() as sample,
        ExitStack() as open_things,
    ):
        _clear(FOLDER)
        private.folder(FOLDER / "inbox")  # by it other commands on this data know of the inbox
        sample.write_outlets(FOLDER / "outlets")
        given = _settings(sample.hosts)
        logs.configure(given.log_level, FOLDER / "work.log")
        app = open_things.enter_context(open_app(given))
        console.print(
            f"Sample press: {len(sample.origins)} invented outlets on this machine; no internet is"
            " used."
        )
        address = listener and open_things.enter_context(processes.serving(app, listener))
        if address:
            console.print(f"Dashboard: [bold]{address}[/]   it fills while you look; Ctrl-C ends.")
        began = time.monotonic()
        if progress.crawl_and_read(app, console, FOLDER / "crawl.log", stop):
            summary.show(app, console, time.monotonic() - began)
            if address:
                console.print(f"Dashboard: [bold]{address}[/]   Ctrl-C ends.")
                console.print(
                    f"Make a watch: {address}/watches/new ; then the sample press prints a new"
                    f" article, and the mail about it is in {address}/inbox"
                )
                _go_on(given, console, sample, stop)
    console.print(last_words(), highlight=False, soft_wrap=True)


def _go_on(given: Settings, console: "Console", sample: "Sample", stop: "threading.Event") -> None:
    """The workers stay. The sample press edits an article and is visited again; and whenever
    somebody makes a watch, it prints a new article in Russian and one in Kazakh.
    """
    from baqylau.app import open_app
    from baqylau.clock import now
    from baqylau.sandbox.pool import SandboxPool
    from baqylau.store import outlets, watches
    from workers.run import working

    known = 0
    with open_app(given) as app, SandboxPool(given) as readers, working(app, readers):
        sample.second_visit()
        outlets.make_due(app.engine, now(), articles_too=True)
        _visit(given, stop)
        while not stop.wait(_LOOK):
            count, _ = watches.mark(app.engine)
            if count > known:
                sample.publish()
                outlets.make_due(app.engine, now())
                console.print("The sample press has printed something new; it is visited again.")
                _visit(given, stop)
            known = count


def _visit(given: Settings, stop: "threading.Event") -> None:
    from console import processes

    child = processes.crawler(given, once=True, log=FOLDER / "crawl.log")
    processes.start(child)
    while child.is_alive() and not stop.wait(_LOOK):
        pass
    processes.end(child, 1.0)


@contextmanager
def _taken(folder: Path, *, serve: bool) -> "Iterator[socket.socket | None]":
    """This demo alone uses the folder, and the port of the dashboard where it serves one, until the
    block ends; gives the listening socket. Raises `InputError` where another demo uses the folder,
    and `ConfigurationError` where the port is taken.
    """
    from baqylau import atomic
    from console import processes

    private.folder(folder)
    busy = (
        f"{folder.resolve()} is in use by a demo that still runs, and nothing in it was changed:"
        " end that demo with Ctrl-C, or start this one in another folder"
    )
    with atomic.locked(folder / _LOCK, busy), ExitStack() as open_things:
        listener = processes.listen(_settings(())) if serve else None
        if listener:
            open_things.enter_context(listener)
        yield listener


def last_words() -> str:
    """Where the demo's data is, and how another command finds it; the README shows it too."""
    return (
        f"The demo's data stays in {FOLDER}/ until the next demo. Other commands use the folder"
        f" data; point them at the demo's with BAQYLAU_DATA, for example:\n"
        f"  BAQYLAU_DATA={FOLDER} BAQYLAU_OUTLETS={FOLDER / 'outlets'} baqylau status"
    )


def _clear(folder: Path) -> None:
    """Deletes the files of an earlier demo. Other files in the folder stay."""
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
        "accounts": False,
        "proxy_header": "",
        "mail_folder": FOLDER / "inbox",
        "removal_holds": timedelta(0),  # what is gone at the second visit counts as removed at once
        "mail_server": "",
        "alert_command": "",
        "alert_webhook": "",
    }
    return settings.load(**own, allow_hosts=hosts, worker_threads=2)
