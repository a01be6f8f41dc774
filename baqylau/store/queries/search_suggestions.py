"""Whom the words of a query may mean: a query comes in; people, organizations, places and outlets
of these names go out, each with the query that asks for them.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, or_, select

from baqylau.query.ast import Exact, Field, Phrase, Word
from baqylau.query.canonical import canonical
from baqylau.query.names import spellings
from baqylau.store.connect import reading
from baqylau.store.entity_candidates import root
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries.search import parsed
from baqylau.store.tables import entities, entity_links, outlets

_MOST = 5  # of entities, and of outlets
_KINDS = ("person", "organization", "place")
_FIELDS = {"person": "mentions", "organization": "org", "place": "place"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`kind` is person, organization, place or outlet; `entity` its id, None of an outlet."""

    kind: str
    name: str
    query: str
    entity: int | None = None


def suggestions(engine: Engine, query: str) -> list[Suggestion]:
    """Those whom a query of plain words may mean; none for a query with operators or fields. Raises
    `QueryError`.
    """
    node = parsed(query)
    if not isinstance(node, Word | Phrase | Exact):
        words = getattr(node, "parts", ())
        if not words or not all(isinstance(x, Word) for x in words):
            return []
        name = " ".join(x.word for x in words)
    else:
        name = node.word if isinstance(node, Word) else " ".join(node.words)
    with reading(engine) as connection:
        return [*_entities(connection, name), *_outlets(connection, name)]


def _entities(connection: Connection, name: str) -> list[Suggestion]:
    ids = entity_queries.meant(connection, name, _KINDS)
    if not ids or len(ids) > entity_queries.MOST_MEANT:
        return []
    count = func.count(entity_links.c.article.distinct())
    wanted = (
        select(root.label("id"))
        .select_from(entities.join(entity_links, entity_links.c.entity == entities.c.id))
        .where(entities.c.id.in_(ids))
        .group_by(root)
        .order_by(count.desc(), root)
        .limit(_MOST)
    )
    order = list(connection.execute(wanted).scalars())
    found = {x.id: x for x in connection.execute(select(entities).where(entities.c.id.in_(order)))}
    return [
        Suggestion(x.type, x.name, canonical(Field(_FIELDS[x.type], x.name)), x.id)
        for x in (found[y] for y in order if y in found)
    ]


def _outlets(connection: Connection, name: str) -> list[Suggestion]:
    alike = [outlets.c.name.contains(x, autoescape=True) for x in sorted(spellings(name))]
    known = or_(outlets.c.id == name.lower(), *alike)
    wanted = select(outlets.c.id, outlets.c.name).where(known).order_by(outlets.c.id).limit(_MOST)
    rows = connection.execute(wanted).all()
    return [Suggestion("outlet", x.name, canonical(Field("outlet", x.id))) for x in rows]
