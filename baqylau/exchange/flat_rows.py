"""Rows of an export for a spreadsheet: a record with lists and objects comes in, a row with one
plain value for each column goes out.

Each kind of export has fixed columns, so the header is the same whatever was found. A slot of a
fact is written as its name or its words, a list with semicolons. The exact record is in JSON Lines.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from baqylau.model.fact import TYPES, Fact, wire_name

_BETWEEN = "; "
_BETWEEN_PARTS = " … "  # of a quote that its speaker interrupts

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one kind of export, and what makes a row of a record."""

    names: tuple[str, ...]
    row: Callable[[Record], dict[str, Any]]


_SOURCE = ("outlet", "outlet_name", "published")
_ARTICLE = (
    *("id", *_SOURCE, "published_precision", "modified", "url", "canonical_url", "title", "text"),
    *("authors", "section", "tags", "language", "script", "editions", "image", "revision"),
    *("removed", "reprint_of", "stored", "cleaner", "fetched", "page_sha256"),
    *("corrected", "labels", "notes"),
)
_OF_FACT = (
    *("id", "article", *_SOURCE, "url", "title", "language", "reprint_of"),
    *("type", "who", "entity", "text", "sentence", "start", "end", "confidence", "rule", "key"),
    *("corrected", "labels", "notes"),
)
SLOTS = tuple(
    dict.fromkeys(
        wire_name(slot.name)
        for kind in TYPES
        for slot in fields(kind)
        if slot.name not in {x.name for x in fields(Fact)}
    )
)
"""Every slot that a type of fact has; those of other types are empty in a row."""
_MENTION = (
    *("id", "article", *_SOURCE, "url", "title", "language", "reprint_of"),
    *("type", "name", "entity", "text", "start", "end", "descriptor"),
)
_CITATION = (
    *("from", "to", "to_outlet", "layer", "chain"),
    *("article", "outlet", "listed", "url", "start", "end"),
)
_GAP = ("outlet", "from", "to", "why")


def _article(record: Record) -> dict[str, Any]:
    editions = [" ".join(x) for x in record["editions"]]
    return {x: record[x] for x in _ARTICLE} | {
        "authors": _BETWEEN.join(record["authors"]),
        "tags": _BETWEEN.join(record["tags"]),
        "editions": _BETWEEN.join(editions),
        **_written(record),
    }


def _fact(record: Record) -> dict[str, Any]:
    slots: Mapping[str, Any] = record["slots"]
    own = {x: record[x] for x in _OF_FACT} | {x: _slot(slots.get(x), record) for x in SLOTS}
    return own | _written(record)


def _written(record: Record) -> dict[str, str]:
    """What people wrote; of a correction what was read, which is elsewhere in the row no more."""
    read = (f"{x}: {mark['read']} ({mark['by']})" for x, mark in record["corrected"].items())
    return {
        "corrected": _BETWEEN.join(read),
        "labels": _BETWEEN.join(record["labels"]),
        "notes": _BETWEEN.join(record["notes"]),
    }


def _mention(record: Record) -> dict[str, Any]:
    return {x: record[x] for x in _MENTION} | {"descriptor": _slot(record["descriptor"], record)}


def _slot(value: Any, record: Record) -> Any:
    """The name of a slot or its words; the words of a list of spans."""
    if isinstance(value, Mapping):
        return value.get("name") or value.get("text")
    if isinstance(value, Sequence) and not isinstance(value, str):
        words = [_words(x, record) for x in value]
        return _BETWEEN_PARTS.join(x for x in words if x)
    return value


def _words(span: Any, record: Record) -> str:
    """The words of a half-open span of the article, which are within the fact or its sentence."""
    start, end = span
    for text, first in (
        (record["text"], record["start"]),
        (record["sentence"] or "", record["sentence_start"]),
    ):
        if first <= start <= end <= first + len(text):
            return str(text[start - first : end - first])
    return ""


ARTICLES = Columns(_ARTICLE, _article)
FACTS = Columns((*_OF_FACT, *SLOTS), _fact)
MENTIONS = Columns(_MENTION, _mention)
GAPS = Columns(_GAP, dict)
CITATIONS = Columns(_CITATION, dict)
