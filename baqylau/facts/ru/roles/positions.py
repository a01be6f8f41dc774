"""Positions and persons around a verb of appointing. Comes in: an `Analysis` and the words of a
sentence. Goes out: the nearest person, and the `Appointment` made of person and position.
"""

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar import positions as grammar
from baqylau.facts.grammar.positions import Action, person_slot, slot_of
from baqylau.facts.ru.roles.acting import acting_words
from baqylau.facts.ru.roles.names import position_name
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Appointment, Mention, Slot
from baqylau.model.span import Span
from baqylau.model.words import Token


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
    position = [*words[first:head], *ends]
    while len(position) > 1 and organization and position[-1].pos == "ADJ":
        position.pop()  # `тренер женской | сборной России`
    slot = a.slot(position[0].start, position[-1].end, position_name(a.text, position))
    return grammar.appointment(
        a,
        action,
        person,
        rule,
        confidence,
        words=[
            Span(words[first].start, words[last].end),
            Span(words[verb].start, words[verb].end),
        ],
        position=slot,
        organization=slot_of(organization),
    )
