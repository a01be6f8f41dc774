"""An article's job comes in; which watches it matches, and the deliveries that tell of it, go out,
in one transaction.
"""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from baqylau import logs
from baqylau.clock import now
from baqylau.query.days import ALMATY
from baqylau.query.match import Document
from baqylau.store import jobs
from baqylau.store import matches as rows
from baqylau.store import watches as watch_rows
from baqylau.store.connect import reading
from baqylau.store.watch_entries import WatchEntries, edits_mark
from baqylau.watches.percolator import Percolator
from workers.delivery import wake
from workers.job_runner import Following, JobRunner, LeasedJob
from workers.stages import texts

_LEARNED = 2000  # articles from which the commonness of tokens is learned
_RELEARN = (50, 500)  # at so many articles the index is built anew, with rarer anchors


def match(runner: JobRunner, held: LeasedJob) -> Following:
    """Percolates the article through the watches. Without watches nothing is read."""
    if held.article is not None:
        logs.bind(trace=held.article.trace)
    countries = {x.id: x.country for x in runner.outlets.values()}
    if not watch_rows.mark(runner.engine)[0]:
        return _finish(runner, held, None, [])
    with reading(runner.engine) as connection:
        found = rows.load(connection, held.job.subject, countries)
        if found is not None:  # else a later revision is current: it has a job of its own
            _held.refresh(runner.engine, connection, countries)
    if found is None:
        return _finish(runner, held, None, [])
    row, document = found.row, found.document
    logs.bind(article=row.id, outlet=row.outlet)
    tokens = texts.known(runner, held, row.title, row.text, row.section, row.tags, row.language)
    vars(document)["index"] = document.index_with(tokens)  # read in the sandbox, within its limits
    return _finish(runner, held, found, _held.matching(document))


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
    """The percolator of this process; built anew when a watch was added, changed or removed, an
    editor merged entities, or a day began (`since:7d`).
    """

    mark: tuple[Any, ...] | None = None
    entries: WatchEntries | None = None
    percolator: Percolator = field(default_factory=lambda: Percolator(()))
    seen: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def refresh(self, engine: Any, connection: Any, countries: Mapping[str, str]) -> None:
        today = now().astimezone(ALMATY).date()
        mark = (id(engine), today, watch_rows.mark_in(connection), edits_mark(connection))
        with self.lock:
            if mark != self.mark or self.entries is None:
                self.entries = WatchEntries(connection, watch_rows.all_in(connection))
                learned = dict(self.seen), self.articles
                self.percolator = Percolator(self.entries.entries, countries, *learned)
                self.mark = mark
                return
            for entry in self.entries.changed(connection):
                self.percolator.put(entry)

    def matching(self, document: Document) -> list[int]:
        with self.lock:
            self._learn(document.places.all)
            return self.percolator.matching(document)

    def _learn(self, tokens: Iterable[str]) -> None:
        if self.articles < _LEARNED:
            self.articles += 1
            self.seen.update(tokens)
            if self.articles in _RELEARN:
                self.mark = None


_held = _Held()
