"""Reading stored pages again with a newer cleaner (`baqylau reclean`).

Comes in: which pages. Goes out: clean jobs, and what they changed. A page's job is for one version
of the cleaner, so a sweep that was interrupted continues where it ended. A page that cannot be read
again keeps the article and outcome that it had; its job has the reason. Times are time-zone
aware; `since` is the time of the fetch.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, exists, select

from baqylau import stages
from baqylau.store import jobs
from baqylau.store.connect import reading, writing
from baqylau.store.pages import UNCHANGED
from baqylau.store.tables import articles, pages
from baqylau.store.tables import jobs as job_rows

_BATCH = 500  # jobs of one transaction: other writers wait 50 ms for it on SQLite
FIELDS = ("text", "title", "published", "authors", "language", "section")
"""What a report names if it changed. The text is compared by its words: another punctuation mark or
space is no change.
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is stored of one page: its outcome, and its article's fields, None where it has no
    article.
    """

    outlet: str
    url: str
    outcome: str | None
    fields: tuple[Any, ...] | None


def pages_to_read(
    engine: Engine, version: str, since: datetime | None, outlet: str | None, *, again: bool = False
) -> list[int]:
    """The ids of the pages to be read again, oldest first: those of this outlet, fetched since
    then, whose bodies are in the archive, and, unless `again`, that this version of the cleaner has
    not read yet.
    """
    wanted = select(pages.c.id).where(
        pages.c.body_removed.is_(None), pages.c.outcome.is_distinct_from(UNCHANGED)
    )
    if since is not None:
        wanted = wanted.where(pages.c.fetched >= since)
    if outlet is not None:
        wanted = wanted.where(pages.c.outlet == outlet)
    if not again:
        done = select(job_rows.c.id).where(
            job_rows.c.stage == stages.first(),
            job_rows.c.subject == pages.c.id,
            job_rows.c.version == version,
            job_rows.c.state == jobs.DONE,
        )
        wanted = wanted.where(~exists(done))
    with reading(engine) as connection:
        return [
            int(x)
            for x in connection.execute(wanted.order_by(pages.c.fetched, pages.c.id)).scalars()
        ]


def has_pages(engine: Engine, outlet: str) -> bool:
    """Whether any page of this outlet is stored."""
    with reading(engine) as connection:
        return (
            connection.execute(
                select(pages.c.id).where(pages.c.outlet == outlet).limit(1)
            ).scalar_one_or_none()
            is not None
        )


def add_jobs(
    engine: Engine, page_ids: Sequence[int], version: str, moment: datetime
) -> Iterator[int]:
    """Makes their jobs pending, batch by batch; yields how many are done so far."""
    for at in range(0, len(page_ids), _BATCH):
        with writing(engine) as connection:
            for page_id in page_ids[at : at + _BATCH]:
                jobs.add(connection, stages.first(), page_id, version, moment)
        yield min(at + _BATCH, len(page_ids))


def snapshot(engine: Engine, page_ids: Sequence[int]) -> dict[int, Snapshot]:
    """What is stored of these pages now, by page id."""
    found: dict[int, Snapshot] = {}
    columns = (
        pages.c.id, pages.c.outlet, pages.c.url, pages.c.outcome, articles.c.id.label("article"),
        articles.c.text_hash, articles.c.title, articles.c.published_printed, articles.c.authors,
        articles.c.language, articles.c.section,
    )  # fmt: skip
    for at in range(0, len(page_ids), _BATCH):
        wanted = (
            select(*columns)
            .outerjoin(articles, articles.c.page == pages.c.id)
            .where(pages.c.id.in_(page_ids[at : at + _BATCH]))
        )
        with reading(engine) as connection:
            for row in connection.execute(wanted):
                fields = (
                    row.text_hash and bytes(row.text_hash),
                    row.title,
                    row.published_printed,
                    tuple(row.authors or ()),
                    row.language,
                    row.section,
                )
                found[row.id] = Snapshot(
                    row.outlet, row.url, row.outcome, fields if row.article is not None else None
                )
    return found


def unreadable(engine: Engine, page_ids: Sequence[int], version: str) -> list[tuple[str, str]]:
    """The address and reason of those pages that this version could not read (a damaged body, a
    process that was stopped): what is stored of them did not change.
    """
    found: list[tuple[str, str]] = []
    for at in range(0, len(page_ids), _BATCH):
        wanted = (
            select(pages.c.url, job_rows.c.reason)
            .join(pages, pages.c.id == job_rows.c.subject)
            .where(
                job_rows.c.stage == stages.first(),
                job_rows.c.version == version,
                job_rows.c.state == jobs.SET_ASIDE,
                job_rows.c.subject.in_(page_ids[at : at + _BATCH]),
            )
            .order_by(pages.c.fetched, pages.c.id)
        )
        with reading(engine) as connection:
            found += [(row.url, row.reason or "") for row in connection.execute(wanted)]
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """One page of which something else is stored now. `what` names fields, or is "became an
    article" or "is no article any more".
    """

    outlet: str
    url: str
    what: tuple[str, ...]


def changes(before: Mapping[int, Snapshot], after: Mapping[int, Snapshot]) -> list[Change]:
    """The pages whose article changed, or that became one or stopped being one."""
    found = []
    for page_id, old in before.items():
        new = after.get(page_id)
        if new is None or new.outcome is None:
            continue  # still waiting, or erased in the meantime
        what = _what(old.fields, new.fields)
        if what:
            found.append(Change(old.outlet, old.url, what))
    return found


def _what(old: tuple[Any, ...] | None, new: tuple[Any, ...] | None) -> tuple[str, ...]:
    if old is None or new is None:
        return (
            ()
            if old is new
            else ("became an article",)
            if old is None
            else ("is no article any more",)
        )
    return tuple(name for name, a, b in zip(FIELDS, old, new, strict=True) if a != b)
