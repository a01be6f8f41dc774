"""What outlets changed after publication: edits and removals.

Comes in: an engine and an outlet's id, or None for all outlets. Goes out: edits (an article has a
later revision) and removals (its page is gone), the newest first; the next page of the list starts
after the cursor of the last row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, and_, literal_column, or_, select

from baqylau.analysis.edits import Edit, edits
from baqylau.store.connect import reading
from baqylau.store.queries.articles import Cursor
from baqylau.store.tables import articles, outlets, pages

KINDS = ("edited", "removed")
"""In the order of a list where article and time are the same."""

_earlier = articles.alias("earlier")


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An edit or a removal. `when` is the time, in UTC, at which we fetched the new text or saw
    that the page is gone for good. `before` and `title_before` are of the revision before an edit.
    """

    kind: str
    when: datetime
    article: int
    title: str | None
    language: str | None
    outlet_id: str
    outlet: str
    sample: bool
    before: int | None = None
    title_before: str | None = None

    @property
    def key(self) -> Cursor:
        return Cursor(self.when, self.article, KINDS.index(self.kind))


def listed(
    engine: Engine,
    outlet: str | None,
    kind: str | None,
    limit: int,
    after: Cursor | None = None,
) -> list[ChangeRow]:
    """At most `limit` changes of this kind (one of `KINDS`; None: of both), the newest first, after
    the cursor.
    """
    asked = [x for x in KINDS if kind in (None, x)]
    found: list[ChangeRow] = []
    with reading(engine) as connection:
        for each in asked:
            wanted, when = _edits() if each == "edited" else _removals()
            if outlet is not None:
                wanted = wanted.where(articles.c.outlet == outlet)
            if after is not None:
                wanted = wanted.where(_is_after(when, KINDS.index(each), after))
            rows = connection.execute(
                wanted.order_by(when.desc(), articles.c.id.desc()).limit(limit)
            ).mappings()
            found += [ChangeRow(kind=each, **row) for row in rows]
    found.sort(key=lambda x: (-x.when.timestamp(), -x.article, x.key.fact))
    return found[:limit]


def meanings(engine: Engine, rows: Sequence[ChangeRow]) -> dict[int, list[Edit]]:
    """What each edit among these rows changed, by the article's id. An edit of marks, counters or
    the date of the update alone has an empty list.
    """
    edited = [(x.before, x.article) for x in rows if x.before is not None]
    wanted = {x for pair in edited for x in pair}
    with reading(engine) as connection:
        found = connection.execute(
            select(articles.c.id, articles.c.title, articles.c.text).where(
                articles.c.id.in_(wanted)
            )
        )
        texts = {x.id: (x.title or "", x.text) for x in found}
    return {
        after: edits(*texts[before], *texts[after])
        for before, after in edited
        if before in texts and after in texts
    }


def every(
    engine: Engine, outlet: str | None, kind: str | None, since: datetime | None, size: int = 200
) -> Iterator[list[ChangeRow]]:
    """All changes of this kind since then, the newest first, `size` at a time."""
    last: Cursor | None = None
    while rows := listed(engine, outlet, kind, size, last):
        fresh = [x for x in rows if since is None or x.when >= since]
        if fresh:
            yield fresh
        if len(fresh) < len(rows):
            return
        last = rows[-1].key


def _edits() -> tuple[Select[Any], ColumnElement[Any]]:
    same_address = and_(
        _earlier.c.outlet == articles.c.outlet,
        _earlier.c.canonical_hash == articles.c.canonical_hash,
        _earlier.c.revision == articles.c.revision - 1,
    )
    wanted = (
        _rows(pages.c.fetched)
        .add_columns(_earlier.c.id.label("before"), _earlier.c.title.label("title_before"))
        .join(pages, pages.c.id == articles.c.page)
        .join(_earlier, same_address)
        # written out, not a parameter: else SQLite does not use the index of edited articles
        .where(articles.c.revision > literal_column("1"))
    )
    return wanted, pages.c.fetched


def _removals() -> tuple[Select[Any], ColumnElement[Any]]:
    wanted = _rows(articles.c.removed).where(articles.c.removed.is_not(None), articles.c.current)
    return wanted, articles.c.removed


def _rows(when: ColumnElement[Any]) -> Select[Any]:
    return select(
        when.label("when"),
        articles.c.id.label("article"),
        articles.c.title,
        articles.c.language,
        outlets.c.id.label("outlet_id"),
        outlets.c.name.label("outlet"),
        outlets.c.sample,
    ).join(outlets, outlets.c.id == articles.c.outlet)


def _is_after(when: ColumnElement[Any], kind: int, after: Cursor) -> ColumnElement[bool]:
    further = articles.c.id < after.article
    if kind > after.fact:
        further = or_(further, articles.c.id == after.article)
    return or_(when < after.when, and_(when == after.when, further))
