"""Roles and appointments as facts, for every language: the words around a name, put together.

Comes in: the slots that a language has read. Goes out: a `Role` or an `Appointment` whose
characters reach from the first of its words to the last.
"""

from collections.abc import Iterable
from typing import Literal

from baqylau.facts.analysis import Analysis
from baqylau.model.fact import Appointment, Mention, Role, Slot
from baqylau.model.span import Span

Action = Literal["appointed", "dismissed"]


def slot_of(mention: Mention | None) -> Slot | None:
    return None if mention is None else Slot(mention.start, mention.end, mention.text, mention.name)


def person_slot(person: Mention) -> Slot:
    return Slot(person.start, person.end, person.text, person.name)


def role(
    a: Analysis,
    person: Mention,
    position: Slot,
    rule: str,
    confidence: float,
    *,
    organization: Slot | None = None,
    place: Slot | None = None,
    around: Span | None = None,
) -> Role:
    """The role; `around` are words that belong to it besides the position and the name."""
    parts = [Span(position.start, position.end), *([around] if around else [])]
    start = min(person.start, *(p.start for p in parts))
    end = max(person.end, *(p.end for p in parts))
    fields = a.place(start, end) | {"sentence": a.sentence_span(person.start)}
    return Role(
        **fields,
        confidence=confidence,
        rule=rule,
        person=person_slot(person),
        position=position,
        organization=organization,
        place=place,
    )


def appointment(
    a: Analysis,
    action: Action,
    person: Slot,
    rule: str,
    confidence: float,
    *,
    words: Iterable[Span],
    position: Slot | None = None,
    organization: Slot | None = None,
) -> Appointment:
    """The appointment; `words` are the spans of its verb, post and position."""
    parts = [Span(person.start, person.end), *words]
    start, end = min(p.start for p in parts), max(p.end for p in parts)
    fields = a.place(start, end) | {"sentence": a.sentence_span(person.start)}
    return Appointment(
        **fields,
        confidence=confidence,
        rule=rule,
        action=action,
        person=person,
        position=position,
        organization=organization,
    )
