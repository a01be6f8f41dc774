"""The statements by which `story_memory` finds earlier articles; each is built once. What they ask
for is in their parameters: `keys` or `prints`, and the time around the new article, `own`.
"""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, func, or_, select

from baqylau.store.dialect import values
from baqylau.store.tables import (
    UtcDateTime,
    articles,
    outlets,
    prints,
    story_articles,
    story_keys,
)
from baqylau.stories import cluster
from baqylau.stories.placing import COMPARED, SCORED

_COLUMNS = (
    articles.c.id,
    # an edited article is as old as its first revision
    func.coalesce(story_articles.c.listed, articles.c.listed).label("listed"),
    articles.c.text_hash,
    articles.c.outlet,
    articles.c.canonical_hash,
    articles.c.current,
    articles.c.reprint_of,
    articles.c.revision,
    articles.c.title,
    articles.c.language,
    articles.c.published,
    articles.c.published_precision,
    outlets.c.name,
    articles.c.text,
)
KNOWN_ARTICLES = (
    select(*_COLUMNS)
    .join(outlets, outlets.c.id == articles.c.outlet)
    .outerjoin(story_articles, story_articles.c.article == articles.c.id)
)
_MEMBERS = (
    select(
        story_articles.c.article,
        story_articles.c.story,
        story_articles.c.listed,
        story_articles.c.text_hash,
        story_articles.c.version,
        story_articles.c.features,
        outlets.c.name,
    )
    .join(articles, articles.c.id == story_articles.c.article)
    .join(outlets, outlets.c.id == articles.c.outlet)
)


def members(ids: Collection[int]) -> Select[Any]:
    return _MEMBERS.where(story_articles.c.article.in_(ids), story_articles.c.features.is_not(None))


def _within(before: bool) -> list[Any]:
    """Articles around the time of the new one; with `before`, those listed before it."""
    its = story_articles.c
    given = [
        its.article != bindparam("own"),
        its.listed >= bindparam("since"),
        its.listed <= bindparam("until"),
    ]
    if before:
        listed = bindparam("listed", type_=UtcDateTime)
        given.append(
            or_(its.listed < listed, and_(its.listed == listed, its.article < bindparam("own")))
        )
    return given


@lru_cache(maxsize=4)
def sharing(dialect: str, before: bool) -> Select[Any]:
    print_ = prints.c.print
    return (
        select(prints.c.article)
        .join(story_articles, story_articles.c.article == prints.c.article)
        .where(values.is_in_bound(dialect, print_, "prints"), *_within(before))
        .group_by(prints.c.article, story_articles.c.listed)
        .having(func.count() >= bindparam("least", type_=Integer))
        .order_by(func.count().desc(), story_articles.c.listed, prints.c.article)
        .limit(COMPARED)
    )


@lru_cache(maxsize=4)
def near(dialect: str, before: bool) -> Select[Any]:
    """Keys that too many articles have find none."""
    few = (
        select(story_keys.c.key)
        .where(values.is_in_bound(dialect, story_keys.c.key, "keys"))
        .group_by(story_keys.c.key)
        .having(func.count() <= cluster.TOO_MANY)
    )
    return (
        select(story_keys.c.article)
        .join(story_articles, story_articles.c.article == story_keys.c.article)
        .where(story_keys.c.key.in_(few), *_within(before))
        .group_by(story_keys.c.article, story_articles.c.listed)
        .order_by(func.count().desc(), story_articles.c.listed, story_keys.c.article)
        .limit(SCORED)
    )


@lru_cache(maxsize=4)
def holders(dialect: str, before: bool) -> Select[Any]:
    """How many articles of the window have each key."""
    return (
        select(story_keys.c.key, func.count().label("holders"))
        .join(story_articles, story_articles.c.article == story_keys.c.article)
        .where(values.is_in_bound(dialect, story_keys.c.key, "keys"), *_within(before))
        .group_by(story_keys.c.key)
    )


@lru_cache(maxsize=2)
def in_window(before: bool) -> Select[Any]:
    """How many articles stand in the window, copies among them."""
    return select(func.count()).select_from(story_articles).where(*_within(before))
