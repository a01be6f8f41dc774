"""Corrections laid over rows: what `corrections` says of a fact or an article is written beside
what was read, so that no list, filter or export has to look corrections up.

Comes in: a lineage, or keys of facts. Goes out: the columns `corrected` and `hidden` of their rows,
and those made of them by which lists are ordered and filtered (`facts.who`, `listed`). What the
rules read stays in all other columns.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, union_all, update

from baqylau.corrections.apply import Marks, corrected, who_of
from baqylau.corrections.fields import HIDDEN, NOT_ARTICLE
from baqylau.store.article_rows import listed_of
from baqylau.store.dialect import inserts
from baqylau.store.families import portions
from baqylau.store.tables import (
    annotated_articles,
    articles,
    corrections,
    facts,
    labels,
    notes,
    pages,
)

_STANDING = select(corrections).where(
    corrections.c.lineage == bindparam("the_lineage"), corrections.c.undone.is_(None)
)
_ANYTHING = union_all(
    *(
        select(x.c.id).where(x.c.lineage == bindparam("the_lineage"))
        for x in (corrections, labels, notes)
    )
).limit(1)


def standing(connection: Connection, lineage: str) -> dict[str, dict[str, Any]]:
    """The corrections that stand of an article and its facts, by subject and field."""
    found: dict[str, dict[str, Any]] = {}
    for x in connection.execute(_STANDING, {"the_lineage": lineage}):
        mark = {"id": x.id, "value": x.value, "by": x.by, "when": x.moment.isoformat()}
        found.setdefault(x.subject, {})[x.field] = mark
    return found


def columns_of(fact: Mapping[str, Any], marks: Marks | None) -> dict[str, Any]:
    """The columns that corrections decide, of a fact as the rules read it."""
    shown = corrected(fact, marks)
    return {
        "corrected": dict(marks) if marks else None,
        HIDDEN: True if shown.get(HIDDEN) else None,
        "who": who_of(shown),
    }


# Articles
# --------------------------------------------------------------------------------------------------


def follow_article(
    connection: Connection, article: int, lineage: str, listed: datetime
) -> datetime:
    """An article that was just written gets what people said of its lineage; returns the time by
    which it is listed. `listed` is that time as it was read.
    """
    if connection.execute(_ANYTHING, {"the_lineage": lineage}).first() is None:
        return listed
    marks = standing(connection, lineage).get(lineage)
    _annotate(connection, article, lineage, marks)
    shown = _listed(marks, listed)
    if shown != listed:
        _list_at(connection, article, shown)
    return shown


def refresh_family(connection: Connection, article: int, lineage: str) -> list[int]:
    """Every stored revision of an article gets what people said of it now; returns their ids."""
    own = select(articles.c.outlet, articles.c.canonical_hash).where(articles.c.id == article)
    row = connection.execute(own).one()
    family = select(articles.c.id, articles.c.published, pages.c.fetched)
    family = family.join(pages, pages.c.id == articles.c.page).where(
        articles.c.outlet == row.outlet, articles.c.canonical_hash == row.canonical_hash
    )
    marks = standing(connection, lineage).get(lineage)
    ids = []
    for x in connection.execute(family).all():
        _annotate(connection, x.id, lineage, marks)
        _list_at(connection, x.id, _listed(marks, listed_of(x.published, x.fetched)))
        ids.append(x.id)
    return ids


def refresh_lineage(connection: Connection, lineage: str) -> list[int]:
    """The same for an article that is known by its lineage only."""
    known = select(annotated_articles.c.article).where(annotated_articles.c.lineage == lineage)
    first = connection.execute(known.limit(1)).scalar_one_or_none()
    return [] if first is None else refresh_family(connection, first, lineage)


def titles(connection: Connection, article_ids: Collection[int]) -> dict[int, str]:
    """The titles that people gave articles, of those of these ids where somebody did."""
    found = {}
    for some in portions(article_ids):
        wanted = select(annotated_articles.c.article, annotated_articles.c.corrected).where(
            annotated_articles.c.article.in_(some), annotated_articles.c.corrected.is_not(None)
        )
        for row in connection.execute(wanted):
            if "title" in row.corrected:
                found[row.article] = row.corrected["title"]["value"]
    return found


def drop(connection: Connection, article_ids: Collection[int]) -> None:
    """Articles that are to be deleted lose their rows here."""
    for some in portions(article_ids):
        connection.execute(delete(annotated_articles).where(annotated_articles.c.article.in_(some)))


def _annotate(connection: Connection, article: int, lineage: str, marks: Marks | None) -> None:
    is_none = (marks or {}).get("kind", {}).get("value") == NOT_ARTICLE
    row = {"article": article, "lineage": lineage, "corrected": marks, HIDDEN: is_none or None}
    written = inserts.upsert(inserts.name_of(connection), annotated_articles, ("article",))
    connection.execute(written, row)


def _listed(marks: Marks | None, read: datetime) -> datetime:
    if marks and (given := marks.get("published")):
        return datetime.fromisoformat(given["value"]).astimezone(UTC)
    return read


def _list_at(connection: Connection, article: int, moment: datetime) -> None:
    for table, own in ((articles, articles.c.id), (facts, facts.c.article)):
        connection.execute(
            update(table).where(own == article, table.c.listed != moment).values(listed=moment)
        )
