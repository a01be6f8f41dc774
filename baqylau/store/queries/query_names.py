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
        case Field("outlet", value):
            return replace(node, value=_outlet(connection, value))
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
            value = field.value
            if field.name == "outlet":
                known = {*countries, *connection.execute(select(outlets.c.id)).scalars()}
                value = _outlet(connection, value)
            if value not in known:
                several = _outlets_named(connection, value) if field.name == "outlet" else []
                _refuse(query, field, several, known)


def _outlet(connection: Connection, written: str) -> str:
    """The id of the outlet that is written by its id or by its name; what is written where there
    is none, or where two have the name.
    """
    found = _outlets_named(connection, written)
    return found[0] if len(found) == 1 else written


def _outlets_named(connection: Connection, written: str) -> list[str]:
    """The outlet with this id, or those with this name (without the remark in brackets behind)."""
    rows = connection.execute(select(outlets.c.id, outlets.c.name)).all()
    if any(x.id == written for x in rows):
        return [written]
    return [x.id for x in rows if x.name.partition(" (")[0].casefold() == written]


def _refuse(query: str, field: Field, several: list[str], known: set[str]) -> None:
    alike = several or get_close_matches(field.value, known, n=_SUGGESTED, cutoff=0.5)
    shown = alike or sorted(known)[:_SUGGESTED]
    example = ", ".join(f"{field.name}:{x}" for x in shown) or "-"
    refuse("unknown", query, field.at, field.at + len(field.value), example=example)
