"""Facts in lists: who said what, where and when, newest article first, paged by the key of the last
line seen.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, Engine, Row, Select, and_, func, or_, select

from baqylau.store.connect import reading
from baqylau.store.facts import as_contract
from baqylau.store.queries.articles import ArticleFilter, Cursor, narrowed
from baqylau.store.tables import articles, facts, outlets

_MANY_NAMES = 300
"""So many names a part of a name may fit and still be looked up one by one; SQLite takes 32,766
values in a statement.
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact in a list: `fact` in the shape of the public contract, and where it was printed."""

    id: int
    fact: dict[str, Any]
    who: str | None
    article: int
    title: str | None
    outlet_id: str
    outlet: str
    sample: bool
    language: str | None
    when: datetime
    precision: str | None
    sentence: str
    url: str

    @property
    def key(self) -> Cursor:
        return Cursor(self.when, self.article, self.id)


def listed(
    engine: Engine, asked: ArticleFilter, limit: int, after: Cursor | None = None
) -> list[Statement]:
    """At most `limit` facts after the key; inside an article in order of the text."""
    with reading(engine) as connection:
        wanted = (
            select(facts.c.id)
            .join(articles, articles.c.id == facts.c.article)
            .where(*_looked_up(connection, asked))
            .limit(limit)
        )
        when = _time(asked)
        if after is not None:
            further = or_(
                facts.c.article < after.article,
                and_(facts.c.article == after.article, facts.c.id > after.fact),
            )
            wanted = wanted.where(when <= after.when, or_(when < after.when, further))
        # first which, then what: a sort must not carry texts
        ids = list(
            connection.execute(
                wanted.order_by(when.desc(), facts.c.article.desc(), facts.c.id)
            ).scalars()
        )
        rows = {row.id: row for row in connection.execute(_statements().where(facts.c.id.in_(ids)))}
    return [_statement(rows[x]) for x in ids]


def kinds(engine: Engine, asked: ArticleFilter) -> dict[str, int]:
    """How many facts of each kind there are, the commonest first."""
    counted = select(facts.c.type, func.count()).join(articles, articles.c.id == facts.c.article)
    with reading(engine) as connection:
        counted = counted.where(*_looked_up(connection, asked))
        return {
            row[0]: row[1]
            for row in connection.execute(
                counted.group_by(facts.c.type).order_by(func.count().desc(), facts.c.type)
            )
        }


def speakers(engine: Engine, asked: ArticleFilter, limit: int) -> list[tuple[str, int]]:
    """(name, quotes) of those quoted most."""
    counted = select(facts.c.who, func.count()).join(articles, articles.c.id == facts.c.article)
    counted = counted.where(facts.c.type == "quote", facts.c.who.is_not(None))
    with reading(engine) as connection:
        counted = counted.where(*_looked_up(connection, asked))
        found = connection.execute(
            counted.group_by(facts.c.who).order_by(func.count().desc(), facts.c.who).limit(limit)
        )
        return [(row[0], row[1]) for row in found]


def conditions(asked: ArticleFilter) -> list[ColumnElement[bool]]:
    """The conditions on facts and their articles."""
    given = narrowed(asked)
    if asked.kind is not None:
        given.append(facts.c.type == asked.kind)
    if asked.who is not None:
        given.append(_named(facts.c.who, asked.who))
    return given


def _named(column: ColumnElement[Any], who: str) -> ColumnElement[bool]:
    """Part of a name. Neither SQLite's LIKE nor its lower() knows Cyrillic case, so the usual
    spellings are tried.
    """
    spellings = {who, who.capitalize(), who.title(), who.lower(), who.upper()}
    return or_(*(column.contains(x, autoescape=True) for x in sorted(spellings)))


def _looked_up(connection: Connection, asked: ArticleFilter) -> list[ColumnElement[bool]]:
    """`conditions`, with the names a part of a name fits looked up first: an index then finds their
    facts.

    A part that fits very many people is found soon by looking through the newest.
    """
    if asked.who is None:
        return conditions(asked)
    known = _names()
    names = list(
        connection.execute(
            select(known.c.who).where(_named(known.c.who, asked.who)).limit(_MANY_NAMES)
        ).scalars()
    )
    return (
        conditions(asked)
        if len(names) == _MANY_NAMES
        else [*conditions(replace(asked, who=None)), facts.c.who.in_(names)]
    )


def _names() -> CTE:
    """Every name once: each found from the one before by a step in the index, since neither
    database skips repeats by itself.
    """
    names = select(func.min(facts.c.who).label("who")).cte("names", recursive=True)
    following = (
        select(func.min(facts.c.who))
        .where(facts.c.who > names.c.who)
        .correlate(names)
        .scalar_subquery()
    )
    return names.union_all(select(following).where(names.c.who.is_not(None)))


def _time(asked: ArticleFilter) -> ColumnElement[Any]:
    """Facts repeat the time of their article: an index of kinds or speakers is followed where one
    was asked for, else the articles'.
    """
    return articles.c.listed if asked.kind is None and asked.who is None else facts.c.listed


def _statements() -> Select[Any]:
    shown = (
        articles.c.id.label("article_id"),
        articles.c.title,
        articles.c.language,
        articles.c.published_precision,
        articles.c.url,
    )
    # the text is counted in code points on both sides: substr() of SQLite and PostgreSQL, slices of
    # Python
    sentence = func.substr(
        articles.c.text, facts.c.sentence_start + 1, facts.c.sentence_end - facts.c.sentence_start
    )
    outlet = (outlets.c.id.label("outlet_id"), outlets.c.name.label("outlet"), outlets.c.sample)
    wanted = select(facts, *shown, *outlet, sentence.label("sentence_text"))
    return wanted.join(articles, articles.c.id == facts.c.article).join(
        outlets, outlets.c.id == articles.c.outlet
    )


def _statement(row: Row[Any]) -> Statement:
    return Statement(
        id=row.id,
        fact=as_contract(row._mapping),
        who=row.who,
        article=row.article_id,
        title=row.title,
        outlet_id=row.outlet_id,
        outlet=row.outlet,
        sample=row.sample,
        language=row.language,
        when=row.listed,
        precision=row.published_precision,
        sentence=row.sentence_text,
        url=row.url,
    )
