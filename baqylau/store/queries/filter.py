"""The filter that every list, search, feed, count and export takes.

Comes in: a `Filter`. Goes out: the SQL conditions that it means for articles, for facts or for
pages, built in one place, so that every query understands every field alike.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    cast,
    exists,
    func,
    or_,
    select,
)

from baqylau.query.names import spellings
from baqylau.store.tables import (
    annotated_articles,
    articles,
    entities,
    entity_links,
    facts,
    labels,
    mentions,
    pages,
)

REPRINTS = {"true": True, "all": True, "yes": True, "false": False, "no": False}
"""How an address asks for reprints, or for a list without them: `true` and `false` are those that
the documentation names; the others stand in links made before 0.2.
"""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; a field that is None narrows nothing.

    `outlet` is an id; `since` and `until` are time-zone aware, `since` included and `until` not;
    `kind` is a type of fact and `who` a part of a name: both of the same fact. `reprints` False
    leaves out texts that repeat an earlier article (of the same outlet, language and days, where
    these are given and articles are listed); `ids` are of articles. `tag` is a tag as the
    outlet wrote it, `named` a person, organization or place by the name that its mentions carry.
    `entity` is the id of an entity, under whatever names: that of the same fact as `who`. `meant`
    are the ids of the entities that `who` may mean (`queries.entities.resolved` fills it in): who
    asks for «Цоя» finds Irina Tsoy. `label` is one that the office gave: in a list of articles to
    the article, in a list of facts to the fact or its article.
    """

    outlet: str | None = None
    language: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    kind: str | None = None
    who: str | None = None
    reprints: bool = True
    ids: tuple[int, ...] | None = None
    tag: str | None = None
    named: str | None = None
    entity: int | None = None
    meant: tuple[int, ...] = ()
    label: str | None = None


EVERYTHING = Filter()


def conditions(chosen: Filter, rows: FromClause = articles) -> list[ColumnElement[bool]]:
    """The conditions of the filter on the rows of a query: of `articles`, of `facts` or
    `mentions` joined with their articles, or of `pages`.

    Of articles only current revisions are listed. An article has a kind or a speaker if one of its
    facts has. A page is found by the time it was fetched, and by what the article read from it is.
    """
    if rows is pages:
        return _of_pages(chosen)
    given = _of_articles(chosen, rows is articles)
    if chosen.label is not None:
        given.append(_has_label(chosen.label, rows))
    if rows is mentions:
        return given + _of_mentions(chosen)
    if rows is articles and chosen.entity is not None and chosen.kind is chosen.who is None:
        return [*given, articles.c.id.in_(_articles_of(_ids_of(chosen.entity)))]
    of_fact = _of_facts(chosen)
    if rows is facts:
        return [*given, *of_fact, is_shown()]
    if of_fact:
        theirs = (facts.c.article == articles.c.id, *of_fact, is_shown())
        given.append(exists(select(facts.c.id).where(*theirs)))
    return given


def of_rows(chosen: Filter, rows: FromClause) -> list[ColumnElement[bool]]:
    """The conditions on the rows of `facts` or `mentions` alone, without those on their articles,
    for queries that do not join these.
    """
    return _of_mentions(chosen) if rows is mentions else [*_of_facts(chosen), is_shown()]


def has_name(column: ColumnElement[Any], who: str) -> ColumnElement[bool]:
    """Whether a name contains `who`. Neither SQLite's LIKE nor its lower() knows Cyrillic case, so
    the usual spellings are tried.
    """
    return or_(*(column.contains(x, autoescape=True) for x in sorted(spellings(who))))


def _of_articles(chosen: Filter, of_articles: bool = True) -> list[ColumnElement[bool]]:
    given: list[ColumnElement[bool]] = [articles.c.current, is_article()]
    if chosen.outlet is not None:
        given.append(articles.c.outlet == chosen.outlet)
    if chosen.language is not None:
        given.append(articles.c.language == chosen.language)
    if chosen.since is not None:
        given.append(articles.c.listed >= chosen.since)
    if chosen.until is not None:
        given.append(articles.c.listed < chosen.until)
    if not chosen.reprints:
        alone = articles.c.reprint_of.is_(None)
        listed = source_is_listed(chosen) if of_articles else None
        given.append(alone if listed is None else or_(alone, ~listed))
    if chosen.ids is not None:
        given.append(articles.c.id.in_(chosen.ids))
    if chosen.tag is not None:
        given.append(has_tag(chosen.tag))
    if chosen.named is not None:
        given.append(
            articles.c.id.in_(select(mentions.c.article).where(mentions.c.name == chosen.named))
        )
    return given


_NOT_ARTICLES = select(annotated_articles.c.article).where(annotated_articles.c.hidden.is_not(None))
"""What somebody corrected to be no article: very few."""


def is_article() -> ColumnElement[bool]:
    """Whether nobody said that it is no article."""
    return articles.c.id.not_in(_NOT_ARTICLES)


def is_shown() -> ColumnElement[bool]:
    """Whether nobody said that a fact is wrong. The few that are wrong are asked for by their ids,
    so that a count reads the index alone.
    """
    wrong = facts.alias("wrong")
    return facts.c.id.not_in(select(wrong.c.id).where(wrong.c.hidden.is_not(None)))


def _has_label(label: str, rows: FromClause) -> ColumnElement[bool]:
    named = select(labels.c.subject).where(labels.c.name == label)
    of_article = articles.c.id.in_(
        select(annotated_articles.c.article).where(annotated_articles.c.lineage.in_(named))
    )
    return or_(of_article, facts.c.key.in_(named)) if rows is facts else of_article


def source_is_listed(chosen: Filter) -> ColumnElement[bool] | None:
    """Whether the article that this one repeats is of the same outlet, language and days: if not,
    the reprint stands for it in the list. None where each is.
    """
    if not (chosen.outlet or chosen.language or chosen.since or chosen.until):
        return None
    source = articles.alias("source")
    theirs = [source.c.id == articles.c.reprint_of, source.c.current]
    if chosen.outlet is not None:
        theirs.append(source.c.outlet == chosen.outlet)
    if chosen.language is not None:
        theirs.append(source.c.language == chosen.language)
    if chosen.since is not None:
        theirs.append(source.c.listed >= chosen.since)
    if chosen.until is not None:
        theirs.append(source.c.listed < chosen.until)
    return exists(select(source.c.id).where(*theirs))


def has_tag(tag: str) -> ColumnElement[bool]:
    """Whether a tag is in the stored list. Both databases keep the list as the JSON text that we
    wrote, so the tag is found as JSON writes it, between its quotation marks.
    """
    stored = cast(articles.c.tags, Text)
    return func.replace(stored, json.dumps(tag), "") != stored


def _of_facts(chosen: Filter) -> list[ColumnElement[bool]]:
    given: list[ColumnElement[bool]] = []
    if chosen.kind is not None:
        given.append(facts.c.type == chosen.kind)
    if chosen.who is not None:
        by_name = has_name(facts.c.who, chosen.who)
        given.append(or_(by_name, is_linked(facts, chosen.meant)) if chosen.meant else by_name)
    if chosen.entity is not None:
        ids = _ids_of(chosen.entity)
        given += [facts.c.article.in_(_articles_of(ids)), is_linked(facts, ids)]
    return given


def _ids_of(entity: int) -> Select[tuple[int]]:
    """The ids that mean the same as this one, since an editor may have merged it."""
    root = func.coalesce(entities.c.merged_into, entities.c.id)
    own = select(root).where(entities.c.id == entity).scalar_subquery()
    return select(entities.c.id).where(or_(entities.c.id == own, entities.c.merged_into == own))


def _articles_of(ids: Select[tuple[int]]) -> Select[tuple[int]]:
    return select(entity_links.c.article).where(entity_links.c.entity.in_(ids))


def is_linked(rows: FromClause, ids: Select[tuple[int]] | Collection[int]) -> ColumnElement[bool]:
    """Whether the person of a fact, or the name of a mention, is one of these entities."""
    name = mentions.c.name if rows is mentions else facts.c.who
    theirs = (entity_links.c.article == rows.c.article, entity_links.c.name == name)
    return exists(select(entity_links.c.id).where(*theirs, entity_links.c.entity.in_(ids)))


def _of_mentions(chosen: Filter) -> list[ColumnElement[bool]]:
    """`kind` is a type of mention and `who` a part of its name: both of the same mention."""
    given: list[ColumnElement[bool]] = []
    if chosen.kind is not None:
        given.append(mentions.c.type == chosen.kind)
    if chosen.who is not None:
        by_name = has_name(mentions.c.name, chosen.who)
        given.append(or_(by_name, is_linked(mentions, chosen.meant)) if chosen.meant else by_name)
    if chosen.entity is not None:
        given.append(is_linked(mentions, _ids_of(chosen.entity)))
    return given


def _of_pages(chosen: Filter) -> list[ColumnElement[bool]]:
    given: list[ColumnElement[bool]] = []
    if chosen.outlet is not None:
        given.append(pages.c.outlet == chosen.outlet)
    if chosen.since is not None:
        given.append(pages.c.fetched >= chosen.since)
    if chosen.until is not None:
        given.append(pages.c.fetched < chosen.until)
    of_article = replace(chosen, outlet=None, since=None, until=None)
    if of_article != EVERYTHING:
        read = select(articles.c.id).where(articles.c.page == pages.c.id, *conditions(of_article))
        given.append(exists(read.correlate(pages)))  # a query may join the articles as well
    return given
