"""A release of an official source and how the press printed it: an article's id comes in; the
articles of its story with kind, delay and the part of the release that each keeps go out.

A review of several events is no coverage, and neither is another edition of the source itself.
In another language an article is a translation where its story says so, else `other_language`:
words of two languages are not compared, and the page of the story must say the same.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, func, or_, select

from baqylau.analysis.coverage import printed
from baqylau.model.brand import brand_of
from baqylau.store.connect import reading
from baqylau.store.queries.articles import ArticleRow, rows_of
from baqylau.store.queries.filter import has_name
from baqylau.store.tables import articles, citations, reprints, story_articles
from baqylau.stories.comparison import is_digest

OTHER_LANGUAGE = "other_language"
"""The kind of an article in another language that its story does not call a translation."""
MOST = 200
"""Articles of a story that are compared with the release, the earliest."""


@dataclass(frozen=True, slots=True)
class Covered:
    """An article about a release. `delay` is below zero where it was printed before it; `kept` is
    the part of the release's words, None in another language.
    """

    line: ArticleRow
    kind: str
    kept: float | None
    delay: timedelta


@dataclass(frozen=True, slots=True)
class Coverage:
    """`more`: how many articles of a big story were not compared."""

    release: ArticleRow
    story: int | None
    articles: tuple[Covered, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Release:
    """A release in a list, with the other articles of its story and their outlets, counted."""

    line: ArticleRow
    articles: int
    outlets: int


def of_release(engine: Engine, article_id: int, known: Collection[str]) -> Coverage | None:
    """The coverage of an article, the earliest first; None where there is no such article. `known`
    are the ids of the registry's outlets.
    """
    story = story_articles.c.story
    with reading(engine) as connection:
        its = select(*_TEXT, story).outerjoin(story_articles, _PLACED)
        release = connection.execute(its.where(articles.c.id == article_id)).one_or_none()
        if release is None:
            return None
        rows, translations = [], set[int]()
        if release.story is not None:
            wanted = select(*_TEXT).join(story_articles, _PLACED)
            theirs = (story == release.story, articles.c.current, articles.c.id != article_id)
            rows = list(connection.execute(wanted.where(*theirs).order_by(articles.c.listed, _ID)))
            translations = set(connection.execute(_translations(release.story)).scalars())
    own = brand_of(release.outlet, known)
    others = [x for x in rows if brand_of(x.outlet, known) != own]
    lines = rows_of(engine, [article_id, *(x.id for x in others)])
    found = [
        _covered(release, x, lines[x.id], x.id in translations)
        for x in others[:MOST]
        if x.id in lines
    ]
    whole = tuple(x for x in found if x is not None)
    return Coverage(lines[article_id], release.story, whole, max(0, len(others) - MOST))


_ID = articles.c.id
_TEXT = (_ID, articles.c.outlet, articles.c.title, articles.c.text, articles.c.language,
         articles.c.listed)  # fmt: skip
_PLACED = story_articles.c.article == articles.c.id


def _covered(release: Any, row: Any, line: ArticleRow, translation: bool) -> Covered | None:
    if is_digest(row.title or "", row.text):
        return None
    found = printed(release.text, release.language or "", row.text, row.language or "")
    kind: str = found.kind
    if kind == "translated" and not translation:
        kind = OTHER_LANGUAGE
    return Covered(line, kind, found.kept, row.listed - release.listed)


def _translations(story: int) -> Select[Any]:
    """The articles of a story that are translations, and those that repeat one of them."""
    source = reprints.alias()
    return (
        select(reprints.c.article)
        .join(story_articles, story_articles.c.article == reprints.c.article)
        .outerjoin(source, source.c.article == reprints.c.source)
        .where(
            story_articles.c.story == story,
            or_(reprints.c.kind == "translated", source.c.kind == "translated"),
        )
    )


COLUMNS = (
    *("article", "outlet", "outlet_name", "language", "published", "delay_minutes"),
    *("kind", "kept", "title", "url"),
)


def as_rows(found: Coverage) -> Iterator[dict[str, Any]]:
    """As a table without any text of the articles: the release first, as the kind `release`."""
    yield _row(found.release, "release", None, None)
    for x in found.articles:
        minutes = round(x.delay.total_seconds() / 60)
        yield _row(x.line, x.kind, None if x.kept is None else round(x.kept, 3), minutes)


def _row(line: ArticleRow, kind: str, kept: float | None, minutes: int | None) -> dict[str, Any]:
    values = (line.id, line.outlet_id, line.outlet, line.language, line.when, minutes)
    return dict(zip(COLUMNS, (*values, kind, kept, line.title, line.url), strict=True))


def releases(
    engine: Engine, of: Collection[str], named: str | None, limit: int, skip: int = 0
) -> list[Release]:
    """The articles of these outlets, the newest first. With `named`, a part of the name of an
    office: the first article of each story that cites this office.
    """
    wanted = select(_ID, story_articles.c.story).outerjoin(story_articles, _PLACED)
    if named is None:
        wanted = wanted.where(articles.c.outlet.in_(of))
    else:
        wanted = wanted.where(_ID.in_(_first_naming(named)))
    wanted = wanted.where(articles.c.current).order_by(articles.c.listed.desc(), _ID.desc())
    with reading(engine) as connection:
        rows = connection.execute(wanted.limit(limit).offset(skip)).all()
        counts = {
            x.story: (x.articles, x.outlets)
            for x in connection.execute(
                _counted(story_articles.c.story.in_({x.story for x in rows}))
            )
        }
    lines = rows_of(engine, [x.id for x in rows])
    nothing = (1, 1)
    return [
        Release(lines[x.id], counts.get(x.story, nothing)[0] - 1, counts.get(x.story, nothing)[1])
        for x in rows
        if x.id in lines
    ]


def _first_naming(name: str) -> Select[Any]:
    return (
        select(func.min(citations.c.article))
        .join(articles, articles.c.id == citations.c.article)
        .join(story_articles, _PLACED)
        .where(
            has_name(citations.c.target, name), citations.c.layer == "official", articles.c.current
        )
        .group_by(story_articles.c.story)
    )


def _counted(condition: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            story_articles.c.story,
            func.count().label("articles"),
            func.count(articles.c.outlet.distinct()).label("outlets"),
        )
        .join(articles, _PLACED)
        .where(articles.c.current, condition)
        .group_by(story_articles.c.story)
    )
