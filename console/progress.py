"""Progress bars: an app comes in; the crawler and the workers run at once, as in `baqylau run`,
until no job is left, while bars on the terminal show how far they are.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from baqylau.app import App
from baqylau.errors import BaqylauError
from baqylau.stages import STAGES

_PATIENCE = 1.0  # seconds the crawler of a demo has to end after Ctrl-C
_INTERVAL = 0.2  # seconds between two queries of the counts


def crawl_and_read(app: App, console: Any, log: Path, stop: threading.Event) -> bool:
    """Visits every outlet once and does all jobs. Returns False where `stop` was set before the
    end.

    Raises `BaqylauError` where the crawler failed; `log` holds the reason.
    """
    from baqylau.sandbox.pool import SandboxPool
    from console import processes
    from workers.run import working

    child = processes.crawler(app.settings, once=True, log=log)
    with _bars(console) as bars, SandboxPool(app.settings) as readers, working(app, readers):
        processes.start(child)
        try:
            _watch(app.engine, bars, child, stop)
        finally:
            # what is cut off costs nothing here: the next demo makes everything anew
            processes.end(child, _PATIENCE)
            if stop.is_set():
                readers.close()
    if stop.is_set():
        return False
    if child.exitcode:
        raise BaqylauError(
            f"the crawler ended with status {child.exitcode}; the reason is in {log}"
        )
    return True


def read(app: App, console: Any) -> None:
    """Does all jobs. After Ctrl-C the rest stays pending."""
    from baqylau.sandbox.pool import SandboxPool
    from console import processes
    from workers.run import working

    with (
        processes.until_signal() as stop,
        _bars(console) as bars,
        SandboxPool(app.settings) as readers,
        working(app, readers),
    ):
        _watch(app.engine, bars, None, stop)


def _bars(console: Any) -> Any:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("{task.description:<14}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )


@contextmanager
def counted(console: Any, names: dict[str, str]) -> Iterator[Callable[[str, int, int], None]]:
    """Gives a progress callback (kind of work, number done, total). On a terminal each kind of work
    has a bar; elsewhere a line is printed each time a tenth is done.
    """
    if not console.is_terminal:
        yield _lines(console, names)
        return
    with _bars(console) as bars:
        tasks = {key: bars.add_task(name, total=None, visible=False) for key, name in names.items()}
        yield lambda what, done, of: bars.update(
            tasks[what], completed=done, total=of, visible=True
        )


def _lines(console: Any, names: dict[str, str]) -> Callable[[str, int, int], None]:
    printed: dict[str, int] = {}

    def report(what: str, done: int, of: int) -> None:
        tenth = 10 * done // of if of else 10
        if printed.get(what) != tenth:
            printed[what] = tenth
            console.print(f"{names[what]}: {done} of {of}", highlight=False)

    return report


def _watch(engine: Any, bars: Any, child: Any, stop: threading.Event) -> None:
    """Updates the bars until the crawler, if there is one, has ended and no job is pending or
    leased.
    """
    from baqylau.store import jobs, pages
    from baqylau.store.queries import operations

    crawl = bars.add_task("Crawl", total=None, visible=child is not None)
    tasks = {x.name: bars.add_task(x.title or x.name, total=None) for x in STAGES.values()}
    while True:
        crawling = (
            child is not None and child.is_alive()
        )  # before counting, so that pages stored until its end are counted
        fetched, counts = sum(pages.totals(engine).values()), jobs.counts(engine)
        bars.update(
            crawl,
            completed=fetched,
            total=max(fetched, operations.articles_known(engine)) if crawling else fetched,
        )
        for stage, task in tasks.items():
            states = counts[stage]
            bars.update(
                task,
                completed=states[jobs.DONE] + states[jobs.SET_ASIDE],
                total=sum(states.values()) or None,
            )
        if stop.is_set() or not (crawling or jobs.unfinished(engine)):
            return
        stop.wait(_INTERVAL)
