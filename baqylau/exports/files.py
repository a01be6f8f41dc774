"""An export as text or as a file: what is asked for comes in; its text piece by piece, or a whole
file at a path, goes out.

>>> asked = Asked("facts", "csv", Filter(kind="quote"), access=TERMINAL)
>>> to_file(app.engine, asked, Path("quotes.csv"))
Done(rows=1204)
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from baqylau import atomic
from baqylau.errors import IncompleteExport, InputError, TryLater
from baqylau.exchange import codebook, feed_formats, flat_rows, graphml, ninjs, tables
from baqylau.exchange.feed_formats import Item
from baqylau.exports import (
    FEEDS,
    SETS,
    TEXT_FORMS,
    Asked,
    Record,
    about,
    columns_of,
    companions,
    records,
)
from baqylau.store.connect import is_busy
from baqylau.store.queries import export

_TICK = 500  # rows between two words about progress
_PORTION = 200  # articles whose names are looked up at once


@dataclass(frozen=True, slots=True)
class Done:
    """What an export wrote."""

    rows: int


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
    time to time. Raises `InputError` where the path cannot be written, `TryLater` where the disk is
    full, and `IncompleteExport` behind the written file where the search took too long.
    """
    with on_disk(path):
        return fill(engine, asked, path, tick)


def fill(engine: Any, asked: Asked, path: Path, tick: Callable[[int], None]) -> Done:
    """The same for a file of a frozen set: an error of the disk is raised as it is."""
    found = records(engine, asked)
    counted = _Counted(found, tick)
    with closing(found):  # type: ignore[type-var]  # before the database is, whatever goes wrong
        if asked.form in TEXT_FORMS:
            with atomic.text(path) as file:  # what is interrupted leaves the earlier file as it was
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


@contextmanager
def on_disk(path: Path) -> Iterator[None]:
    """Inside it nothing stays of a file or folder that the disk has no room for. Raises `TryLater`
    that says where and what to do, and `InputError` where nothing may be written there.
    """
    try:
        yield
    except PermissionError as wrong:
        raise InputError(
            f"{path} cannot be written ({wrong.strerror}); give a path where you may write"
        ) from wrong
    except OSError as wrong:
        if not is_busy(wrong):
            raise
        raise TryLater(
            f"{path} was not written, and nothing of it is left: {wrong.strerror}; make room in"
            f" {path.resolve().parent} and in {tempfile.gettempdir()} (temporary files), or write"
            " to another disk"
        ) from wrong


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


def write_notes(engine: Any, asked: Asked, path: Path) -> None:
    """Puts beside `facts.csv` the files `facts.codebook.md`, `facts.gaps.csv`, `facts.days.csv`."""
    atomic.write(
        path.with_name(f"{path.stem}.codebook.md"),
        "".join(codebook.markdown({asked.what: columns_of(asked)})),
    )
    for what in companions(asked):
        beside = replace(asked, what=what, form="csv", query=None, limit=None)
        to_file(engine, beside, path.with_name(f"{path.stem}.{what}.csv"))
