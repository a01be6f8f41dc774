"""The processes of `run` and `demo`: the crawler is a child process, the dashboard and the workers
are threads of this process. Settings or an app come in; a running crawler, a served dashboard or an
event that is set when the user wants to stop goes out.

Scrapy's reactor can run only once in a process and needs its main thread, hence the child process.
What a `with` block here starts is ended when the block ends.
"""

import multiprocessing
import signal
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from baqylau import private
from baqylau.app import App
from baqylau.errors import BaqylauError, ConfigurationError, TryLater
from baqylau.settings import Settings

REFUSED = 2
"""Exit status of a crawler with wrong settings: starting it again would not help."""
_STOP_TIMEOUT = (
    40  # seconds: a fetch under way may take `fetch_timeout` (30 s), then its page is stored
)


def crawler(settings: Settings, once: bool = False, log: Path | None = None) -> SpawnProcess:
    """A crawler in a process of its own, not yet started. Its output goes to `log`, or to standard
    error without one.
    """
    own = settings.model_copy(update={"metrics_port": None})  # the port is the parent's
    return multiprocessing.get_context("spawn").Process(
        target=_crawl, args=(own, once, log), name="crawler", daemon=True
    )


def _crawl(settings: Settings, once: bool, log: Path | None) -> None:
    if log is not None:
        private.file(log)
        sys.stdout = sys.stderr = log.open("a", encoding="utf-8", buffering=1)
    from baqylau import logs, masking
    from baqylau.loops import STALLED, Stalled
    from crawler.run import crawl

    masking.remember(
        settings.credentials()
    )  # the settings came over a pipe and were not loaded here, so masking does not know them
    try:
        logs.configure(settings.log_level)
        crawl(settings, once)
    except (Stalled, TryLater) as wrong:  # a new crawler may succeed
        sys.stderr.write(f"baqylau crawl: {wrong}\n")
        sys.exit(STALLED)
    except BaqylauError as wrong:
        sys.stderr.write(f"baqylau crawl: {wrong}\n")
        sys.exit(REFUSED)
    except Exception as wrong:  # noqa: BLE001  (multiprocessing would print the traceback unmasked)
        sys.stderr.write(masking.mask_trace(wrong))
        sys.exit(1)


def start(process: SpawnProcess) -> None:
    """Starts a child that ignores Ctrl-C at the terminal: only this process handles it, and `end`
    ends the child.
    """
    from baqylau.sandbox.signals import ignore_sigint

    # the first child would start the tracker, and its start unblocks SIGINT again
    resource_tracker.ensure_running()
    with ignore_sigint():
        process.start()


def end(process: SpawnProcess, within: float = _STOP_TIMEOUT) -> None:
    """Asks a child to finish, and kills it where it does not within so many seconds."""
    if process.pid is None:
        return
    process.terminate()
    process.join(within)
    if process.is_alive():
        process.kill()
        process.join()


@contextmanager
def serving(app: App, listener: socket.socket | None = None) -> Iterator[str]:
    """Serves dashboard and API until the block ends, on this listening socket or on one of its own;
    gives its address. Raises `ConfigurationError` where the port is taken, and where others could
    reach it and there are no accounts.
    """
    import uvicorn

    web = site(app)
    listener = listener or listen(app.settings)
    config = uvicorn.Config(
        web,
        proxy_headers=False,  # dashboard and API decide which proxy they believe
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listener]}, name="dashboard", daemon=True
    )
    thread.start()
    try:
        yield f"http://{app.settings.dashboard_host}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()


def site(app: App) -> Callable[..., Awaitable[None]]:
    """Dashboard and API as one web application: what is below /api is the API's."""
    import api.app
    import dashboard.app

    pages, programs = dashboard.app.create(app), api.app.create(app)

    async def either(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        below = scope.get("path", "")
        chosen = programs if below == "/api" or below.startswith("/api/") else pages
        await chosen(scope, receive, send)

    return either


def listen(settings: Settings) -> socket.socket:
    """The listening socket of the dashboard. Raises `ConfigurationError` where it cannot be
    opened.
    """
    host, port = settings.dashboard_host, settings.dashboard_port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # a reader of the address may connect at once, before the server's thread runs
        listener.listen()
    except OSError as wrong:
        listener.close()
        remedy = (
            "end the program that listens there, or set BAQYLAU_DASHBOARD_PORT (0 takes a free one)"
            " or BAQYLAU_DASHBOARD_HOST"
        )
        raise ConfigurationError(
            f"setting dashboard_port: {host}:{port} cannot be opened ({wrong.strerror}); {remedy}"
        ) from wrong
    return listener


@contextmanager
def until_signal() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set; a second Ctrl-C interrupts at once."""
    stop = threading.Event()

    def request_stop(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {x: signal.signal(x, request_stop) for x in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
