"""Corrections laid over what was read.

Comes in: a fact in the shape of the public contract as the rules read it, and the corrections of it
by field. Goes out: the fact as it is shown, with `corrected`: for each field what was read, who
corrected it and when.

>>> said = {"type": "forecast", "text": "Цены вырастут", "speaker_name": "Ким"}
>>> marks = {"speaker_name": {"id": 1, "value": None, "by": "aigul", "when": "2026-11-30"}}
>>> corrected(said, marks)["corrected"]["speaker_name"]["read"]
'Ким'
"""

from collections.abc import Mapping
from typing import Any

from baqylau.corrections.fields import HIDDEN

Marks = Mapping[str, Mapping[str, Any]]
"""Field -> id, value, by and when of the correction that stands."""
_SLOTS = frozenset({"person", "position", "organization", "source"})
"""Fields that are slots: words of the text with a name."""


def corrected(fact: Mapping[str, Any], marks: Marks | None) -> dict[str, Any]:
    """The fact as it is shown; without corrections it is what it was."""
    shown = dict(fact)
    if not marks:
        return shown
    sure = dict(fact.get("slot_confidence") or {})
    for field, mark in marks.items():
        value = mark["value"]
        if field == HIDDEN:
            shown[HIDDEN] = value
            continue
        shown[field] = _slot(fact, field, value) if field in _SLOTS else value
        if field == "speaker_name" and value is None:
            shown["speaker"] = None
        if value is None:
            sure.pop(field, None)
        elif field in sure or field in ("speaker_name", "value", *_SLOTS):
            sure[field] = 1.0  # a person has read it
    shown["slot_confidence"] = sure
    shown["corrected"] = {
        field: {"read": read_of(fact, field)} | {x: mark[x] for x in ("value", "by", "when", "id")}
        for field, mark in marks.items()
    }
    return shown


def corrected_record(record: Mapping[str, Any], marks: Marks | None) -> dict[str, Any]:
    """The same for an article: a record with its title, its time and its kind. `corrected` is there
    always, empty without corrections.
    """
    if not marks:
        return dict(record) | {"corrected": {}}
    theirs = {x: y for x, y in marks.items() if x in record}
    said = {
        field: {"read": record[field]} | {x: mark[x] for x in ("value", "by", "when", "id")}
        for field, mark in theirs.items()
    }
    return dict(record) | {x: y["value"] for x, y in theirs.items()} | {"corrected": said}


def read_of(fact: Mapping[str, Any], field: str) -> Any:
    """What stands in a field of a fact: the name of a slot or its words."""
    if field == HIDDEN:
        return bool(fact.get(HIDDEN, False))
    value = fact.get(field)
    return value.get("name") or value["text"] if isinstance(value, Mapping) else value


def who_of(fact: Mapping[str, Any]) -> str | None:
    """The speaker or the person of a fact, by whom facts are filtered."""
    match fact["type"]:
        case "quote" | "forecast":
            name = fact.get("speaker_name")
        case "role" | "appointment":
            name = read_of(fact, "person")
        case _:
            name = None
    return None if name is None else str(name)


def _slot(fact: Mapping[str, Any], field: str, value: Any) -> dict[str, Any] | None:
    """The slot with another name; it stays at the words that were read, or at the fact's own."""
    if value is None:
        return None
    at = fact.get(field) or {"start": fact["start"], "end": fact["start"], "text": ""}
    return {"start": at["start"], "end": at["end"], "text": at["text"] or value, "name": value}
