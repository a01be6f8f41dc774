"""Mentions and facts as rows.

Comes in: what was extracted from an article. Goes out: its rows, in place of those of an earlier
extraction; and, for reading, both in the shape of the public contract.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, bindparam, delete, insert, select

from baqylau.model import fact_key
from baqylau.model.fact import Appointment, Extraction, Fact, Forecast, Quote, Role, as_json
from baqylau.store import lineages
from baqylau.store.connect import reading
from baqylau.store.entities import entity_of
from baqylau.store.tables import articles, facts, mentions

_COLUMNS = frozenset({"type", "start", "end", "text", "sentence", "confidence", "rule"})
_MENTION = ("type", "start", "end", "text", "name")


_CLEAR = {x: delete(x).where(x.c.article == bindparam("the_article")) for x in (mentions, facts)}
_WRITE = {x: insert(x) for x in (mentions, facts)}
_ARTICLE = select(articles.c.outlet, articles.c.canonical_hash, articles.c.text).where(
    articles.c.id == bindparam("the_article")
)


def replace(
    connection: Connection, article_id: int, listed: datetime, version: str, extraction: Extraction
) -> None:
    """Afterwards the article's rows are exactly the extraction's, so that no query needs to ask for
    a version.
    """
    for clear in _CLEAR.values():
        connection.execute(clear, {"the_article": article_id})
    write(connection, article_id, listed, version, extraction)


def write(
    connection: Connection, article_id: int, listed: datetime, version: str, extraction: Extraction
) -> None:
    """Inserts the rows of an article that has none yet; of two equal ones the first is stored.
    `listed` is the article's.
    """
    given = {"article": article_id, "version": version}
    named = {
        (x.type, x.start, x.end): given | {"descriptor": None} | as_json(x)
        for x in reversed(extraction.mentions)
    }
    found = {
        (x.type, x.start, x.end, x.rule): given | {"listed": listed} | _row(x)
        for x in reversed(extraction.facts)
    }
    names, rows = (sorted(x.values(), key=_place) for x in (named, found))
    if names:
        connection.execute(_WRITE[mentions], names)
    if rows:
        keys = keys_of_article(connection, article_id, [as_contract(x) for x in rows])
        keyed = [row | {"key": key} for row, key in zip(rows, keys, strict=True)]
        connection.execute(_WRITE[facts], keyed)


def keys_of_article(
    connection: Connection, article_id: int, found: Sequence[Mapping[str, Any]]
) -> list[str]:
    """The key of each of these facts, which are all facts of the article in the shape of the public
    contract.
    """
    row = connection.execute(_ARTICLE, {"the_article": article_id}).one()
    lineage = lineages.of(connection, row.outlet, bytes(row.canonical_hash))
    return fact_key.keys_of(found, row.text, lineage)


def _place(row: Mapping[str, Any]) -> tuple[int, int]:
    return row["start"], row["end"]


def of(engine: Engine, article_id: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The mentions and facts of an article in the order of their start, each in the shape of the
    public contract; a fact with its `key`.
    """
    entity = entity_of(mentions.c.article, mentions.c.name, mentions.c.type).label("entity")
    named = (
        select(mentions, entity)
        .where(mentions.c.article == article_id)
        .order_by(mentions.c.start, mentions.c.id)
    )
    found = select(facts).where(facts.c.article == article_id).order_by(facts.c.start, facts.c.id)
    with reading(engine) as connection:
        names = [_mention(row) for row in connection.execute(named).mappings()]
        rows = connection.execute(found).mappings()
        return names, [as_contract(row) | {"key": row["key"]} for row in rows]


def _mention(row: RowMapping) -> dict[str, Any]:
    descriptor = row["descriptor"]
    described = {} if descriptor is None else {"descriptor": descriptor}
    known = {} if row["entity"] is None else {"entity": str(row["entity"])}
    return {x: row[x] for x in _MENTION} | described | known


def as_contract(row: Mapping[str, Any]) -> dict[str, Any]:
    """One row of `facts` in the shape of the public contract."""
    fixed = {x: row[x] for x in ("type", "start", "end", "text", "confidence", "rule")}
    slots: dict[str, Any] = row["slots"]
    return fixed | {"sentence": [row["sentence_start"], row["sentence_end"]]} | slots


def _row(fact: Fact) -> dict[str, Any]:
    whole = as_json(fact)
    fixed = {x: whole[x] for x in ("type", "start", "end", "text", "confidence", "rule")}
    slots = {key: value for key, value in whole.items() if key not in _COLUMNS}
    return fixed | {
        "sentence_start": fact.sentence.start,
        "sentence_end": fact.sentence.end,
        "slots": slots,
        "who": _who(fact),
    }


def _who(fact: Fact) -> str | None:
    match fact:
        case Quote() | Forecast():
            return fact.speaker_name
        case Role() | Appointment():
            return fact.person.name or fact.person.text
        case _:
            return None
