"""Facts to show: who said what, where and when.

Comes in: an engine and a filter. Goes out: facts, those of the newest article first (the next page
of the list starts after the cursor of the last one), and counts by kind and by speaker.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Engine,
    Row,
    Select,
    Table,
    and_,
    func,
    or_,
    select,
)

from baqylau.corrections.apply import corrected_record
from baqylau.store import annotations
from baqylau.store.annotations import NOTHING, Annotations
from baqylau.store.connect import reading
from baqylau.store.entities import entity_of
from baqylau.store.facts import as_contract
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries.articles import Cursor, corrections_of_article, own_time
from baqylau.store.queries.filter import Filter, conditions, has_name, is_linked
from baqylau.store.tables import articles, facts, outlets

Conditions = Callable[[Filter, Table], list[ColumnElement[bool]]]
_NAMES_A_SPEAKER = 2
"""Names are counted first and joined then: so many for each line of the list."""
_MANY_NAMES = 300
"""If a part of a name is found in at most so many names, these are looked up one by one; SQLite
takes 32,766 values in a statement.
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact in a list: `fact` has the shape of the public contract, and its key; the rest says
    where it was printed; `when`, `own` and `precision` are as in `ArticleRow`.
    """

    id: int
    fact: dict[str, Any]
    who: str | None
    entity: int | None
    article: int
    title: str | None
    outlet_id: str
    outlet: str
    sample: bool
    language: str | None
    when: datetime
    own: datetime | None
    precision: str | None
    sentence: str
    url: str
    annotations: Annotations

    @property
    def key(self) -> Cursor:
        return Cursor(self.when, self.article, self.id)


def listed(
    engine: Engine, filter_by: Filter, limit: int, after: Cursor | None = None
) -> list[Statement]:
    """At most `limit` facts after the cursor; those of one article in the order of its text."""
    with reading(engine) as connection:
        wanted = (
            select(facts.c.id)
            .join(articles, articles.c.id == facts.c.article)
            .where(*with_names(connection, filter_by))
            .limit(limit)
        )
        when = _time(filter_by)
        if after is not None:
            further = or_(
                facts.c.article < after.article,
                and_(facts.c.article == after.article, facts.c.id > after.fact),
            )
            wanted = wanted.where(when <= after.when, or_(when < after.when, further))
        # first the ids, then the rows: a sort must not carry texts
        ids = list(
            connection.execute(
                wanted.order_by(when.desc(), facts.c.article.desc(), facts.c.id)
            ).scalars()
        )
        rows = {row.id: row for row in connection.execute(_statements().where(facts.c.id.in_(ids)))}
        written = annotations.of(connection, [x.key for x in rows.values() if x.annotated])
    return [_statement(rows[x], written.get(rows[x].key, NOTHING)) for x in ids]


def kinds(engine: Engine, filter_by: Filter) -> dict[str, int]:
    """How many facts of each kind there are, the most frequent first."""
    counted = select(facts.c.type, func.count()).join(articles, articles.c.id == facts.c.article)
    with reading(engine) as connection:
        counted = counted.where(*with_names(connection, filter_by))
        return {
            row[0]: row[1]
            for row in connection.execute(
                counted.group_by(facts.c.type).order_by(func.count().desc(), facts.c.type)
            )
        }


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody quoted: the name most printed, the number of quotes under all names, and the entity
    where it is known.
    """

    name: str
    quotes: int
    entity: int | None


def speakers(engine: Engine, filter_by: Filter, limit: int) -> list[Speaker]:
    """Those quoted most; one person under several names is one. A name that two persons bear stays
    a line of its own.
    """
    counted = select(facts.c.who, func.count()).join(articles, articles.c.id == facts.c.article)
    counted = counted.where(facts.c.type == "quote", facts.c.who.is_not(None))
    with reading(engine) as connection:
        counted = counted.where(*with_names(connection, filter_by)).group_by(facts.c.who)
        rows = connection.execute(
            counted.order_by(func.count().desc(), facts.c.who).limit(_NAMES_A_SPEAKER * limit)
        ).all()
        known = entity_queries.of_names(connection, [x[0] for x in rows])
    found: dict[int | str, Speaker] = {}
    for who, quotes in rows:
        entity = known.get(who)
        key = who if entity is None else entity
        first = found.get(key, Speaker(who, 0, entity))
        found[key] = replace(first, quotes=first.quotes + quotes)
    return sorted(found.values(), key=lambda x: (-x.quotes, x.name))[:limit]


def with_names(
    connection: Connection, filter_by: Filter, conditions: Conditions = conditions
) -> list[ColumnElement[bool]]:
    """The filter's `conditions` on facts, with the names that contain `who` looked up first, so
    that an index finds their facts.

    A `who` that very many names contain is not looked up: going through the newest facts finds it
    soon. With `of_rows` as `conditions` the articles are left aside.
    """
    if filter_by.who is None:
        return conditions(filter_by, facts)
    known = _names()
    names = list(
        connection.execute(
            select(known.c.who).where(has_name(known.c.who, filter_by.who)).limit(_MANY_NAMES)
        ).scalars()
    )
    filter_by = entity_queries.resolved(connection, filter_by)
    if len(names) == _MANY_NAMES:
        return conditions(filter_by, facts)
    given = conditions(replace(filter_by, who=None), facts)
    if not filter_by.meant:
        return [*given, facts.c.who.in_(names)]
    spelled = entity_queries.names_of(connection, filter_by.meant)
    is_meant = or_(facts.c.who.in_(names), is_linked(facts, filter_by.meant))
    return [*given, facts.c.who.in_({*names, *spelled}), is_meant]


def _names() -> CTE:
    """Every name once. Each is found from the one before by one step in the index, since neither
    database skips repeated values by itself.
    """
    names = select(func.min(facts.c.who).label("who")).cte("names", recursive=True)
    following = (
        select(func.min(facts.c.who))
        .where(facts.c.who > names.c.who)
        .correlate(names)
        .scalar_subquery()
    )
    return names.union_all(select(following).where(names.c.who.is_not(None)))


def _time(filter_by: Filter) -> ColumnElement[Any]:
    """The column to order by. Facts repeat the time of their article: with a kind or a speaker an
    index on the facts' column is used, else the index on the articles'.
    """
    return articles.c.listed if filter_by.kind is None and filter_by.who is None else facts.c.listed


def _statements() -> Select[Any]:
    shown = (
        articles.c.id.label("article_id"),
        articles.c.title,
        articles.c.language,
        articles.c.published,
        articles.c.published_printed,
        articles.c.published_precision,
        articles.c.url,
    )
    # the text is counted in code points on both sides: substr() of SQLite and PostgreSQL, slices of
    # Python
    sentence = func.substr(
        articles.c.text, facts.c.sentence_start + 1, facts.c.sentence_end - facts.c.sentence_start
    )
    outlet = (outlets.c.id.label("outlet_id"), outlets.c.name.label("outlet"), outlets.c.sample)
    entity = entity_of(facts.c.article, facts.c.who).label("entity")
    marks = (corrections_of_article(), annotations.are_of(facts.c.key).label("annotated"))
    wanted = select(facts, *shown, *outlet, entity, *marks, sentence.label("sentence_text"))
    return wanted.join(articles, articles.c.id == facts.c.article).join(
        outlets, outlets.c.id == articles.c.outlet
    )


def _statement(row: Row[Any], written: Annotations) -> Statement:
    read = {"title": row.title, "published": row.published_printed}
    shown = corrected_record(read, row.article_corrected)
    own, precision = own_time(row.listed, row.published, row.published_printed), None
    if "published" in shown["corrected"]:
        own, precision = datetime.fromisoformat(shown["published"]), "minute"
    return Statement(
        id=row.id,
        fact=as_contract(row._mapping) | {"key": row._mapping["key"]},
        who=row.who,
        entity=row.entity,
        article=row.article_id,
        title=shown["title"],
        outlet_id=row.outlet_id,
        outlet=row.outlet,
        sample=row.sample,
        language=row.language,
        when=row.listed,
        own=own,
        precision=precision or (row.published_precision if own else None),
        sentence=row.sentence_text,
        url=row.url,
        annotations=written,
    )
