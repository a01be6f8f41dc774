"""Positions and persons around a verb of appointing. Comes in: an `Analysis` and the words of a
sentence. Goes out: the nearest person, and the `Appointment` made of person and position.
"""

from typing import Literal

from baqylau.facts.analysis import Analysis
from baqylau.facts.ru.roles import position_name, slot_of
from baqylau.lang.ru.positions import is_position
from baqylau.model.fact import Appointment, Mention, Slot
from baqylau.model.words import Token

Action = Literal["appointed", "dismissed"]


def is_office(token: Token) -> bool:
    return token.pos in ("NOUN", "PROPN") and is_position(token.lemma)


def nearest(a: Analysis, verb: Token, persons: list[Mention], wanted: set[str]) -> Slot | None:
    """The person nearest to the verb whose words may stand in one of the wanted cases."""
    fitting = [p for p in persons if _may_stand(a, p, wanted)]
    found = min(
        fitting, key=lambda p: min(abs(p.start - verb.end), abs(verb.start - p.end)), default=None
    )
    return person_slot(found) if found else None


def person_slot(person: Mention) -> Slot:
    return Slot(person.start, person.end, person.text, person.name)


def _may_stand(a: Analysis, person: Mention, wanted: set[str]) -> bool:
    """Whether the name may stand in one of the wanted cases. The tagger often misses the case of a
    rare name; its letters show whether it stands in the nominative.
    """
    nominative = set(person.text.lower().split()) <= set(person.name.lower().split())
    if "Nom" in wanted and nominative:
        return True
    tagged = a.tokens_in(person.start, person.end)[0].feats.get("Case", "Nom") in wanted
    return tagged or (not nominative and "Nom" not in wanted)


def appointment(
    a: Analysis,
    words: tuple[Token, ...],
    head: int,
    verb: int,
    person: Slot,
    action: Action,
    rule: str,
    confidence: float,
) -> Appointment:
    last = head
    while (
        last + 1 < len(words)
        and not person.start <= words[last + 1].start < person.end
        and words[last + 1].feats.get("Case") == "Gen"
        and words[last + 1].pos in ("NOUN", "PROPN", "ADJ")
    ):
        last += 1
    organization = next(
        (m for m in a.mentions_in(words[head].start, words[last].end) if m.type == "organization"),
        None,
    )
    ends = [
        t for t in words[head : last + 1] if organization is None or t.end <= organization.start
    ] or [words[head]]
    first = head
    while (
        first
        and words[first - 1].pos == "ADJ"
        and words[first - 1].lemma != "новый"
        and words[first - 1].feats.get("Case") == words[head].feats.get("Case")
    ):
        first -= 1
    start = min(words[first].start, words[verb].start, person.start)
    end = max(words[last].end, words[verb].end, person.end)
    position = [*words[first:head], *ends]
    return Appointment(
        start=start,
        end=end,
        text=a.text[start:end],
        sentence=a.sentence_span(person.start),
        confidence=confidence,
        rule=rule,
        action=action,
        person=person,
        position=Slot(
            position[0].start,
            position[-1].end,
            a.text[position[0].start : position[-1].end],
            position_name(a.text, position),
        ),
        organization=slot_of(organization),
    )
