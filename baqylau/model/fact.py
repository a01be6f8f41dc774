"""Mentions and facts, which `baqylau facts` returns for one article, each with the characters it
was read from.

One class per fact type; the field names are the slots of the public contract. All offsets are
half-open code points of the article text, and `text[fact.start:fact.end] == fact.text` always
holds.
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar, Literal

from baqylau.model.slot_confidence import slot_confidence
from baqylau.model.span import Span

MODEL_RULES = "ai."
"""How the rule of a fact begins that a language model read; people are always told."""


def made_by(rule: str) -> Literal["rules", "model"]:
    """Whether a fact was read by the rules or by a language model, from its `rule`."""
    return "model" if rule.startswith(MODEL_RULES) else "rules"


@dataclass(frozen=True, slots=True)
class Slot:
    """Words that fill a slot; `name` is their canonical form where there is one."""

    start: int
    end: int
    text: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A person, organization or place named in the text; `name` is the fullest nominative form the
    document gives.

    `descriptor` are the words right before an organization's name that say what it is: `партии`
    «Яблоко».
    """

    type: Literal["person", "organization", "place"]
    start: int
    end: int
    text: str
    name: str
    descriptor: Slot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact has: its words, its sentence, the confidence of the rule (0..1) and the rule
    that made it.
    """

    type: ClassVar[str]
    start: int
    end: int
    text: str
    sentence: Span
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Fact):
    type: ClassVar[str] = "role"
    person: Slot
    position: Slot
    organization: Slot | None = None
    place: Slot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Fact):
    type: ClassVar[str] = "quote"
    form: Literal["direct", "indirect", "mixed"]
    content: tuple[Span, ...]
    cue: Slot | None = None
    speaker: Slot | None = None
    speaker_name: str | None = None
    speaker_role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount(Fact):
    """`value` is the lower end of a range and None for "десятки"; `currency` is ISO 4217."""

    type: ClassVar[str] = "amount"
    quantity: Literal["money", "percent", "count", "measure", "duration", "ratio"]
    value: float | None
    high: float | None = None
    currency: str | None = None
    unit: str | None = None
    bound: Literal["exact", "over", "under", "about"] = "exact"
    direction: Literal["up", "down", "level"] | None = None
    modality: Literal["actual", "planned", "forecast"] = "actual"
    of: Slot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Fact):
    """`first` and `last` are the contract's `from` and `to` (inclusive; None when vague or
    unresolvable).
    """

    type: ClassVar[str] = "date"
    first: date | None
    last: date | None
    grain: Literal["day", "week", "month", "quarter", "year", "range", "vague"]
    relative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Fact):
    type: ClassVar[str] = "event"
    kind: Literal[
        "meeting",
        "visit",
        "forum",
        "signing",
        "opening",
        "election",
        "accident",
        "crime",
        "court",
        "sport",
        "other",
    ]
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Fact):
    type: ClassVar[str] = "document"
    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution(Fact):
    type: ClassVar[str] = "attribution"
    layer: Literal["self", "cited", "official", "social"]
    source: Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment(Fact):
    type: ClassVar[str] = "appointment"
    action: Literal["appointed", "dismissed"]
    person: Slot
    position: Slot | None = None
    organization: Slot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast(Fact):
    type: ClassVar[str] = "forecast"
    content: tuple[Span, ...]
    horizon: Slot | None = None
    speaker_name: str | None = None


MENTION_TYPES = ("person", "organization", "place")
TYPES: tuple[type[Fact], ...] = (
    Role,
    Quote,
    Amount,
    Date,
    Event,
    Document,
    Attribution,
    Appointment,
    Forecast,
)


@dataclass(frozen=True, slots=True)
class Extraction:
    """All mentions and facts of one article, in order of `start`."""

    language: str
    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...]


_WIRE_NAMES = {"first": "from", "last": "to"}


def wire_name(field: str) -> str:
    """A field's name in the public contract."""
    return _WIRE_NAMES.get(field, field)


def as_json(value: Any) -> Any:
    """A fact, mention, slot or span in the shape of the public contract (a span is `[start,
    end]`).
    """
    match value:
        case Span():
            return [value.start, value.end]
        case Slot():
            named = {} if value.name is None else {"name": value.name}
            return {"start": value.start, "end": value.end, "text": value.text} | named
        case Fact():
            answer = {"type": value.type} | {
                wire_name(f.name): as_json(getattr(value, f.name)) for f in fields(value)
            }
            return answer | {"slot_confidence": slot_confidence(answer)}
        case Mention():
            described = (
                {} if value.descriptor is None else {"descriptor": as_json(value.descriptor)}
            )
            return {
                f.name: getattr(value, f.name) for f in fields(value) if f.name != "descriptor"
            } | described
        case tuple():
            return [as_json(x) for x in value]
        case date():
            return value.isoformat()
        case _:
            return value
