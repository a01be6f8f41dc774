"""Stories to show: those of the last days in order of importance, and one story with the timeline
of its articles. Comes in: an engine and a time or a story's id. Goes out: rows.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Select, case, func, select

from baqylau.model.fact_words import words_of
from baqylau.store.connect import reading
from baqylau.store.entity_candidates import root
from baqylau.store.facts import as_contract
from baqylau.store.queries.articles import ArticleRow, rows_of
from baqylau.store.queries.filter import is_article, is_shown
from baqylau.store.tables import (
    articles,
    entities,
    entity_links,
    facts,
    reprints,
    stories,
    story_articles,
)
from baqylau.stories.differences import Difference, differing, missing

RECENT = timedelta(hours=3)
"""What was printed in this time counts twice for the order, and tells whether a story rises."""
_RISING = 3  # outlets in the last hours that make a story rise
_SHOWN = 60  # articles of a story whose facts and sentences are shown
_SENTENCES = 4
_QUOTES = 24


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story in a list. `first` is the article printed first; `recent` counts the outlets of the
    last hours."""

    id: int
    first: ArticleRow
    articles: int
    outlets: int
    languages: tuple[str, ...]
    begun: datetime
    newest: datetime
    recent: int

    @property
    def rising(self) -> bool:
        """Whether most of its outlets came to it in the last hours."""
        return self.recent >= _RISING and 2 * self.recent >= self.outlets


@dataclass(frozen=True, slots=True)
class Part:
    """An article in the timeline of a story: how it repeats which other one (None: it has a text of
    its own), and the sentences that it adds and leaves out."""

    line: ArticleRow
    kind: str
    source: int | None = None
    kept: float | None = None
    added: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation with its article."""

    article: int
    outlet: str
    text: str


@dataclass(frozen=True, slots=True)
class StoryDetail:
    """A story: `id` is that under which it is known now."""

    id: int
    parts: tuple[Part, ...]
    outlets: int
    languages: tuple[str, ...]
    quotes: dict[str, list[Said]] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()


def ranked(
    engine: Engine,
    since: datetime | None,
    moment: datetime,
    limit: int,
    skip: int = 0,
    outlet: str | None = None,
    language: str | None = None,
    least: int = 2,
) -> list[StoryLine]:
    """The stories of at least so many articles that something was printed about since then: those
    of most outlets first, outlets of the last hours counting twice."""
    its, recent = story_articles.c, moment - RECENT
    outlets_ = func.count(articles.c.outlet.distinct())
    late = func.count(case((its.listed >= recent, articles.c.outlet)).distinct())
    wanted = (
        select(
            its.story,
            func.count().label("articles"),
            outlets_.label("outlets"),
            late.label("recent"),
            func.min(its.listed).label("begun"),
            func.max(its.listed).label("newest"),
        )
        .join(articles, articles.c.id == its.article)
        .where(articles.c.current, is_article())
        .group_by(its.story)
        .having(func.count() >= least)
        .order_by((outlets_ + late).desc(), func.max(its.listed).desc(), its.story.desc())
        .limit(limit)
        .offset(skip)
    )
    if since is not None:
        lately = select(its.story).where(its.listed >= since)
        wanted = wanted.where(its.story.in_(lately))
    if outlet is not None:
        wanted = wanted.where(its.story.in_(_with(articles.c.outlet == outlet)))
    if language is not None:
        wanted = wanted.where(its.story.in_(_with(articles.c.language == language)))
    with reading(engine) as connection:
        rows = connection.execute(wanted).all()
        members = _members(connection, [x.story for x in rows])
    lines = rows_of(engine, [x[0][0] for x in members.values()])
    return [
        StoryLine(
            row.story,
            lines[members[row.story][0][0]],
            row.articles,
            row.outlets,
            tuple(dict.fromkeys(x for _, x in members[row.story] if x)),
            row.begun,
            row.newest,
            row.recent,
        )
        for row in rows
    ]


def _with(condition: Any) -> Select[Any]:
    return (
        select(story_articles.c.story)
        .join(articles, articles.c.id == story_articles.c.article)
        .where(articles.c.current, is_article(), condition)
    )


def _members(
    connection: Connection, story_ids: Collection[int]
) -> dict[int, list[tuple[int, str | None]]]:
    """(article, language) of each story, in order of time."""
    found: dict[int, list[tuple[int, str | None]]] = defaultdict(list)
    wanted = (
        select(story_articles.c.story, articles.c.id, articles.c.language)
        .join(articles, articles.c.id == story_articles.c.article)
        .where(story_articles.c.story.in_(story_ids), articles.c.current, is_article())
        # texts that repeat another come behind it at one time
        .order_by(
            story_articles.c.listed, articles.c.reprint_of.is_not(None), story_articles.c.article
        )
    )
    for row in connection.execute(wanted):
        found[row.story].append((row.id, row.language))
    return found


def lines_of(engine: Engine, story_id: int, limit: int = _SHOWN) -> list[ArticleRow]:
    """The first articles of a story, in order of time."""
    with reading(engine) as connection:
        ids = [x for x, _ in _members(connection, [story_id]).get(story_id, ())][:limit]
    lines = rows_of(engine, ids)
    return [lines[x] for x in ids if x in lines]


def known_as(engine: Engine, story_id: int) -> int | None:
    """The id under which a story is known now; None where there is none."""
    with reading(engine) as connection:
        for _ in range(100):
            row = connection.execute(
                select(stories.c.merged_into).where(stories.c.id == story_id)
            ).one_or_none()
            if row is None:
                return None
            if row.merged_into is None:
                return story_id
            story_id = row.merged_into
    return None


def detail(engine: Engine, story_id: int) -> StoryDetail | None:
    """The story of this id or of one that it became a part of; None where it has no article."""
    number = known_as(engine, story_id)
    if number is None:
        return None
    with reading(engine) as connection:
        members = _members(connection, [number]).get(number, [])
        ids = [x for x, _ in members]
        links = {
            row.article: row
            for row in connection.execute(select(reprints).where(reprints.c.article.in_(ids)))
        }
        some = ids[:_SHOWN]
        texts = _texts(connection, {*some, *(x.source for x in links.values())})
        named = list(_facts(connection, some))
        persons = _entities(connection, some)
    if not members:
        return None
    lines = rows_of(engine, ids)
    parts = tuple(
        _part(lines[x], links.get(x), texts if x in some else {}) for x in ids if x in lines
    )
    return StoryDetail(
        number,
        parts,
        len({x.line.outlet_id for x in parts}),
        tuple(dict.fromkeys(x for _, x in members if x)),
        _quotes(named, {x.line.id for x in parts if x.kind in _OWN}, lines, persons),
        tuple(
            differing(
                (x, lines[x].outlet_id, fact) for x, fact in named if fact["type"] == "amount"
            )
        ),
    )


_OWN = frozenset({"own", "update", "translated", "quote"})
"""Kinds of articles whose quotations are shown: those of a copy are its source's."""


def _part(line: ArticleRow, link: Any, texts: dict[int, str]) -> Part:
    if link is None:
        return Part(line, "own")
    added: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    if link.kind not in ("translated", "quote") and {line.id, link.source} <= texts.keys():
        ours, theirs = texts[line.id], texts[link.source]
        added = tuple(missing(ours, theirs)[:_SENTENCES])
        left_out = tuple(missing(theirs, ours)[:_SENTENCES])
    return Part(line, link.kind, link.source, link.kept, added, left_out)


def _texts(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    wanted = select(articles.c.id, articles.c.text).where(articles.c.id.in_(ids))
    return {x.id: x.text for x in connection.execute(wanted)}


def _facts(connection: Connection, ids: Collection[int]) -> Any:
    wanted = (
        select(facts)
        .where(facts.c.article.in_(ids), facts.c.type.in_(("quote", "amount")), is_shown())
        .order_by(facts.c.article, facts.c.start, facts.c.id)
    )
    for row in connection.execute(wanted).mappings():
        yield row["article"], as_contract(row)


def _entities(connection: Connection, ids: Collection[int]) -> dict[tuple[int, str], int]:
    """Whom the names of these articles mean."""
    linked = (
        select(entity_links.c.article, entity_links.c.name, root)
        .join(entities, entities.c.id == entity_links.c.entity)
        .where(entity_links.c.article.in_(ids))
    )
    return {(article, name): entity for article, name, entity in connection.execute(linked)}


def _quotes(
    named: list[tuple[int, dict[str, Any]]],
    ids: Collection[int],
    lines: dict[int, ArticleRow],
    persons: Mapping[tuple[int, str], int],
) -> dict[str, list[Said]]:
    """The quotations by who said them; one person in several spellings stands under the first."""
    found: dict[str, list[Said]] = {}
    spelled: dict[int | str, str] = {}
    seen: set[str] = set()
    for article, fact in named:
        speaker = fact.get("speaker_name")
        if fact["type"] != "quote" or not speaker or article not in ids or fact["text"] in seen:
            continue
        if len(seen) == _QUOTES:
            break
        seen.add(fact["text"])
        first = spelled.setdefault(persons.get((article, speaker), speaker), speaker)
        found.setdefault(first, []).append(Said(article, lines[article].outlet, words_of(fact)))
    return found


def reprint_counts(engine: Engine, ids: Collection[int]) -> dict[int, int]:
    """How many current articles repeat each of these."""
    wanted = (
        select(articles.c.reprint_of, func.count())
        .where(articles.c.reprint_of.in_(ids), articles.c.current)
        .group_by(articles.c.reprint_of)
    )
    with reading(engine) as connection:
        return {row[0]: int(row[1]) for row in connection.execute(wanted)}
