"""Who bears a name: a name in any spelling comes in; entities with their roles, latest quotes and
the outlets that name them go out.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, select

from baqylau.model.fact_words import words_of
from baqylau.store.connect import reading
from baqylau.store.entity_candidates import root
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries import facts as fact_queries
from baqylau.store.queries.filter import Filter
from baqylau.store.tables import articles, entities, entity_links

_OUTLETS = 10


@dataclass(frozen=True, slots=True)
class Said:
    when: datetime
    outlet: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person or an organization; `outlets` are ids with the articles that name it, those with
    most first; `quotes` the latest first.
    """

    id: int
    type: str
    name: str
    names: tuple[tuple[str, int], ...]
    roles: tuple[tuple[str, str], ...]
    articles: int
    outlets: tuple[tuple[str, int], ...]
    quotes: tuple[Said, ...]


def of_name(engine: Engine, name: str, limit: int, quotes: int) -> list[Person]:
    """Those who may be meant by the name, those in most articles first."""
    with reading(engine) as connection:
        ids = _of_most_articles(connection, entity_queries.meant(connection, name), limit)
    return [x for x in (_person(engine, y, quotes) for y in ids) if x is not None]


def _of_most_articles(connection: Connection, ids: set[int], limit: int) -> list[int]:
    count = func.count(entity_links.c.article.distinct())
    wanted = (
        select(root.label("id"))
        .select_from(entities.join(entity_links, entity_links.c.entity == entities.c.id))
        .where(entities.c.id.in_(sorted(ids)))
        .group_by(root)
        .order_by(count.desc(), root)
        .limit(limit)
    )
    return list(connection.execute(wanted).scalars())


def _person(engine: Engine, entity: int, quotes: int) -> Person | None:
    detail = entity_queries.detail(engine, entity)
    if detail is None:
        return None
    said = Filter(entity=detail.id, kind="quote", reprints=False)
    lines = fact_queries.listed(engine, said, quotes) if quotes else []
    count = func.count(articles.c.id.distinct())
    by_outlet = (
        select(articles.c.outlet, count)
        .join(entity_links, entity_links.c.article == articles.c.id)
        .where(entity_links.c.entity.in_(detail.ids), articles.c.current)
        .group_by(articles.c.outlet)
        .order_by(count.desc(), articles.c.outlet)
        .limit(_OUTLETS)
    )
    with reading(engine) as connection:
        printed = tuple((x[0], x[1]) for x in connection.execute(by_outlet))
    return Person(
        detail.id,
        detail.type,
        detail.name,
        detail.names,
        detail.roles,
        detail.articles,
        printed,
        tuple(Said(x.when, x.outlet_id, words_of(x.fact), x.url) for x in lines),
    )
