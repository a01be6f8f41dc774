"""Exports: what is asked for comes in; a file, or its text piece by piece, goes out. The terminal
and the dashboard export through here, so both give the same rows.

>>> asked = Asked("facts", "csv", Filter(kind="quote"), access=TERMINAL)
>>> to_file(app.engine, asked, Path("quotes.csv"))
Done(rows=1204)
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import baqylau
from baqylau import atomic, disclosure
from baqylau.errors import IncompleteExport, InputError
from baqylau.exchange import codebook, feed_formats, flat_rows, graphml, ninjs, tables
from baqylau.exchange.feed_formats import Feed, Item
from baqylau.exchange.flat_rows import Columns
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
_TICK = 500  # rows between two words about progress
_PORTION = 200  # articles whose names are looked up at once
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


@dataclass(frozen=True, slots=True)
class Done:
    """What an export wrote."""

    rows: int


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
        return flat_rows.without(columns, "text")
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


def pieces(engine: Any, asked: Asked, found: Iterable[Record] | None = None) -> Iterator[str]:
    """The text of an export in one of `TEXT_FORMS`, piece by piece; `found` are its records where
    somebody counts them on their way.
    """
    found = records(engine, asked) if found is None else found
    if asked.form in FEEDS:
        return feed_formats.written(asked.form, asked.feed, map(_item, found))
    match asked.form:
        case "csv":
            columns = columns_of(asked)
            given = map(columns.values, found)
            texts = {at for at, x in enumerate(columns.columns) if x.kind in ("text", "integer")}
            return tables.csv_lines(given, columns.names, asked.bom, asked.separator, texts)
        case "jsonl":
            return tables.jsonl(_marked(found))
        case "ninjs":
            return tables.jsonl(_ninjs(engine, found))
        case "graphml":
            return _graph(found)
    raise InputError(f"{asked.form} is no text; there are: {', '.join(TEXT_FORMS)}")


def _graph(found: Iterable[Record]) -> Iterator[str]:
    """Outlets and sources as nodes; an edge's weight is the number of articles with it."""
    nodes: dict[str, graphml.Node] = {}
    edges: Counter[graphml.Edge] = Counter()
    for row in found:
        origin, target = f"outlet:{row['from']}", row["to"]
        kind = "outlet" if row["to_outlet"] else "source"
        nodes.setdefault(origin, graphml.Node(row["from"], "outlet"))
        nodes.setdefault(f"{kind}:{target}", graphml.Node(target, kind))
        edges[graphml.Edge(origin, f"{kind}:{target}", row["layer"])] += 1
    return graphml.lines(nodes, edges)


def to_file(
    engine: Any, asked: Asked, path: Path, tick: Callable[[int], None] = lambda _: None
) -> Done:
    """Writes the export aside and renames it to the path; `tick` is told the number of rows from
    time to time. Raises `InputError` where the path cannot be written, and `IncompleteExport`
    behind the written file where the search took too long.
    """
    counted = _Counted(records(engine, asked), tick)
    if asked.form in TEXT_FORMS:
        with atomic.text(path) as file:  # an interrupted export leaves the earlier file as it was
            file.writelines(pieces(engine, asked, counted))
    elif asked.form == "xlsx":
        with atomic.binary(path) as raw:
            _spreadsheet(engine, asked, counted, raw)
    else:
        _parquet(asked, counted, path)
    tick(counted.count)
    if counted.cut is not None:  # behind the file: what was found is kept
        raise counted.cut
    return Done(counted.count)


class _Counted:
    """Records on their way, how many have passed, and the error of an export that was ended by its
    deadline: the records found until then are written all the same.
    """

    def __init__(self, found: Iterator[Record], tick: Callable[[int], None]) -> None:
        self._found, self._tick, self.count = found, tick, 0
        self.cut: IncompleteExport | None = None

    def __iter__(self) -> Iterator[Record]:
        try:
            for record in self._found:
                self.count += 1
                if self.count % _TICK == 0:
                    self._tick(self.count)
                yield record
        except IncompleteExport as wrong:
            self.cut = wrong


def _spreadsheet(engine: Any, asked: Asked, found: Iterable[Record], raw: BinaryIO) -> None:
    """The rows, and behind them the codebook and what may be missing, on sheets of their own."""
    from baqylau.exchange import spreadsheet

    columns = columns_of(asked)
    sets = [(asked.what, columns, map(columns.values, found))]
    lines = codebook.rows({asked.what: columns})
    sets.append(("codebook", codebook.COLUMNS, map(codebook.COLUMNS.values, lines)))
    for what in companions(asked):
        beside = replace(asked, what=what, query=None, limit=None)
        sets.append((what, SETS[what], map(SETS[what].values, records(engine, beside))))
    spreadsheet.Sheets(raw, about(asked)).write(sets)


def _parquet(asked: Asked, found: Iterable[Record], path: Path) -> None:
    from baqylau.exchange import parquet

    columns = columns_of(asked)
    with tempfile.TemporaryDirectory(dir=path.resolve().parent, prefix=".parquet-") as folder:
        made = Path(folder) / "rows.parquet"
        parquet.write(made, columns, map(columns.values, found))
        with made.open("rb") as read, atomic.binary(path) as file:
            shutil.copyfileobj(read, file)


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


def _marked(found: Iterable[Record]) -> Iterator[Record]:
    """The records; facts say who made them."""
    for record in found:
        if "rule" in record:
            yield {**record, "made_by": flat_rows.made_by(record["rule"])}
        else:
            yield record


def _ninjs(engine: Any, found: Iterable[Record]) -> Iterator[Record]:
    given = iter(found)
    while portion := list(islice(given, _PORTION)):
        names = export.names_of(engine, [x["id"] for x in portion])
        for record in portion:
            yield ninjs.item(record, names.get(record["id"], ()))


def _item(record: Record) -> Item:
    printed = record["published"]
    when = datetime.fromisoformat(printed) if printed else record["fetched"]
    return Item(
        id=f"baqylau-{record['outlet']}-{record['id']}",
        url=record["url"],
        title=record["title"] or record["url"],
        summary=record["lead"],
        when=when if when.tzinfo else when.replace(tzinfo=UTC),
        outlet=record["outlet_name"],
        language=record["language"],
        authors=tuple(record["authors"]),
        changed=record["modified"],
    )


def with_countries(asked: Asked, countries: Mapping[str, str]) -> Asked:
    """The same export, with the countries of the outlets."""
    return replace(asked, countries=countries)


def write_notes(engine: Any, asked: Asked, path: Path) -> None:
    """Puts beside `facts.csv` the files `facts.codebook.md`, `facts.gaps.csv`, `facts.days.csv`."""
    atomic.write(
        path.with_name(f"{path.stem}.codebook.md"),
        "".join(codebook.markdown({asked.what: columns_of(asked)})),
    )
    for what in companions(asked):
        beside = replace(asked, what=what, form="csv", query=None, limit=None)
        to_file(engine, beside, path.with_name(f"{path.stem}.{what}.csv"))
