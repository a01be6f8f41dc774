"""Stories for programs: what is asked for and the place where a page begins come in, records
ordered by the stories' ids go out.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select

from baqylau.store import overlays
from baqylau.store.connect import reading
from baqylau.store.queries.by_id import Place
from baqylau.store.queries.filter import is_article
from baqylau.store.tables import articles, story_articles

Record = dict[str, Any]


def listed(
    engine: Engine, place: Place, limit: int, since: datetime | None = None,
    outlet: str | None = None, language: str | None = None, least: int = 2,
) -> list[Record]:  # fmt: skip
    """At most `limit` stories of at least so many current articles; of those with an article since
    then, of this outlet, in this language.
    """
    its = story_articles.c
    wanted = (
        select(
            its.story.label("id"),
            func.count().label("articles"),
            func.count(articles.c.outlet.distinct()).label("outlets"),
            func.min(its.listed).label("begun"),
            func.max(its.listed).label("newest"),
        )
        .join(articles, articles.c.id == its.article)
        .where(articles.c.current, is_article())
        .group_by(its.story)
        .having(func.count() >= least)
    )
    narrowed = [] if since is None else [its.listed >= since]
    narrowed += [] if outlet is None else [articles.c.outlet == outlet]
    narrowed += [] if language is None else [articles.c.language == language]
    for condition in narrowed:
        having = select(its.story).join(articles, articles.c.id == its.article)
        wanted = wanted.where(its.story.in_(having.where(articles.c.current, condition)))
    if place.after is not None:
        wanted = wanted.where(
            its.story > place.after if place.oldest_first else its.story < place.after
        )
    wanted = wanted.order_by(its.story if place.oldest_first else its.story.desc()).limit(limit)
    with reading(engine) as connection:
        found = [dict(x) for x in connection.execute(wanted).mappings()]
        members = (
            select(its.story, articles.c.id, articles.c.title, articles.c.language)
            .join(articles, articles.c.id == its.article)
            .where(its.story.in_([x["id"] for x in found]), articles.c.current, is_article())
            .order_by(its.listed, articles.c.reprint_of.is_not(None), its.article)
        )
        rows = connection.execute(members).all()
        first = {x.story: x for x in reversed(rows)}
        titles = overlays.titles(connection, [x.id for x in first.values()])
    for story in found:
        begun_by = first[story["id"]]
        spoken = dict.fromkeys(x.language for x in rows if x.story == story["id"] and x.language)
        story |= {
            "title": titles.get(begun_by.id, begun_by.title),
            "first_article": begun_by.id,
            "languages": list(spoken),
        }
    return found
