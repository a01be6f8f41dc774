"""An article's job comes in; which watches it matches, and the deliveries that tell of it, go out,
in one transaction.
"""

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from baqylau import logs
from baqylau.errors import QueryError
from baqylau.lang.stems import FIELD_END
from baqylau.store import jobs
from baqylau.store import matches as rows
from baqylau.store import watches as watch_rows
from baqylau.store.queries.search import parsed
from baqylau.watches.percolator import Entry, Percolator
from workers.delivery import wake
from workers.job_runner import Following, JobRunner, LeasedJob

_LEARNED = 2000  # articles from which the commonness of stems is learned
_RELEARN = (50, 500)  # at so many articles the index is built anew, with rarer anchors


def match(runner: JobRunner, held: LeasedJob) -> Following:
    """Percolates the article through the watches. Without watches nothing is read."""
    percolator = _held.of(runner.engine)
    if percolator is None:
        return _finish(runner, held, None, [])
    countries = {x.id: x.country for x in runner.outlets.values()}
    found = rows.load(
        runner.engine, held.job.subject, percolator.fields, countries, percolator.asks_facts
    )
    if found is None:  # a later revision is current: it has a job of its own
        return _finish(runner, held, None, [])
    row, document = found.row, found.document
    logs.bind(article=row.id, outlet=row.outlet)
    stems: str = runner.read(held, FIELD_END.join(document.fields), row.language)
    vars(document)["index"] = stems.split(" ")  # read in the sandbox, within its limits
    _held.learn(document.index)
    return _finish(runner, held, found, percolator.matching(document, found.facts))


def _finish(
    runner: JobRunner, held: LeasedJob, found: rows.Percolated | None, ids: list[int]
) -> Following:
    moment = runner.now()
    with jobs.finishing(runner.engine, held.job, "matched", moment) as connection:
        new = rows.record(connection, found, ids, moment) if found and ids else 0
        following = runner.enqueue_next(connection, held, moment, held.article)
    if new:
        logs.bind(matches=new)
        wake()
    return following


@dataclass
class _Held:
    """The percolator of this process; built anew when a watch was added, changed or removed."""

    mark: tuple[Any, int, datetime | None] | None = None
    percolator: Percolator | None = None
    seen: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, engine: Any) -> Percolator | None:
        mark = (id(engine), *watch_rows.mark(engine))
        with self.lock:
            if mark != self.mark:
                entries = [x for w in watch_rows.listed(engine) if (x := _entry(w))]
                self.percolator = (
                    Percolator(entries, dict(self.seen), self.articles) if entries else None
                )
                self.mark = mark
            return self.percolator

    def learn(self, stems: list[str]) -> None:
        with self.lock:
            if self.articles < _LEARNED:
                self.articles += 1
                self.seen.update(set(stems))
                if self.articles in _RELEARN:
                    self.mark = None


def _entry(watch: Any) -> Entry | None:
    """None for a query that this release does not understand: `baqylau watch list` shows it."""
    try:
        node = parsed(watch.query)
    except QueryError:
        return None
    if node is None and not (watch.appointed or watch.figure):
        return None
    return Entry(watch, node)


_held = _Held()
