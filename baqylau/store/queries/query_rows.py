"""Rows of articles as a query sees them: a row comes in, a `Document` goes out; and whether the
outlets and countries that a query names are known.
"""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, Row, select

from baqylau.query.ast import Field, Node, inside
from baqylau.query.lexer import refuse
from baqylau.query.match import Document
from baqylau.store.tables import facts, mentions, outlets

_OF_FACTS = frozenset({"kind", "said-by"})
_OF_MENTIONS = frozenset({"mentions", "org", "place"})
_SUGGESTED = 3  # ids that are spelled like an unknown one


def document(
    connection: Connection, row: Row[Any], node: Node, countries: Mapping[str, str]
) -> Document:
    """The article of a row; its facts and mentions only where the query asks for them."""
    asked = {x.name for x in inside(node) if isinstance(x, Field)}
    of_facts = _facts(connection, row.id) if asked & _OF_FACTS else ()
    named = _mentions(connection, row.id) if asked & _OF_MENTIONS else ()
    return Document(
        text=row.text,
        title=row.title,
        section=row.section,
        tags=tuple(row.tags),
        language=row.language,
        outlet=row.outlet,
        country=countries.get(row.outlet),
        authors=tuple(row.authors),
        listed=row.listed,
        kinds=frozenset(x.type for x in of_facts),
        speakers=tuple(x.who for x in of_facts if x.type == "quote" and x.who),
        mentions=tuple((x.type, x.name) for x in named),
    )


def _facts(connection: Connection, article: int) -> Sequence[Any]:
    wanted = select(facts.c.type, facts.c.who).where(facts.c.article == article)
    return connection.execute(wanted).all()


def _mentions(connection: Connection, article: int) -> Sequence[Any]:
    wanted = select(mentions.c.type, mentions.c.name).where(mentions.c.article == article)
    return connection.execute(wanted).all()


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
