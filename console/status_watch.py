"""`baqylau status --watch`: an app comes in; its figures are shown on the terminal and updated
until Ctrl-C.
"""

import threading
import time
from datetime import timedelta
from typing import Any

from baqylau.app import App
from baqylau.errors import TryLater

_INTERVAL = 2.0  # seconds


def watch(app: App, stop: threading.Event) -> None:
    """Updates the table until `stop` is set. While the database cannot be reached, this is shown
    instead.
    """
    from rich.live import Live

    from baqylau.store.connect import busy_as_try_later
    from baqylau.store.dialect.db_clock import db_now
    from baqylau.store.queries.pipeline_metrics import measure

    before: tuple[float, Any] | None = None
    with Live(auto_refresh=False) as screen:
        while True:
            try:
                with busy_as_try_later():
                    found = measure(app.engine, db_now(app.engine))
                screen.update(table(app, found, before), refresh=True)
                before = time.monotonic(), found
            except TryLater as busy:
                screen.update(f"The database cannot be reached: {busy}", refresh=True)
            if stop.wait(_INTERVAL):
                return


def table(app: App, found: Any, before: tuple[float, Any] | None) -> Any:
    """The table of one measurement. With the one before it, also how many jobs ended a second."""
    from rich import box
    from rich.table import Table

    from baqylau import queue
    from baqylau.store import jobs

    depth = queue.depth(app.broker)
    pages = "  ".join(f"{name.replace('_', ' ')} {count}" for name, count in found.pages.items())
    delay = found.delay(0.5)
    caption = (
        f"pages: {pages}\nqueue: {'unreachable' if depth is None else depth}   half of today's"
        f" articles were found within {_duration(delay)}"
    )
    view = Table(
        "stage",
        *(x.replace("_", " ") for x in jobs.STATES),
        "a second",
        "oldest due",
        box=box.SIMPLE_HEAD,
        caption=caption,
    )
    view.caption_justify = "left"
    for stage, by in found.jobs.items():
        rate = (
            ""
            if before is None
            else f"{_ended(by, before[1].jobs[stage]) / (time.monotonic() - before[0]):.1f}"
        )
        view.add_row(
            stage, *(str(by[x]) for x in jobs.STATES), rate, _duration(found.waiting.get(stage))
        )
    return view


def _ended(now: dict[str, int], before: dict[str, int]) -> int:
    return sum(now[x] - before[x] for x in ("done", "set_aside"))


def _duration(age: timedelta | None) -> str:
    return "–" if age is None else str(timedelta(seconds=round(age.total_seconds())))
