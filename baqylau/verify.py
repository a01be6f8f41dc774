"""Checks that the stored data is consistent: the settings come in, a report of faults by kind goes
out.

Bodies are compared with their hashes, rows with the archive, outcomes with their sums, facts with
their text, foreign keys with the rows they name. Nothing is changed except `verify.json` in the
data folder, which holds the progress, so that a verify that was killed continues there. Only a
batch of rows is in memory at a time.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from baqylau import atomic
from baqylau.app import open_archive
from baqylau.archive import Archive
from baqylau.errors import SetAside
from baqylau.facts.grammar.offsets import wrong_offsets
from baqylau.settings import Settings
from baqylau.store import connect, schema, soundness
from baqylau.store import verify as rows
from baqylau.store.dump import needing
from baqylau.store.pages import ARTICLE, OUTCOMES

Progress = Callable[[str, int, int], None]
"""Called with the step's name, how much of it is done, and how much there is."""

BATCHES = {"bodies": 1000, "archive": 1000, "pages": 1000, "facts": 50}
"""Rows of one query; few where a row holds the text of an article."""
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class FaultKind:
    """A kind of damage: what it is, and what to do."""

    what: str
    remedy: str


_AGAIN = "`baqylau reclean --again` reads the stored pages again"
KINDS = {
    "database-damaged": FaultKind("the database's own file is damaged", soundness.REMEDY),
    "body-missing": FaultKind(
        "a page's raw body is not in the archive",
        "copy the file from a backup's archive folder, or fetch or import the page again",
    ),
    "body-damaged": FaultKind(
        "a raw body cannot be read, or is not the one its hash names",
        "replace the file by the one in a backup's archive folder, or remove it and fetch or"
        " import the page again",
    ),
    "body-unknown": FaultKind(
        "a raw body that no row needs",
        "verify again later: a page that is being stored has its body before its row; a body that"
        " is still named then can be removed",
    ),
    "page-without-outcome": FaultKind(
        "a page has no outcome and no job that would find one", _AGAIN
    ),
    "outcome-unknown": FaultKind("a page has an outcome that does not exist", _AGAIN),
    "outcome-without-article": FaultKind("a page has the outcome article and no article", _AGAIN),
    "article-without-outcome": FaultKind(
        "a page has an article and another outcome",
        f"`baqylau jobs retry --stage clean` where it was set aside, else {_AGAIN}",
    ),
    "article-of-another-outlet": FaultKind(
        "an article and its page name different outlets", _AGAIN
    ),
    "sums-differ": FaultKind(
        "an outlet's outcomes of a day do not add up to its pages, or its articles",
        "see the pages named above",
    ),
    "fact-offsets": FaultKind(
        "a fact or a slot does not point at the words it quotes",
        "restore the article from a backup; where its text was never changed this is a fault of the"
        " extractor: please report it",
    ),
    "mention-offsets": FaultKind(
        "a mention does not point at the words it quotes",
        "as for facts",
    ),
    "foreign-key": FaultKind(
        "a row points at a row that is not there",
        "restore the database from a backup: a database keeps such rows only where it was damaged"
        " or changed by hand",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: a key of `KINDS`, and the row or body it was found in; `count` is more than 1
    where it stands for several rows.
    """

    kind: str
    example: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of a step: how many rows were checked, where to continue, and the faults found."""

    done: int
    after: str | int
    faults: list[Fault]


@dataclass(slots=True)
class Report:
    """The faults found so far, and the progress: `step` is under way and continues behind
    `after`.
    """

    about: str
    step: str
    after: str | int | None = None
    done: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, batch: Batch) -> None:
        """Adds a batch of the step under way."""
        self.after = batch.after
        self.done[self.step] = self.done.get(self.step, 0) + batch.done
        for found in batch.faults:
            self.counts[found.kind] = self.counts.get(found.kind, 0) + found.count
            shown = self.examples.setdefault(found.kind, [])
            if len(shown) < _EXAMPLES:
                shown.append(found.example)

    @classmethod
    def of(cls, path: Path, about: str) -> Self | None:
        """The report of a verify that was killed; None where there is none about this database and
        archive, or none that can be read.
        """
        try:
            report = cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return report if report.about == about and report.step in STEPS else None

    def save(self, path: Path) -> None:
        """Saves the progress, so that the next verify continues here if this one is killed."""
        content = {x: getattr(self, x) for x in self.__slots__}
        atomic.replace(path, json.dumps(content, ensure_ascii=False))


def verify(settings: Settings, progress: Progress, *, fresh: bool = False) -> Report:
    """Checks everything, from where a killed verify ended unless `fresh`; returns the whole report.

    Raises `ConfigurationError` where the tables are not at the newest revision, `TryLater` where
    the database or archive cannot be reached.
    """
    engine = connect.connect(settings.database_address, make=False)
    try:
        with soundness.damage_reported(), connect.busy_as_try_later():
            schema.require_current(engine)
            return _verify(settings, engine, progress, fresh)
    finally:
        engine.dispose()


def _verify(settings: Settings, engine: Any, progress: Progress, fresh: bool) -> Report:
    note = settings.data / "verify.json"
    note.parent.mkdir(parents=True, exist_ok=True)
    about = f"{rows.about(engine)} {settings.archive_address}"
    busy = f"{settings.data}: another `baqylau verify` is at work here; wait for it"
    with atomic.locked(settings.data / "verify.lock", busy):
        atomic.remove_parts(note)
        report = (None if fresh else Report.of(note, about)) or Report(about, next(iter(STEPS)))
        names, totals = list(STEPS), rows.totals(engine)
        archive = open_archive(settings)
        for name in names[names.index(report.step) :]:
            if name != report.step:
                report.step, report.after = name, None
            for batch in _guarded(report, engine, archive):
                report.add(batch)
                report.save(note)
                done = report.done[name]
                progress(name, done, max(done, totals.get(_COUNTED.get(name, ""), done)))
            progress(name, report.done.get(name, 0), report.done.get(name, 0))
        note.unlink(missing_ok=True)
    return report


def _guarded(report: Report, engine: Any, archive: Archive) -> Iterator[Batch]:
    """The batches of the step under way; a damaged database ends the step, not the whole verify."""
    try:
        with soundness.damage_reported():
            yield from STEPS[report.step](engine, archive, report.after)
    except soundness.DamagedDatabase as wrong:
        found = Fault("database-damaged", f"{report.step}: {wrong.__cause__ or wrong}")
        yield Batch(0, report.after or "", [found])


def _database(engine: Any, _archive: Archive, after: Any) -> Iterator[Batch]:
    if after is None:
        found = [Fault("database-damaged", x) for x in soundness.damage(engine)]
        yield Batch(1, 0, found)


def _bodies(engine: Any, archive: Archive, after: Any) -> Iterator[Batch]:
    """Reads and hashes every body that a row needs."""
    while needed := rows.needed_bodies(engine, after or "", BATCHES["bodies"]):
        found = [x for pair in needed for x in _of_body(engine, archive, *pair)]
        after = needed[-1][0]
        yield Batch(len(needed), after, found)


def _of_body(engine: Any, archive: Archive, content_hash: str, url: str) -> Iterator[Fault]:
    try:
        archive.get(content_hash)
    except SetAside as wrong:
        if needing(engine, content_hash) is None:
            return  # retention or a request deleted it while we were reading
        kind = "body-damaged" if archive.has(content_hash) else "body-missing"
        yield Fault(kind, f"{url}: {wrong}")


def _archive(engine: Any, archive: Archive, after: Any) -> Iterator[Batch]:
    """Whether some row needs each body of the archive; those that rows need were read before."""
    batch: list[str] = []
    for content_hash in archive.hashes(after or ""):
        batch.append(content_hash)
        if len(batch) == BATCHES["archive"]:
            yield _of_listed(engine, archive, batch)
            batch = []
    if batch:
        yield _of_listed(engine, archive, batch)


def _of_listed(engine: Any, archive: Archive, hashes: list[str]) -> Batch:
    known = rows.known_bodies(engine, hashes[0], hashes[-1])
    found = []
    for content_hash in hashes:
        if content_hash in known or needing(engine, content_hash):
            continue
        try:
            size = len(archive.get(content_hash))
        except SetAside as wrong:
            found.append(Fault("body-damaged", f"{content_hash}: {wrong}"))
        else:
            found.append(Fault("body-unknown", f"{content_hash}: {size} bytes"))
    return Batch(len(hashes), hashes[-1], found)


def _pages(engine: Any, _archive: Archive, after: Any) -> Iterator[Batch]:
    while lines := rows.page_checks(engine, after or 0, BATCHES["pages"]):
        after = lines[-1].id
        yield Batch(len(lines), after, [x for line in lines for x in outcome_faults(line)])


def outcome_faults(page: rows.PageCheck) -> Iterator[Fault]:
    """Faults of a page that has no known outcome and no job, or an article without that outcome."""
    named = f"page {page.id}, {page.url}"
    if page.outcome is None:
        if not page.waiting:
            yield Fault("page-without-outcome", named)
    elif page.outcome not in OUTCOMES:
        yield Fault("outcome-unknown", f"{named}: {page.outcome!r}")
    elif page.outcome == ARTICLE and page.article is None:
        yield Fault("outcome-without-article", named)
    elif page.outcome != ARTICLE and page.article is not None:
        yield Fault(
            "article-without-outcome", f"{named}: {page.outcome}, and article {page.article}"
        )
    if page.article is not None and page.article_outlet != page.outlet:
        yield Fault(
            "article-of-another-outlet",
            f"{named}: {page.outlet}, and article {page.article}: {page.article_outlet}",
        )


def _sums(engine: Any, _archive: Archive, after: Any) -> Iterator[Batch]:
    if after is None:
        lines = list(rows.day_totals(engine))
        yield Batch(len(lines), 0, [x for line in lines for x in sum_faults(line)])


def sum_faults(line: rows.DayTotals) -> Iterator[Fault]:
    """Faults of a day whose outcomes do not add up to its pages, or to its articles."""
    named = f"{line.outlet}, {line.day}"
    if line.known != line.pages:
        yield Fault("sums-differ", f"{named}: {line.pages} pages, {line.known} by outcome")
    if line.article != line.articles:
        yield Fault(
            "sums-differ", f"{named}: {line.article} pages are articles, {line.articles} stored"
        )


def _facts(engine: Any, _archive: Archive, after: Any) -> Iterator[Batch]:
    while lines := rows.article_checks(engine, after or 0, BATCHES["facts"]):
        after = lines[-1].id
        yield Batch(len(lines), after, [x for line in lines for x in offset_faults(line)])


def offset_faults(article: rows.ArticleCheck) -> Iterator[Fault]:
    """Faults of facts, slots and mentions whose offsets do not point at their words."""
    for kind, found in (("fact", article.facts), ("mention", article.mentions)):
        for one in found:
            wrong = "; ".join(wrong_offsets(article.text, one))
            if wrong:
                yield Fault(f"{kind}-offsets", f"{kind} {one['id']}, {article.url}: {wrong}")


def _keys(engine: Any, _archive: Archive, after: Any) -> Iterator[Batch]:
    if after is not None:
        return
    found: list[Fault] = []
    for count, first in rows.orphans(engine):
        found += [Fault("foreign-key", x) for x in first]
        found += [Fault("foreign-key", "", count - len(first))] if count > len(first) else []
    yield Batch(1, 0, found)


STEPS: dict[str, Callable[[Any, Archive, Any], Iterator[Batch]]] = {
    "database": _database,
    "bodies": _bodies,
    "archive": _archive,
    "pages": _pages,
    "sums": _sums,
    "facts": _facts,
    "keys": _keys,
}
_COUNTED = {"bodies": "pages", "archive": "pages", "pages": "pages", "facts": "articles"}
"""The table whose row count is the most a step has to check."""
