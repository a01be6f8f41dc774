"""Positions and persons around a verb of appointing. Comes in: an `Analysis` and the words of a
sentence. Goes out: the nearest person, and the `Appointment` made of person and position.
"""

from typing import Literal

from baqylau.facts.analysis import Analysis
from baqylau.facts.ru.roles.acting import acting_words
from baqylau.facts.ru.roles.extractor import position_name, slot_of
from baqylau.lang.ru.positions import is_position
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Appointment, Mention, Slot
from baqylau.model.words import Token

Action = Literal["appointed", "dismissed"]


def is_office(token: Token) -> bool:
    return token.pos in ("NOUN", "PROPN") and is_position(token.lemma)


def nearest(a: Analysis, verb: Token, persons: list[Mention], wanted: set[str]) -> Slot | None:
    """The person nearest to the verb whose words may stand in one of the wanted cases."""
    fitting = [p for p in persons if may_stand(a, p, wanted)]
    found = min(
        fitting, key=lambda p: min(abs(p.start - verb.end), abs(verb.start - p.end)), default=None
    )
    return person_slot(found) if found else None


def is_relative(a: Analysis, person: Mention) -> bool:
    """`отставка дочери X`, `приятель депутата X`: the sentence speaks of somebody near to X."""
    before = a.tokens_in(a.sentence_span(person.start).start, person.start)
    for token in reversed(before):
        if token.lemma in wordlist("positions")["relations"]:
            return token.pos == "NOUN" and _is_genitive(a, person)
        if not (token.pos in ("ADJ", "NOUN", "PROPN") and token.feats.get("Case") in _OWNED):
            return False
    return False


_OWNED = ("Gen", "Acc", None)


def _is_genitive(a: Analysis, person: Mention) -> bool:
    """The printed name is not its nominative, or has no cases and is tagged as a genitive."""
    words = a.tokens_in(person.start, person.end)
    return person.text != person.name or any(t.feats.get("Case") == "Gen" for t in words)


def person_slot(person: Mention) -> Slot:
    return Slot(person.start, person.end, person.text, person.name)


def may_stand(a: Analysis, person: Mention, wanted: set[str]) -> bool:
    """Whether the name may stand in one of the wanted cases. The tagger often misses the case of a
    rare name; its letters show whether it stands in the nominative.
    """
    nominative = set(person.text.lower().split()) <= set(person.name.lower().split())
    if "Nom" in wanted and nominative:
        return True
    tagged = a.tokens_in(person.start, person.end)[0].feats.get("Case", "Nom") in wanted
    return tagged or (not nominative and "Nom" not in wanted)


def _phrase_end(words: tuple[Token, ...], head: int, person: Slot) -> int:
    """The index of the last word of the position: its genitives, and `по` with a dative
    (`вице-министр по чрезвычайным ситуациям`).
    """
    last, case = head, "Gen"
    while last + 1 < len(words) and not person.start <= words[last + 1].start < person.end:
        following = words[last + 1]
        if (
            following.lemma == "по"
            and last + 2 < len(words)
            and words[last + 2].feats.get("Case") == "Dat"
            and words[last + 2].pos in ("NOUN", "ADJ")
        ):
            last, case = last + 2, "Dat"
        elif following.pos in ("NOUN", "PROPN", "ADJ") and (
            following.feats.get("Case") in ("Gen", case)
        ):
            last += 1
        else:
            break
    return last


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
    last = _phrase_end(words, head, person)
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
    first -= acting_words(words[:first])
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
