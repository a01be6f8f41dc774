"""Facts and mentions to be exported.

Comes in: a filter and perhaps a search query. Goes out: flat records, those of the newest article
first. A row of the database holds only what the fact or mention has of its own; what all of one
article have in common is read once an article, for some hundreds of rows at a time.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic_core import from_json
from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, Text, cast, select

from baqylau.corrections.apply import corrected_record
from baqylau.store import dialect
from baqylau.store.entity_candidates import root
from baqylau.store.facts import as_contract
from baqylau.store.queries import search
from baqylau.store.queries.articles import corrections_of_article
from baqylau.store.queries.export import NEWEST, Record, Written, portions, resolved
from baqylau.store.queries.filter import Filter, conditions
from baqylau.store.tables import articles, entities, entity_links, facts, mentions, outlets, pages

_COMMON = ("url", "title", "language", "reprint_of")
_OF_FACT = (
    *("id", "article", "key", "type", "who", "text", "start", "end"),
    *("sentence_start", "sentence_end", "confidence", "rule", "version"),
)
_OF_MENTION = ("id", "article", "type", "name", "text", "start", "end", "descriptor", "version")
_BY_NAME = ("person", "organization")
"""What the person of a fact may be, the likelier first."""


class _Place(NamedTuple):
    """An article: what of it stands in each record, its text, and the entities of its names by
    type and name.
    """

    common: Record
    text: str
    meant: dict[tuple[str, str], str]


Places = Mapping[int, _Place]


def of_facts(
    engine: Engine | Connection,
    filter_by: Filter,
    query: str | None = None,
    countries: Mapping[str, str] = search.NO_COUNTRIES,
) -> Iterator[Record]:
    """Facts that the filter lets pass, of articles that match the query, if there is one; those of
    one article in the order they were read. What only this type of fact has stands in `slots`.
    """
    filter_by = resolved(engine, filter_by)
    # as texts: the library reads JSON in half of the time of the database's driver
    columns = [
        *(facts.c[x] for x in _OF_FACT),
        *(cast(facts.c[x], Text) for x in ("slots", "corrected")),
    ]
    wanted = _of_current(columns, facts, search.before_query(filter_by, query)).order_by(
        *NEWEST, facts.c.id
    )
    return portions(engine, wanted, filter_by, query, countries, _in_portions(_facts, True))


def of_mentions(
    engine: Engine | Connection,
    filter_by: Filter,
    query: str | None = None,
    countries: Mapping[str, str] = search.NO_COUNTRIES,
) -> Iterator[Record]:
    """Persons, organizations and places named in articles that the filter lets pass. The filter's
    `kind` is a type of mention, its `who` a part of the name.
    """
    filter_by = resolved(engine, filter_by)
    chosen = search.before_query(filter_by, query)
    wanted = _of_current([mentions.c[x] for x in _OF_MENTION], mentions, chosen)
    wanted = wanted.order_by(*NEWEST, mentions.c.start, mentions.c.id)
    return portions(engine, wanted, filter_by, query, countries, _in_portions(_mentions, False))


def _of_current(columns: Sequence[ColumnElement[Any]], rows: Any, chosen: Filter) -> Select[Any]:
    wanted = select(*columns).join(articles, articles.c.id == rows.c.article)
    return wanted.where(*conditions(chosen, rows))


def _in_portions(
    made: Callable[[Sequence[Row[Any]], Places, Written], Iterator[Record]], with_text: bool
) -> Callable[[Connection, Sequence[Row[Any]], Written], Iterator[Record]]:
    def records(
        connection: Connection, rows: Sequence[Row[Any]], written: Written
    ) -> Iterator[Record]:
        return made(rows, _places(connection, {x.article for x in rows}, with_text), written)

    return records


def _facts(rows: Iterable[Any], places: Places, written: Written) -> Iterator[Record]:
    """Half of the time of an export is spent here."""
    for row in rows:
        (number, article, key, kind, who, text, start, end, first, last, sure, rule, version,
         slots, marks) = row  # fmt: skip
        place = places.get(article)
        if place is None:  # on PostgreSQL, where the article was deleted meanwhile
            continue
        made = {
            "id": number,
            "article": article,
            **place.common,
            "key": key,
            "type": kind,
            "who": who,
            "text": text,
            "start": start,
            "end": end,
            "sentence_start": first,
            "sentence_end": last,
            "confidence": sure,
            "rule": rule,
            "version": version,
            "sentence": place.text[first:last],
            "slots": _read(slots),
            "corrected": {},
            "entity": _meant(place, who) if place.meant and who else None,
            **written.of_fact(key),
        }
        if marks is not None:  # hardly ever
            fact = as_contract({**made, "corrected": _read(marks)})
            made |= {x: fact[x] for x in ("text", "corrected") if x in fact}
            made["slots"] = {x: fact[x] for x in made["slots"]}
        yield made


def _meant(place: _Place, who: str) -> str | None:
    found = (place.meant.get((kind, who)) for kind in _BY_NAME)
    return next((x for x in found if x is not None), None)


def _mentions(rows: Iterable[Row[Any]], places: Places, _written: Written) -> Iterator[Record]:
    for row in rows:
        place = places.get(row.article)
        if place is not None:
            own = dict(zip(_OF_MENTION, row, strict=True))
            entity = place.meant.get((row.type, row.name))
            yield {"id": row.id, "article": row.article, **place.common, **own, "entity": entity}


def _read(text: str) -> Any:
    try:
        return from_json(text)
    except ValueError:  # half of a surrogate pair, which is no Unicode
        return json.loads(text)


# The articles of some rows
# --------------------------------------------------------------------------------------------------


def _places(connection: Connection, ids: set[int], with_text: bool) -> dict[int, _Place]:
    wanted = (
        select(
            *(articles.c[x] for x in ("id", "outlet", "published", "published_printed", *_COMMON)),
            outlets.c.name.label("outlet_name"),
            pages.c.content_hash,
            corrections_of_article(),
            *((articles.c.text,) if with_text else ()),
        )
        .join(outlets, outlets.c.id == articles.c.outlet)
        .join(pages, pages.c.id == articles.c.page)
        .where(dialect.is_one_of(connection, articles.c.id, ids))
    )
    found = {
        row.id: _Place(_common(row), row.text if with_text else "", {})
        for row in connection.execute(wanted)
    }
    linked = (
        select(entity_links.c.article, entity_links.c.type, entity_links.c.name, root)
        .join(entities, entities.c.id == entity_links.c.entity)
        .where(dialect.is_one_of(connection, entity_links.c.article, ids))
    )
    for article, kind, name, entity in connection.execute(linked):
        if article in found:
            found[article].meant[kind, name] = str(entity)  # as the contract writes it
    return found


def _common(row: Any) -> Record:
    printed = row.published_printed or (row.published.isoformat() if row.published else None)
    shown = corrected_record({"title": row.title, "published": printed}, row.article_corrected)
    return {
        "outlet": row.outlet,
        "outlet_name": row.outlet_name,
        "published": shown["published"],
        **{x: row._mapping[x] for x in _COMMON},
        "title": shown["title"],
        "page_sha256": row.content_hash,
    }
