"""Rows of an export for a spreadsheet: a record with lists and objects comes in, a row with one
plain value for each column goes out.

Each set has fixed columns, so the header is the same whatever was found. A slot of a fact is
written as its name or its words, a list with semicolons. The exact record is in JSON Lines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from operator import itemgetter
from typing import Any, get_type_hints

from baqylau.disclosure import lead
from baqylau.exchange.columns import Column, Columns, Record, of_names, plain_type
from baqylau.model.fact import MENTION_TYPES, TYPES, Amount, Fact, Quote, Role, wire_name

BETWEEN = "; "
_BETWEEN_PARTS = " … "  # of a quote that its speaker interrupts
BY_MODEL, BY_RULES = "model", "rules"
_BY_MODEL = "ai."
"""How the names of rules begin whose facts a language model made."""


def _columns(*given: str | Column) -> tuple[Column, ...]:
    return tuple(_KNOWN.get(x, Column(x)) if isinstance(x, str) else x for x in given)


_KNOWN = {
    x.name: x
    for x in (
        *(Column(x, "integer") for x in ("article", "start", "end", "reprint_of", "revision")),
        *(Column(x, "integer") for x in ("sentence_start", "sentence_end", "articles")),
        *(Column(x, "moment") for x in ("published", "modified", "removed", "stored", "fetched")),
        Column("id", "integer"),
        Column("confidence", "number"),
        Column("published_precision", values=("second", "minute", "day")),
        Column("made_by", values=(BY_RULES, BY_MODEL)),
    )
}
"""The columns that hold no text; the others do."""


_SHARED = frozenset(x.name for x in fields(Fact))


def _slots_of(kinds: Sequence[type[Fact]]) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for kind in kinds:
        hints = get_type_hints(kind)
        for slot in fields(kind):
            if slot.name in _SHARED:
                continue
            name = wire_name(slot.name)
            held, values = plain_type(hints[slot.name])
            if name in found:  # `kind` is one of a list for an event, any noun for a document
                known = found[name].values
                values = tuple(dict.fromkeys((*known, *values))) if known and values else ()
            found[name] = Column(name, held, values)
    return found


_SLOT_COLUMNS = _slots_of(TYPES)
SLOTS = tuple(_SLOT_COLUMNS)
"""Every slot that a type of fact has; those of other types are empty in a row."""
SURE_SLOTS = ("speaker_name", "person", "position", "value", "from_to", "source")
"""The slots that have a confidence of their own."""
_SURE = tuple(Column(f"{x}_confidence", "number") for x in SURE_SLOTS)

_SOURCE = ("outlet", "outlet_name", "published", "published_offset")
_OF_ARTICLE = ("url", "title", "language", "reprint_of", "page_sha256")
_WRITTEN = ("corrected", "labels", "notes")
"""What people wrote."""
_ARTICLE = (
    *("id", *_SOURCE, "published_precision", "modified", "url", "canonical_url", "title", "lead"),
    *("text", "authors", "section", "tags", "language", "script", "editions", "image", "revision"),
    *("removed", "reprint_of", "stored", "cleaner", "fetched", "page_sha256"),
    *_WRITTEN,
)
_OF_FACT = (
    *("key", "id", "article", *_SOURCE, *_OF_ARTICLE),
    *("type", "who", "entity", "text", "sentence", "start", "end"),
    *("sentence_start", "sentence_end", "confidence", "rule", "version", "made_by"),
    *_WRITTEN,
)
_MENTION = (
    *("id", "article", *_SOURCE, *_OF_ARTICLE),
    *("type", "name", "entity", "text", "start", "end", "descriptor", "version"),
)
_ENTITY = ("id", "type", "name", "names", "roles", "articles", "first_day", "last_day")
COUNTED = ("facts", "articles", "share")
_PLACE = {name: at for at, name in enumerate(SLOTS)}


@lru_cache(maxsize=256)  # the facts of an article follow one another
def offset_of(printed: str | None) -> str | None:
    """The offset at the end of an ISO 8601 time as `UTC+05:00`: a cell that begins with a sign
    would be taken for a formula.
    """
    if not printed:
        return None
    if printed.endswith("Z"):
        return "UTC+00:00"
    return f"UTC{printed[-6:]}" if printed[-3] == ":" and printed[-6] in "+-" else None


_article_values = itemgetter(*_ARTICLE)


def _article(record: Record) -> Sequence[Any]:
    text = record.get("text")
    values: Sequence[Any] = _article_values(
        {
            **record,
            "published_offset": offset_of(record["published"]),
            "lead": record["lead"] if "lead" in record else lead(text or ""),
            "text": text,
            "authors": BETWEEN.join(record["authors"]),
            "tags": BETWEEN.join(record["tags"]),
            "editions": BETWEEN.join(" ".join(x) for x in record["editions"]),
            **dict(zip(_WRITTEN, _written(record), strict=True)),
        }
    )
    return values


_COPIED = tuple(x for x in _OF_FACT if x not in {"published_offset", "made_by", *_WRITTEN})
_AFTER = _COPIED.index("published") + 1
_values_before, _values_after = itemgetter(*_COPIED[:_AFTER]), itemgetter(*_COPIED[_AFTER:])
_NO_SLOT: list[Any] = [None] * len(SLOTS)


@lru_cache(maxsize=1024)
def made_by(rule: str | None) -> str:
    """Who made a fact: the rules, or a language model."""
    return BY_MODEL if rule is not None and rule.startswith(_BY_MODEL) else BY_RULES


def _fact(record: Record) -> Sequence[Any]:
    slots: Mapping[str, Any] = record["slots"]
    held = _NO_SLOT.copy()
    for name, value in slots.items():
        if value is not None and name in _PLACE:
            kind = type(value)  # asked here: a call for each slot takes a tenth of an export
            if kind is dict:
                value = value.get("name") or value.get("text")
            elif kind is list:
                value = _slot(value, record)
            held[_PLACE[name]] = value
    sure = slots.get("slot_confidence")
    return [
        *_values_before(record),
        offset_of(record["published"]),
        *_values_after(record),
        made_by(record["rule"]),
        *_written(record),
        *held,
        *(map(sure.get, SURE_SLOTS) if sure else _NONE_SURE),
    ]


_NONE_SURE = (None,) * len(SURE_SLOTS)
_UNWRITTEN = ("", "", "")


def _written(record: Record) -> tuple[str, str, str]:
    """What people wrote: corrections (what was read, and by whom it was corrected), labels, notes;
    most rows have none.
    """
    marks = record["corrected"].items()
    if not (marks or record["labels"] or record["notes"]):
        return _UNWRITTEN
    return (
        BETWEEN.join(f"{x}: {mark['read']} ({mark['by']})" for x, mark in marks),
        BETWEEN.join(record["labels"]),
        BETWEEN.join(record["notes"]),
    )


_mention_values = itemgetter(*_MENTION)


def _mention(record: Record) -> Sequence[Any]:
    values: Sequence[Any] = _mention_values(
        {
            **record,
            "published_offset": offset_of(record["published"]),
            "descriptor": _slot(record["descriptor"], record),
        }
    )
    return values


def _slot(value: Any, record: Record) -> Any:
    """The name of a slot or its words; the words of a list of spans."""
    if isinstance(value, dict):
        return value.get("name") or value.get("text")
    if isinstance(value, (list, tuple)):
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


def _entity(record: Record) -> Sequence[Any]:
    roles = (f"{role} ({day})" for role, day in record["roles"])
    return (
        *(record[x] for x in ("id", "type", "name")),
        *(BETWEEN.join(record["names"]), BETWEEN.join(roles)),
        *(record[x] for x in ("articles", "first_day", "last_day")),
    )


def narrowed(of_all: Columns, kind: type[Fact]) -> Columns:
    """The columns of the facts of one type: without the slots that only other types have."""
    theirs = {wire_name(x.name) for x in fields(kind)} | {f"{x}_confidence" for x in SURE_SLOTS}
    kept = [at for at, x in enumerate(of_all.columns) if x.name not in SLOTS or x.name in theirs]
    pick = itemgetter(*kept)
    return Columns(
        tuple(of_all.columns[at] for at in kept), lambda record: pick(of_all.values(record))
    )


_DAY_COUNTS = (
    *("fetched", "article", "unchanged", "not_article", "set_aside", "waiting", "visits"),
)

ARTICLES = Columns(_columns(*_ARTICLE), _article)
FACTS = Columns(
    _columns(
        *_OF_FACT[: _OF_FACT.index("type")],
        Column("type", values=tuple(x.type for x in TYPES)),
        *_OF_FACT[_OF_FACT.index("type") + 1 :],
        *_SLOT_COLUMNS.values(),
        *_SURE,
    ),
    _fact,
)
QUOTES, ROLES, AMOUNTS = (narrowed(FACTS, x) for x in (Quote, Role, Amount))
MENTIONS = Columns(
    _columns(*(Column(x, values=MENTION_TYPES) if x == "type" else x for x in _MENTION)), _mention
)
ENTITIES = Columns(
    _columns(
        *(
            Column(x, values=MENTION_TYPES)
            if x == "type"
            else Column(x, "day")
            if x in {"first_day", "last_day"}
            else x
            for x in _ENTITY
        )
    ),
    _entity,
)
CITATIONS = of_names(
    (
        *(Column("from"), Column("to"), Column("to_outlet", "boolean")),
        Column("layer", values=("cited", "official", "social")),
        *(Column("chain", "boolean"), Column("article", "integer"), Column("outlet")),
        *(Column("listed", "moment"), Column("url")),
        *(Column("start", "integer"), Column("end", "integer")),
    )
)
GAPS = of_names((Column("outlet"), Column("from", "moment"), Column("to", "moment"), Column("why")))
DAYS = of_names(
    (
        *(Column("day", "day"), Column("outlet"), Column("outlet_name")),
        *(Column(x, "integer") for x in _DAY_COUNTS),
        *(Column("silent", "boolean"), Column("gaps")),
    )
)


def counts(by: Sequence[str], fixed: Sequence[str], kinds: Sequence[str]) -> Columns:
    """The columns of a table of counts: what it is counted by, the counts that it always has, and
    three for each kind of fact.
    """
    return of_names(
        (
            *(Column(x, "day" if x == "day" else "text") for x in by),
            *(Column(x, "integer") for x in fixed),
            *(
                Column(f"{kind}_{what}", "number" if what == "share" else "integer")
                for kind in kinds
                for what in COUNTED
            ),
        )
    )
