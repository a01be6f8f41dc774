"""The amounts in the articles that a search finds: a query comes in; figures go out, in groups of
what they measure, each in the order of time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select

from baqylau.store import shown_facts
from baqylau.store.connect import reading
from baqylau.store.dialect import values
from baqylau.store.queries.filter import EVERYTHING, Filter
from baqylau.store.queries.query_names import check_values
from baqylau.store.queries.search import DEADLINE, NO_COUNTRIES, parsed
from baqylau.store.queries.searching import Search
from baqylau.store.tables import articles, facts

MOST_READ = 2000
"""Articles whose figures are read, the newest."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount as a text has it. `of` is what it measures in small letters, empty where the text
    does not say; `unit` a currency, a unit or "%".
    """

    of: str
    unit: str
    value: float | None
    high: float | None
    bound: str
    when: datetime
    outlet: str
    article: int
    text: str


@dataclass(frozen=True, slots=True)
class Figures:
    """`complete` is False where there was no time for all, or there are more articles."""

    figures: list[Figure]
    complete: bool


def of_query(
    engine: Engine,
    query: str,
    filter_by: Filter = EVERYTHING,
    countries: Mapping[str, str] = NO_COUNTRIES,
    seconds: float = DEADLINE,
) -> Figures:
    """The figures of the newest articles found; groups with most figures first. Raises
    `QueryError`.
    """
    node = parsed(query)
    if node is None:
        return Figures([], True)
    with reading(engine) as connection:
        check_values(connection, query, node, countries)
        search = Search(connection, node, filter_by, countries, seconds)
        ids = list(search.ids(MOST_READ + 1))
        if not search.complete:
            return Figures([], False)
        wanted = (
            select(*shown_facts.COLUMNS, facts.c.listed, articles.c.outlet)
            .join(articles, articles.c.id == facts.c.article)
            .where(
                facts.c.type == "amount",
                facts.c.hidden.is_(None),
                values.is_one_of(connection, facts.c.article, ids[:MOST_READ]),
            )
        )
        found = [_figure(x) for x in connection.execute(wanted)]
    groups: dict[tuple[str, str], int] = {}
    for x in found:
        groups[x.of, x.unit] = groups.get((x.of, x.unit), 0) + 1
    found.sort(key=lambda x: (not x.of, -groups[x.of, x.unit], x.of, x.unit, x.when, x.article))
    return Figures(found, len(ids) <= MOST_READ)


def _figure(row: Any) -> Figure:
    slots = shown_facts.slots_of(row)
    of = slots.get("of") or {}
    unit = "%" if slots.get("quantity") == "percent" else slots.get("currency")
    return Figure(
        " ".join((of.get("name") or of.get("text") or "").lower().split()),
        unit or slots.get("unit") or "",
        slots.get("value"),
        slots.get("high"),
        slots.get("bound") or "exact",
        row.listed,
        row.outlet,
        row.article,
        row.text,
    )
