"""Whether what is kept still agrees with itself: the settings come in, findings by kind go out.

Archive against hashes, rows against archive, outcomes and their sums, facts against their text,
keys against rows. Nothing is changed but the note in the data folder (`verify.json`) of how far it
came, from which a verify that was killed goes on. Memory holds some rows at a time.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from baqylau.app import open_archive
from baqylau.archive import Archive
from baqylau.durable import locked, write_whole
from baqylau.errors import SetAside
from baqylau.facts.offsets import wrong_offsets
from baqylau.settings import Settings
from baqylau.store import connect, schema, soundness
from baqylau.store import verify as rows
from baqylau.store.dump import needing
from baqylau.store.pages import ARTICLE, OUTCOMES

Tell = Callable[[str, int, int], None]
"""Hears the step's name, how much of it is done, and of how much."""

PORTIONS = {"bodies": 1000, "archive": 1000, "pages": 1000, "facts": 50}
"""Rows in one question; an article's text may be long."""
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class FaultKind:
    """A kind of damage: what it is, and what to do."""

    what: str
    remedy: str


_AGAIN = "`baqylau reclean --again` reads the kept pages anew"
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
        "a raw body that no row knows",
        "look again later: a page that is being kept has its body before its row; a body that"
        " stays can be removed",
    ),
    "page-without-outcome": FaultKind(
        "a page has no outcome and no job that would find one", _AGAIN
    ),
    "outcome-unknown": FaultKind("a page has an outcome that does not exist", _AGAIN),
    "outcome-without-article": FaultKind("a page is said to be an article and has none", _AGAIN),
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
        "a fact, or a slot of it, does not point at the words it quotes",
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
    """One damage: a key of `KINDS`, and the row or body in words; `count` rows where it stands for
    several.
    """

    kind: str
    example: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Batch:
    """Some of a step done: how many, the place to go on from, and what was found."""

    done: int
    after: str | int
    findings: list[Fault]


@dataclass(slots=True)
class Report:
    """What was found so far, and how far it came: `step` is under way, `after` is its place."""

    about: str
    step: str
    after: str | int | None = None
    done: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, portion: Batch) -> None:
        """A portion of the step under way."""
        self.after = portion.after
        self.done[self.step] = self.done.get(self.step, 0) + portion.done
        for found in portion.findings:
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
            told = cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return told if told.about == about and told.step in STEPS else None

    def keep(self, path: Path) -> None:
        """To go on from, should this process be killed."""
        told = {x: getattr(self, x) for x in self.__slots__}
        write_whole(path, json.dumps(told, ensure_ascii=False))


def verify(settings: Settings, tell: Tell, *, fresh: bool = False) -> Report:
    """Looks at everything, from where a killed verify ended unless `fresh`; the whole report.

    Raises `ConfigurationError` where the tables are not at the newest revision, `TryLater` where
    the database or archive is away.
    """
    engine = connect.connect(settings.database_address, make=False)
    try:
        with soundness.damage_reported(), connect.busy_as_try_later():
            schema.require_current(engine)
            return _verify(settings, engine, tell, fresh)
    finally:
        engine.dispose()


def _verify(settings: Settings, engine: Any, tell: Tell, fresh: bool) -> Report:
    note = settings.data / "verify.json"
    note.parent.mkdir(parents=True, exist_ok=True)
    about = f"{rows.about(engine)} {settings.archive_address}"
    busy = f"{settings.data}: another `baqylau verify` is at work here; wait for it"
    with locked(settings.data / "verify.lock", busy):
        report = (None if fresh else Report.of(note, about)) or Report(about, next(iter(STEPS)))
        names, totals = list(STEPS), rows.totals(engine)
        archive = open_archive(settings)
        for name in names[names.index(report.step) :]:
            if name != report.step:
                report.step, report.after = name, None
            for portion in _guarded(report, engine, archive):
                report.add(portion)
                report.keep(note)
                done = report.done[name]
                tell(name, done, max(done, totals.get(_COUNTED.get(name, ""), done)))
            tell(name, report.done.get(name, 0), report.done.get(name, 0))
        note.unlink(missing_ok=True)
    return report


def _guarded(report: Report, engine: Any, archive: Archive) -> Iterator[Batch]:
    """A damaged database ends the step and not the whole look."""
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
    """Every body a row needs, read and hashed anew."""
    while needed := rows.needed_bodies(engine, after or "", PORTIONS["bodies"]):
        found = [x for pair in needed for x in _of_body(engine, archive, *pair)]
        after = needed[-1][0]
        yield Batch(len(needed), after, found)


def _of_body(engine: Any, archive: Archive, content_hash: str, url: str) -> Iterator[Fault]:
    try:
        archive.get(content_hash)
    except SetAside as wrong:
        if needing(engine, content_hash) is None:
            return  # retention or a request took it out in this moment
        kind = "body-damaged" if archive.has(content_hash) else "body-missing"
        yield Fault(kind, f"{url}: {wrong}")


def _archive(engine: Any, archive: Archive, after: Any) -> Iterator[Batch]:
    """Every body that is there: is there a row that needs it? What rows need was read before."""
    portion: list[str] = []
    for content_hash in archive.hashes(after or ""):
        portion.append(content_hash)
        if len(portion) == PORTIONS["archive"]:
            yield _of_listed(engine, archive, portion)
            portion = []
    if portion:
        yield _of_listed(engine, archive, portion)


def _of_listed(engine: Any, archive: Archive, portion: list[str]) -> Batch:
    known = rows.known_bodies(engine, portion[0], portion[-1])
    found = []
    for content_hash in portion:
        if content_hash in known or needing(engine, content_hash):
            continue
        try:
            size = len(archive.get(content_hash))
        except SetAside as wrong:
            found.append(Fault("body-damaged", f"{content_hash}: {wrong}"))
        else:
            found.append(Fault("body-unknown", f"{content_hash}: {size} bytes"))
    return Batch(len(portion), portion[-1], found)


def _pages(engine: Any, _archive: Archive, after: Any) -> Iterator[Batch]:
    while lines := rows.page_checks(engine, after or 0, PORTIONS["pages"]):
        after = lines[-1].id
        yield Batch(len(lines), after, [x for line in lines for x in outcome_faults(line)])


def outcome_faults(page: rows.PageCheck) -> Iterator[Fault]:
    """A page has one outcome or waits for one, and an article where that is its outcome."""
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
    """The outcomes of a day add up to its pages, and those that are articles to its articles."""
    named = f"{line.outlet}, {line.day}"
    if line.known != line.pages:
        yield Fault("sums-differ", f"{named}: {line.pages} pages, {line.known} by outcome")
    if line.article != line.articles:
        yield Fault(
            "sums-differ", f"{named}: {line.article} pages are articles, {line.articles} stored"
        )


def _facts(engine: Any, _archive: Archive, after: Any) -> Iterator[Batch]:
    while lines := rows.article_checks(engine, after or 0, PORTIONS["facts"]):
        after = lines[-1].id
        yield Batch(len(lines), after, [x for line in lines for x in offset_faults(line)])


def offset_faults(article: rows.ArticleCheck) -> Iterator[Fault]:
    """Every fact, slot and mention of an article stands where it says."""
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
"""Whose rows tell how long a step is at most."""
