"""Compiles a query to SQL: a tree (`baqylau.query.ast`) comes in; a pattern for the index and
conditions on articles go out.

The index answers nearly everything. Beside the pattern stand days, and the number of an amount,
where all articles wanted meet them (`since:7d amount>1e9`). What is left (`мост OR since:7d`, two
words in one exact form) the pattern only narrows down, and `match` decides for each article.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select

from baqylau.lang.stems import LANGUAGES
from baqylau.query import days
from baqylau.query.ast import (
    Amount,
    And,
    Bound,
    Exact,
    Field,
    InTitle,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
)
from baqylau.query.compiling import Compiling, is_exact
from baqylau.query.pattern import OneOf, Pattern, all_of, any_of
from baqylau.query.stemming import phrases
from baqylau.store.queries.filter import Filter
from baqylau.store.shown_facts import number_of, value_of
from baqylau.store.tables import articles, facts, story_articles

_CODE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a query is answered: articles with the pattern that meet the conditions; `is_rough`
    where `match` has to try each. `since` and `until` are the outermost times.
    """

    pattern: Pattern
    conditions: tuple[ColumnElement[bool], ...]
    is_rough: bool
    since: datetime | None
    until: datetime | None


def plan(node: Node, compiling: Compiling, chosen: Filter) -> Plan:
    """The plan of a query within a filter, whose conditions are not repeated here. The pattern is
    narrowed by the filter where its value can stand in a pattern; anybody may ask for any.
    """
    parts = node.parts if isinstance(node, And) else (node,)
    beside = [x for x in parts if _is_beside(x)]
    pattern = all_of([compiling.compiled(x) for x in parts])
    for name, value in (("outlet", chosen.outlet), ("lang", chosen.language)):
        if value is not None and _CODE.fullmatch(value):
            field = Field(name, value.lower())  # as the index holds it
            pattern = all_of([pattern, compiling.compiled(field)])
    since = [days.begins(x.value) for x in beside if isinstance(x, Field) and x.name == "since"]
    until = [days.ends(x.value) for x in beside if isinstance(x, Field) and x.name == "until"]
    since += [chosen.since] if chosen.since else []
    until += [chosen.until] if chosen.until else []
    return Plan(
        pattern,
        tuple(_condition(x) for x in beside),
        not all(is_exact(x) for x in parts if x not in beside),
        max(since, default=None),
        min(until, default=None),
    )


def _is_beside(node: Node) -> bool:
    part = node.part if isinstance(node, Not) else node
    if isinstance(part, Amount):
        return bool(part.bounds)
    return isinstance(part, Field) and part.name in ("since", "until", "story")


def _condition(node: Node) -> ColumnElement[bool]:
    match node:
        case Not(part):
            return ~_condition(part)
        case Amount():
            return _has_amount(node)
        case Field("story", value, ids=ids):
            told = story_articles.c.story.in_(ids or {int(value)})
            return articles.c.id.in_(select(story_articles.c.article).where(told))
        case Field("since", value):
            return articles.c.listed >= days.begins(value)
        case Field("until", value):
            return articles.c.listed < days.ends(value)
        case _:
            raise ValueError(f"no condition for {node}")


def _has_amount(amount: Amount) -> ColumnElement[bool]:
    slots = facts.c.slots
    low = number_of("value")
    high = func.coalesce(slots["high"].as_float(), low)
    given = [facts.c.type == "amount", facts.c.hidden.is_(None)]
    given.append(slots["quantity"].as_string() == amount.quantity)
    if amount.currency:
        given.append(value_of("currency") == amount.currency)
    given += [_within(x, low, high) for x in amount.bounds]
    return exists(select(facts.c.id).where(facts.c.article == articles.c.id, *given))


def _within(
    bound: Bound, low: ColumnElement[float], high: ColumnElement[float]
) -> ColumnElement[bool]:
    match bound.operator:
        case ">":
            return high > bound.number
        case ">=":
            return high >= bound.number
        case "<":
            return low < bound.number
        case "<=":
            return low <= bound.number
        case _:
            return and_(low <= bound.number, high >= bound.number)


# The index of before
# --------------------------------------------------------------------------------------------------


def before(node: Node) -> Pattern | None:
    """What an article in the index of releases before must have, if it matches the query; None
    where that index cannot tell."""
    match node:
        case And(parts):
            found = [x for x in map(before, parts) if x is not None]
            return all_of(found) if found else None
        case Or(parts):
            each = [before(x) for x in parts]
            known = [x for x in each if x is not None]
            return any_of(known) if len(known) == len(each) else None
        case InTitle(term):
            return before(term)
        case Near(left, right):
            return before(And((left, right)))
        case Prefix():  # a printed word may have another stem altogether
            return None
        case Word() | Phrase() | Exact():
            return OneOf(tuple(phrases(node, LANGUAGES)))
        case _:
            return None
