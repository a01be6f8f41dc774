"""What the names of a query mean: a tree comes in; the tree with the entities that its names may
mean goes out, or a refusal of outlets and countries that are not known.
"""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches

from sqlalchemy import Connection, func, or_, select

from baqylau.query import vocabulary
from baqylau.query.ast import And, Field, Node, Not, Or, inside
from baqylau.query.lexer import refuse
from baqylau.store.queries import entities as entity_queries
from baqylau.store.tables import outlets, stories

_SUGGESTED = 3  # ids that are spelled like an unknown one


def resolved(connection: Connection, node: Node) -> Node:
    """The tree with the entities that its names may mean, in whatever spelling."""
    match node:
        case And(parts):
            return And(tuple(resolved(connection, x) for x in parts))
        case Or(parts):
            return Or(tuple(resolved(connection, x) for x in parts))
        case Not(part):
            return Not(resolved(connection, part))
        case Field(name, value, exact=False) if name in vocabulary.ENTITIES:
            ids = entity_queries.meant(connection, value, vocabulary.ENTITIES[name])
            known = frozenset(ids) if len(ids) <= entity_queries.MOST_MEANT else frozenset[int]()
            return replace(node, ids=known)
        case Field("story", value):
            return replace(node, ids=_story(connection, int(value)))
        case _:
            return node


def _story(connection: Connection, story: int) -> frozenset[int]:
    """The ids that mean the same story as this one."""
    root = func.coalesce(stories.c.merged_into, stories.c.id)
    own = select(root).where(stories.c.id == story).scalar_subquery()
    same = select(stories.c.id).where(or_(stories.c.id == own, stories.c.merged_into == own))
    return frozenset(connection.execute(same).scalars())


def check_values(
    connection: Connection, query: str, node: Node, countries: Mapping[str, str]
) -> None:
    """Raises `QueryError` for an outlet or a country that is not known: such a search would stay
    empty for ever without a word.
    """
    for field in inside(node):
        if isinstance(field, Field) and field.name in ("outlet", "country"):
            known = set(countries.values())
            if field.name == "outlet":
                known = {*countries, *connection.execute(select(outlets.c.id)).scalars()}
            if field.value not in known:
                _refuse(query, field, known)


def _refuse(query: str, field: Field, known: set[str]) -> None:
    alike = get_close_matches(field.value, known, n=_SUGGESTED, cutoff=0.5)
    shown = alike or sorted(known)[:_SUGGESTED]
    example = ", ".join(f"{field.name}:{x}" for x in shown) or "-"
    refuse("unknown", query, field.at, field.at + len(field.value), example=example)
