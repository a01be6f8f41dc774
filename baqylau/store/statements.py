"""Facts in lists: who said what, where and when, newest article first, paged by the key of the last line seen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, Select, and_, func, or_, select

from baqylau.store.browse import Asked, Key, moment, narrowed
from baqylau.store.connect import reading
from baqylau.store.facts import as_contract
from baqylau.store.tables import articles, facts, outlets


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
    language: str | None
    when: datetime
    precision: str | None
    sentence: str
    url: str

    @property
    def key(self) -> Key:
        return Key(self.when, self.article, self.id)


def listed(engine: Engine, asked: Asked, limit: int, after: Key | None = None) -> list[Statement]:
    """At most `limit` facts after the key; inside an article in order of the text."""
    wanted = _statements(asked).limit(limit)
    if after is not None:
        same = moment == after.when
        later = or_(moment < after.when, and_(same, articles.c.id < after.article))
        wanted = wanted.where(or_(later, and_(same, articles.c.id == after.article, facts.c.id > after.fact)))
    with reading(engine) as connection:
        return [_statement(row) for row in connection.execute(wanted)]


def kinds(engine: Engine, asked: Asked) -> dict[str, int]:
    """How many facts of each kind there are, the commonest first."""
    counted = select(facts.c.type, func.count()).join(articles, articles.c.id == facts.c.article).where(*conditions(asked))
    with reading(engine) as connection:
        return {row[0]: row[1] for row in connection.execute(counted.group_by(facts.c.type).order_by(func.count().desc(), facts.c.type))}


def speakers(engine: Engine, asked: Asked, limit: int) -> list[tuple[str, int]]:
    """(name, quotes) of those quoted most."""
    counted = select(facts.c.who, func.count()).join(articles, articles.c.id == facts.c.article)
    counted = counted.where(facts.c.type == "quote", facts.c.who.is_not(None), *conditions(asked))
    with reading(engine) as connection:
        found = connection.execute(counted.group_by(facts.c.who).order_by(func.count().desc(), facts.c.who).limit(limit))
        return [(row[0], row[1]) for row in found]


def conditions(asked: Asked) -> list[ColumnElement[bool]]:
    """The conditions on facts and their articles."""
    given = narrowed(asked)
    if asked.kind is not None:
        given.append(facts.c.type == asked.kind)
    if asked.who is not None:
        given.append(_named(asked.who))
    return given


def _named(who: str) -> ColumnElement[bool]:
    """Part of a name. Neither SQLite's LIKE nor its lower() knows Cyrillic case, so the usual spellings are tried."""
    spellings = {who, who.capitalize(), who.title(), who.lower(), who.upper()}
    return or_(*(facts.c.who.contains(x, autoescape=True) for x in sorted(spellings)))


def _statements(asked: Asked) -> Select[Any]:
    shown = (articles.c.id.label("article_id"), articles.c.title, articles.c.language, articles.c.published_precision, articles.c.url)
    # the text is counted in code points on both sides: substr() of SQLite and PostgreSQL, slices of Python
    sentence = func.substr(articles.c.text, facts.c.sentence_start + 1, facts.c.sentence_end - facts.c.sentence_start)
    outlet = (outlets.c.id.label("outlet_id"), outlets.c.name.label("outlet"))
    wanted = select(facts, *shown, *outlet, sentence.label("sentence_text"), moment.label("when_"))
    wanted = wanted.join(articles, articles.c.id == facts.c.article).join(outlets, outlets.c.id == articles.c.outlet)
    return wanted.where(*conditions(asked)).order_by(moment.desc(), articles.c.id.desc(), facts.c.id)


def _statement(row: Row[Any]) -> Statement:
    return Statement(
        id=row.id,
        fact=as_contract(row._mapping),
        who=row.who,
        article=row.article_id,
        title=row.title,
        outlet_id=row.outlet_id,
        outlet=row.outlet,
        language=row.language,
        when=row.when_,
        precision=row.published_precision,
        sentence=row.sentence_text,
        url=row.url,
    )
