"""Which articles tell the same news: an article comes in, those of its story with all their
revisions go out; where no story is known, those that repeat the same text.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, and_, func, or_, select

from baqylau.store.families import portions
from baqylau.store.tables import articles, stories, story_articles

_ROOT = func.coalesce(stories.c.merged_into, stories.c.id)


def news_of(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """A name for the news that each article tells, the same for all that tell it: `s7` is the story
    7, `t5` the text first printed by the article 5. Earlier revisions tell what the current one
    does.
    """
    current, other = articles.alias(), articles.alias()
    found: dict[int, str] = {}
    for some in portions(ids):
        wanted = (
            select(other.c.id, other.c.reprint_of, func.max(_ROOT).label("story"))
            .join(
                current,
                and_(
                    current.c.outlet == other.c.outlet,
                    current.c.canonical_hash == other.c.canonical_hash,
                ),
            )
            .outerjoin(story_articles, story_articles.c.article == current.c.id)
            .outerjoin(stories, stories.c.id == story_articles.c.story)
            .where(other.c.id.in_(some))
            .group_by(other.c.id, other.c.reprint_of)
        )
        for row in connection.execute(wanted):
            text = f"t{row.reprint_of or row.id}"
            found[row.id] = text if row.story is None else f"s{row.story}"
    return found


def tellers_of(connection: Connection, news: str) -> list[int]:
    """The current articles that tell the news of this name, the earliest first."""
    number = int(news[1:])
    if news.startswith("t"):
        theirs = or_(articles.c.id == number, articles.c.reprint_of == number)
    else:
        same = select(stories.c.id).where(
            or_(stories.c.id == number, stories.c.merged_into == number)
        )
        placed = select(story_articles.c.article).where(story_articles.c.story.in_(same))
        theirs = articles.c.id.in_(placed)
    wanted = select(articles.c.id).where(theirs, articles.c.current)
    return list(connection.execute(wanted.order_by(articles.c.listed, articles.c.id)).scalars())


def with_revisions(connection: Connection, ids: Collection[int]) -> set[int]:
    """The articles with all their revisions."""
    one, other = articles.alias(), articles.alias()
    found = set(ids)
    for some in portions(ids):
        wanted = (
            select(other.c.id)
            .join(
                one,
                and_(
                    one.c.outlet == other.c.outlet,
                    one.c.canonical_hash == other.c.canonical_hash,
                ),
            )
            .where(one.c.id.in_(some))
        )
        found |= set(connection.execute(wanted).scalars())
    return found
