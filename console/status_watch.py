"""`baqylau status --watch`: the figures of the house, renewed on the terminal until Ctrl-C."""

import threading
import time
from datetime import timedelta
from typing import Any

from baqylau.app import App
from baqylau.errors import TryLater

_RENEW = 2.0  # seconds


def watch(app: App, told: threading.Event) -> None:
    """Draws until told to stop; a database that is away is said and waited for."""
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
                screen.update(f"The database is away: {busy}", refresh=True)
            if told.wait(_RENEW):
                return


def table(app: App, found: Any, before: tuple[float, Any] | None) -> Any:
    """One look. With the look before it, how many jobs ended a second."""
    from rich import box
    from rich.table import Table

    from baqylau import queue
    from baqylau.store import jobs

    depth = queue.depth(app.broker)
    pages = "  ".join(f"{name.replace('_', ' ')} {count}" for name, count in found.pages.items())
    delay = found.delay(0.5)
    caption = (
        f"pages: {pages}\nqueue: {'away' if depth is None else depth}   half of today's news was"
        f" found within {_words(delay)}"
    )
    drawn = Table(
        "stage",
        *(x.replace("_", " ") for x in jobs.STATES),
        "a second",
        "oldest due",
        box=box.SIMPLE_HEAD,
        caption=caption,
    )
    drawn.caption_justify = "left"
    for stage, by in found.jobs.items():
        rate = (
            ""
            if before is None
            else f"{_ended(by, before[1].jobs[stage]) / (time.monotonic() - before[0]):.1f}"
        )
        drawn.add_row(
            stage, *(str(by[x]) for x in jobs.STATES), rate, _words(found.waiting.get(stage))
        )
    return drawn


def _ended(now: dict[str, int], before: dict[str, int]) -> int:
    return sum(now[x] - before[x] for x in ("done", "set_aside"))


def _words(age: timedelta | None) -> str:
    return "–" if age is None else str(timedelta(seconds=round(age.total_seconds())))
