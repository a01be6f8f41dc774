"""The main job with its progress bars: the crawler and the workers at once, like the real house,
until nothing is left to do.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from baqylau.app import App
from baqylau.errors import BaqylauError
from baqylau.stages import STAGES

_LOOK = 0.2  # seconds between two looks at the counts


def crawl_and_read(app: App, console: Any, log: Path, told: threading.Event) -> bool:
    """Visits every outlet once and works off all jobs. False where it was told to stop before the
    end.

    Raises `BaqylauError` where the crawler ended badly; `log` says why.
    """
    from baqylau.sandbox.pool import SandboxPool
    from console import processes
    from workers.run import working

    child = processes.crawler(app.settings, once=True, log=log)
    with _bars(console) as bars, SandboxPool(app.settings) as readers, working(app, readers):
        processes.start(child)
        try:
            _watch(app.engine, bars, child, told)
        finally:
            processes.end(child)
    if told.is_set():
        return False
    if child.exitcode:
        raise BaqylauError(f"the crawler ended with status {child.exitcode}; {log} says why")
    return True


def read(app: App, console: Any) -> None:
    """Works off all jobs. Ctrl-C leaves the rest for another time."""
    from baqylau.sandbox.pool import SandboxPool
    from console import processes
    from workers.run import working

    with (
        processes.until_told() as told,
        _bars(console) as bars,
        SandboxPool(app.settings) as readers,
        working(app, readers),
    ):
        _watch(app.engine, bars, None, told)


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
    """Gives a function that hears of a kind of work, how much is done and of how much: drawn as
    bars, one a kind, or, where there is no terminal, as a line each time a tenth is done.
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
    said: dict[str, int] = {}

    def tell(what: str, done: int, of: int) -> None:
        tenth = 10 * done // of if of else 10
        if said.get(what) != tenth:
            said[what] = tenth
            console.print(f"{names[what]}: {done} of {of}", highlight=False)

    return tell


def _watch(engine: Any, bars: Any, child: Any, told: threading.Event) -> None:
    """Moves the bars until the crawler, if there is one, has ended and no job is pending or
    leased.
    """
    from baqylau.store import jobs, pages
    from baqylau.store.queries import operations

    crawl = bars.add_task("Crawl", total=None, visible=child is not None)
    tasks = {x.name: bars.add_task(x.title or x.name, total=None) for x in STAGES.values()}
    while True:
        crawling = (
            child is not None and child.is_alive()
        )  # asked first: what it kept before it ended is counted below
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
        if told.is_set() or not (crawling or jobs.unfinished(engine)):
            return
        told.wait(_LOOK)
