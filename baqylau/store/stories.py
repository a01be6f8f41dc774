"""Stories as rows: which articles are about one event, and what each repeats of which.

Comes in: an article's id. Goes out: its story, what it repeats and why, and the numbers by which
later articles find it, written in the transaction of the article's job.

One article is placed at a time (a lock on PostgreSQL, the one writer of SQLite), so that two
workers with two copies miss neither each other nor the story that both would begin.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, insert, or_, select, update

from baqylau.store import story_rows
from baqylau.store.dialect import locks
from baqylau.store.families import portions
from baqylau.store.story_memory import (
    Known,
    StoredMemory,
    body_for,
    known_articles,
    usual_sentences,
)
from baqylau.store.tables import (
    articles,
    prints,
    reprints,
    stories,
    story_articles,
    story_keys,
)
from baqylau.stories.comparison import Body
from baqylau.stories.placing import judged, place

LOCK = 0x5354_4F52_4945_53
"""Of the placing of one article, as a key of `locks`."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an article is: its story's id, and what it repeats, if it does."""

    story: int
    kind: str


def decide(connection: Connection, article_id: int, version: str) -> Placed | None:
    """Places the article, or leaves it where this version placed it; None where it is not the
    current revision, which has no place.
    """
    locks.lock(connection, LOCK)
    found = known_articles(connection, [article_id])
    if not found:
        return None
    known = found[0]
    if not known.current:
        _leave(connection, [article_id])
        return None
    row = _row(connection, known.id)
    if row is not None and row.version == version and bytes(row.text_hash) == known.text_hash:
        return Placed(row.story, row.kind or "own")
    inherited: int | None = None
    if known.revision > 1:
        known, inherited = _inherited(connection, known)
    return _decide(connection, known, version, inherited, before=row)


def remove(connection: Connection, article_ids: Collection[int]) -> set[int]:
    """Takes the articles out of their stories, before they are deleted. Returns those that repeat
    them, which `place_again` places anew.
    """
    if not article_ids:
        return set()
    locks.lock(connection, LOCK)
    left: set[int] = set()
    for some in portions(article_ids):
        # two questions, as each has an index of its own: with `or` all articles are read
        for column in (reprints.c.source, articles.c.reprint_of):
            theirs = select(_id_of(column.table)).where(column.in_(some))
            left |= set(connection.execute(theirs).scalars())
    left -= set(article_ids)
    _leave(connection, article_ids)
    for some in portions(left):
        connection.execute(delete(reprints).where(reprints.c.article.in_(some)))
        connection.execute(update(articles).where(articles.c.id.in_(some)).values(reprint_of=None))
    return left


def place_again(connection: Connection, article_ids: Collection[int]) -> None:
    """What the articles repeat, decided anew in the order in which they are listed; they stay in
    their stories.
    """
    rows = {
        row.article: row
        for some in portions(article_ids)
        for row in connection.execute(
            select(story_articles).where(story_articles.c.article.in_(some))
        )
    }
    for known in known_articles(connection, list(rows)):
        row = rows[known.id]
        _decide(connection, known, row.version, row.story, keeps_place=True)


# One article
# --------------------------------------------------------------------------------------------------


def _row(connection: Connection, article_id: int) -> Any:
    """Where the article is, and how it repeats another; None where it was not placed yet."""
    return connection.execute(_ROW, {"the_article": article_id}).one_or_none()


def _inherited(connection: Connection, known: Known) -> tuple[Known, int | None]:
    """The article with the time of its first revision, and the story of the revision that it takes
    the place of: an edit does not change the event. What repeated that one repeats this one.
    """
    its = story_articles.c
    same = [
        articles.c.outlet == known.outlet,
        articles.c.canonical_hash == known.canonical_hash,
        articles.c.id != known.id,
    ]
    wanted = (
        select(its.article, its.story, its.listed)
        .join(articles, articles.c.id == its.article)
        .where(*same)
        .order_by(articles.c.revision)
    )
    rows = connection.execute(wanted).all()
    if not rows:
        return known, None
    before = [x.article for x in rows]
    for column in (reprints.c.source, articles.c.reprint_of):
        connection.execute(
            update(column.table)
            .where(column.in_(before), _id_of(column.table) != known.id)
            .values({column: known.id})
        )
    _leave(connection, before, keep=rows[-1].story)
    first = min(known.listed, *(x.listed for x in rows))
    article = replace(known.article, published=first)
    return replace(known, listed=first, article=article), int(rows[-1].story)


def _id_of(table: Any) -> Any:
    return table.c.id if table is articles else table.c.article


def _decide(
    connection: Connection,
    known: Known,
    version: str,
    inherited: int | None,
    keeps_place: bool = False,
    before: Any = None,
) -> Placed:
    usual = usual_sentences(connection, {known.outlet})
    its = body_for(known, usual.get(known.outlet, frozenset()))
    memory = StoredMemory(connection, known, before=keeps_place)
    placing = place(known.article, its, memory)
    had = before.story if before is not None else None
    story = int(inherited or placing.story or had or begin(connection))
    story_rows.write(
        connection, known, placing, story, version, fresh=before is None and not keeps_place
    )
    if had is not None and had != story:
        drop_empty(connection, [had])
    _judge_copies(connection, known, its, memory, placing.verdict.copied_by)
    return Placed(story, placing.verdict.kind)


def begin(connection: Connection) -> int:
    """A story without articles; its id."""
    made = insert(stories).values(merged_into=None).returning(stories.c.id)
    return int(connection.execute(made).scalar_one())


_ROW = (
    select(
        story_articles.c.story,
        story_articles.c.version,
        story_articles.c.text_hash,
        reprints.c.kind,
    )
    .outerjoin(reprints, reprints.c.article == story_articles.c.article)
    .where(story_articles.c.article == bindparam("the_article"))
)


# Articles that were printed later and came earlier
# --------------------------------------------------------------------------------------------------


def _judge_copies(
    connection: Connection,
    known: Known,
    its: Body,
    memory: StoredMemory,
    copied_by: str | None,
) -> None:
    """What was printed later than this article and came earlier, or names it as its source, may
    repeat it: it is judged again with this article among the others, and so is what repeats it.
    """
    found = memory.sharing_known(its) if not memory.before else []
    again = {
        x.id: x
        for _, x in found
        if (x.listed, x.id) > (known.listed, known.id) or str(x.id) == copied_by
    }
    if not again:
        return
    theirs = select(articles.c.id).where(articles.c.reprint_of.in_(list(again)))
    copies = connection.execute(theirs).scalars().all()
    again |= {x.id: x for x in known_articles(connection, copies)}
    for each in sorted(again.values(), key=lambda x: (x.listed, x.id)):
        if each.id != known.id:
            judge_again(connection, each)


def judge_again(connection: Connection, known: Known) -> None:
    """What the article repeats, by all that are known now; its story stays."""
    current = known_articles(connection, [known.id])[0]
    memory = StoredMemory(connection, current)
    usual = usual_sentences(connection, {known.outlet})
    its = body_for(current, usual.get(known.outlet, frozenset()))
    verdict, _ = judged(current.article, its, memory.sharing(its))
    kept = connection.execute(
        select(reprints.c.kind).where(reprints.c.article == known.id)
    ).scalar_one_or_none()
    if verdict.kind == "own" and kept == "translated":
        return
    story_rows.write_link(connection, current, verdict)


# Leaving
# --------------------------------------------------------------------------------------------------


def _leave(connection: Connection, article_ids: Collection[int], keep: int | None = None) -> None:
    """Deletes all rows of the articles, and stories that have none left but `keep`."""
    touched: set[int] = set()
    for some in portions(article_ids):
        its = select(story_articles.c.story).where(story_articles.c.article.in_(some))
        touched |= set(connection.execute(its).scalars())
        for table in (prints, story_keys, story_articles):
            connection.execute(delete(table).where(table.c.article.in_(some)))
        connection.execute(
            delete(reprints).where(or_(reprints.c.article.in_(some), reprints.c.source.in_(some)))
        )
        connection.execute(update(articles).where(articles.c.id.in_(some)).values(reprint_of=None))
    drop_empty(connection, touched - {keep})


def drop_empty(connection: Connection, ids: Collection[int | None]) -> None:
    """Deletes those of the stories that have no article, with the ids that point at them."""
    for some in portions([x for x in ids if x is not None]):
        used = exists(
            select(story_articles.c.article).where(story_articles.c.story == stories.c.id)
        )
        empty = set(
            connection.execute(select(stories.c.id).where(stories.c.id.in_(some), ~used)).scalars()
        )
        pointing = empty
        while pointing:
            into = select(stories.c.id).where(stories.c.merged_into.in_(pointing))
            pointing = set(connection.execute(into).scalars()) - empty
            empty |= pointing
        connection.execute(delete(stories).where(stories.c.id.in_(empty)))
