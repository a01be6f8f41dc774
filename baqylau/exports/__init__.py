"""Exports: what is asked for comes in; its records go out, which `files` writes. The terminal and
the dashboard export through here, so both give the same rows.

>>> asked = Asked("facts", "csv", Filter(kind="quote"), access=TERMINAL)
>>> files.to_file(app.engine, asked, Path("quotes.csv"))
Done(rows=1204)
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import baqylau
from baqylau import disclosure
from baqylau.errors import InputError
from baqylau.exchange import codebook, feed_formats, flat_rows, tables
from baqylau.exchange.columns import Columns, without
from baqylau.exchange.feed_formats import Feed
from baqylau.model.access import NOBODY, Access
from baqylau.model.brand import brand_of
from baqylau.store import issues, outlets
from baqylau.store.queries import (
    citations,
    counts,
    export,
    export_entities,
    export_facts,
    ledger,
)
from baqylau.store.queries.filter import EVERYTHING, Filter

Record = Mapping[str, Any]

SETS: Mapping[str, Columns] = {
    "articles": flat_rows.ARTICLES,
    "facts": flat_rows.FACTS,
    "quotes": flat_rows.QUOTES,
    "roles": flat_rows.ROLES,
    "amounts": flat_rows.AMOUNTS,
    "mentions": flat_rows.MENTIONS,
    "entities": flat_rows.ENTITIES,
    "gaps": flat_rows.GAPS,
    "days": flat_rows.DAYS,
    "citations": flat_rows.CITATIONS,
}
"""The sets with fixed columns; `counts` has those it is counted by."""
COUNTS = "counts"
OF_TYPE = {"quotes": "quote", "roles": "role", "amounts": "amount"}
"""Sets that hold the facts of one type."""
ABOUT_OUTLETS = ("gaps", "days")
BY_OUTLET = (*ABOUT_OUTLETS, "citations")
"""The sets that are narrowed by an outlet and a time, and by nothing else."""
FEEDS = (feed_formats.RSS, feed_formats.ATOM, feed_formats.JSON_FEED)
GRAPH = "graphml"
"""The format that only citations have."""
TEXT_FORMS = ("csv", "jsonl", "ninjs", *FEEDS, GRAPH)
FORMS = (*TEXT_FORMS[:2], "xlsx", "parquet", *TEXT_FORMS[2:])
OF_ARTICLES = ("ninjs", *FEEDS)
"""The formats that only articles have."""
ENDINGS = {x: x for x in FORMS} | {"ninjs": "ninjs.jsonl", "jsonfeed": "json"}
MOST_ITEMS = 200
"""The articles of a feed, unless a limit is given."""
_BY = ("country", "month")
_FEED = Feed("Baqylau", "", "", "ru")
MADE_BY_NOTE = (
    "the column made_by says `model` where a language model made a fact, and not the rules; check"
    " such facts before you quote them"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One export. The text of articles is in it only with `text`, and only for an access that may
    read it. `by` is for counts; `limit` is the most rows.
    """

    what: str
    form: str
    filter: Filter = EVERYTHING
    query: str | None = None
    countries: Mapping[str, str] = field(default_factory=dict)
    access: Access = NOBODY
    text: bool = False
    limit: int | None = None
    separator: str = tables.COMMA
    bom: bool = True
    by: tuple[str, ...] = _BY
    feed: Feed = _FEED

    @property
    def with_text(self) -> bool:
        return self.text and self.access.may_read_text


def check(asked: Asked) -> None:
    """Raises `InputError` for a set, format or grouping that does not exist, or that do not go
    together, and `ConfigurationError` where the format needs a library that is not installed.
    """
    if asked.what not in SETS and asked.what != COUNTS:
        raise InputError(f"no set {asked.what!r}; there are: {', '.join((*SETS, COUNTS))}")
    if asked.form not in FORMS:
        raise InputError(f"no format {asked.form!r}; there are: {', '.join(FORMS)}")
    if asked.form in OF_ARTICLES and asked.what != "articles":
        raise InputError(f"only articles are written as {asked.form}; others as csv, xlsx, jsonl …")
    if asked.form == GRAPH and asked.what != "citations":
        raise InputError(f"only citations are written as {GRAPH}; others as csv, xlsx, jsonl …")
    if asked.what == COUNTS:
        wrong = [x for x in asked.by if x not in counts.DIMENSIONS]
        if wrong or not asked.by or len(set(asked.by)) < len(asked.by):
            raise InputError(
                f"counts by {', '.join(asked.by)!r}: name each once of"
                f" {', '.join(counts.DIMENSIONS)}"
            )
    if asked.form == "parquet":
        from baqylau.exchange import parquet

        parquet.require()


def columns_of(asked: Asked) -> Columns:
    """The columns of the set as it is asked for."""
    if asked.what == COUNTS:
        return flat_rows.counts(asked.by, counts.FIXED, counts.KINDS)
    columns = SETS[asked.what]
    if asked.what == "articles" and not asked.with_text:
        return without(columns, "text")
    return columns


def records(engine: Any, asked: Asked) -> Iterator[Record]:
    """The records, as JSON Lines have them."""
    most = asked.limit
    if most is None and asked.form in FEEDS:
        most = MOST_ITEMS
    found = _found(engine, asked)
    return found if most is None else _first(found, most)


def _first(found: Iterator[Record], most: int) -> Iterator[Record]:
    with closing(found):  # type: ignore[type-var]  # every one is a generator
        yield from islice(found, most)


def _found(engine: Any, asked: Asked) -> Iterator[Record]:
    chosen = asked.filter
    match asked.what:
        case "gaps":
            return issues.ledger(engine, chosen.outlet, chosen.since, chosen.until)
        case "days":
            return ledger.days(engine, chosen.outlet, chosen.since, chosen.until)
        case "citations":
            editions = None if chosen.outlet is None else [chosen.outlet]
            known = outlets.ids(engine)
            return citations.edges(
                engine, editions, chosen.since, chosen.until, lambda x: brand_of(x, known)
            )
        case "counts":
            return counts.table(engine, asked.by, chosen, asked.query, asked.countries)
        case "articles":
            access = asked.access if asked.with_text else NOBODY
            found = export.of_articles(engine, chosen, asked.query, asked.countries)
            return (disclosure.article(x, access) for x in found)
        case "mentions":
            return export_facts.of_mentions(engine, chosen, asked.query, asked.countries)
        case "entities":
            return export_entities.of_entities(engine, chosen, asked.query, asked.countries)
        case _:
            chosen = replace(chosen, kind=OF_TYPE.get(asked.what, chosen.kind))
            return export_facts.of_facts(engine, chosen, asked.query, asked.countries)


def companions(asked: Asked) -> tuple[str, ...]:
    """The sets that say, beside this one, what its data do not hold."""
    alone = asked.what in ABOUT_OUTLETS or asked.form in (*OF_ARTICLES, GRAPH)
    return () if alone else ABOUT_OUTLETS


def about(asked: Asked) -> dict[str, str]:
    """What the export is, for the sheet in front of its rows; the same each time."""
    chosen = asked.filter
    given = {x: getattr(chosen, x) for x in ("outlet", "language", "kind", "who", "tag", "named")}
    given |= {"since": chosen.since, "until": chosen.until, "entity": chosen.entity}
    given |= {"query": asked.query, "limit": asked.limit}
    lines = {
        "what": f"{asked.what}: {codebook.table()['sets'][asked.what]['en']}",
        "made with": f"Baqylau {baqylau.__version__}",
        **{k: str(v) for k, v in given.items() if v is not None},
        "times": "published is the time of the outlet's own clock (its offset is in"
        " published_offset); all other times are UTC",
        "empty cells": "unknown, or the row has no such value",
    }
    if not chosen.reprints:
        lines["reprints"] = "left out: a text that several outlets printed counts once"
    if asked.what == "articles" and not asked.with_text:
        lines["text"] = "left out: the lead has at most 300 characters"
    if asked.what in ("facts", *OF_TYPE):
        lines["made by a model"] = MADE_BY_NOTE
    return lines


def with_countries(asked: Asked, countries: Mapping[str, str]) -> Asked:
    """The same export, with the countries of the outlets."""
    return replace(asked, countries=countries)
