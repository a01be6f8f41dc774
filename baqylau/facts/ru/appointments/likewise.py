"""What a verb of appointing said before counts for too: a second person (`…, а Анну Белову – его
заместителем`) and a second office (`на пост директора завода и председателя совета`). And the
office of the sentence before: `Назначен новый аким. Им стал X`.

Comes in: an `Analysis` and the words of a sentence. Goes out: `Appointment`s, or the index of the
second office.
"""

from collections.abc import Iterator

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.positions import person_slot
from baqylau.facts.ru.roles.names import is_office
from baqylau.facts.ru.roles.positions import appointment
from baqylau.model.fact import Appointment, Mention, Slot
from baqylau.model.words import Token

_REACH = 14  # words of an office and its institution before the dash


def likewise(
    a: Analysis, words: tuple[Token, ...], persons: list[Mention]
) -> Iterator[Appointment]:
    """`…, а Анну Белову – его заместителем`, `…, министром юстиции – Анна Белова`: the verb said
    before counts for the second person.
    """
    for person in persons:
        turned = _office_before_dash(words, person)
        if turned is not None:
            slot = person_slot(person)
            yield appointment(a, words, turned, turned, slot, "appointed", "ru.likewise", 0.8)
            continue
        dash = next((i for i, t in enumerate(words) if t.start >= person.end), len(words))
        if dash >= len(words) or words[dash].text not in ("–", "—"):
            continue
        head = next(
            (i for i in range(dash + 1, min(dash + 4, len(words))) if is_office(words[i])), None
        )
        if head is not None and words[head].feats.get("Case") == "Ins":
            slot = person_slot(person)
            yield appointment(a, words, head, head, slot, "appointed", "ru.likewise", 0.8)


def _office_before_dash(words: tuple[Token, ...], person: Mention) -> int | None:
    """The index of an office in the instrumental, whose phrase ends at the dash before the name."""
    dash = next((i for i, t in enumerate(words) if t.start >= person.start), 0) - 1
    if dash < 1 or words[dash].text not in ("–", "—", "-"):
        return None
    for i in range(dash - 1, max(-1, dash - _REACH), -1):
        case = words[i].feats.get("Case")
        if is_office(words[i]) and case == "Ins":
            return i
        if words[i].pos not in ("NOUN", "PROPN", "ADJ") or case == "Ins":
            return None
    return None


def second_office(words: tuple[Token, ...], first: Appointment, head: int) -> int | None:
    """`на пост директора завода и | председателя совета`: the index of a second office in the same
    case behind `и`.
    """
    ends = [x.end for x in (first.position, first.organization) if x is not None]
    at = next((i for i, t in enumerate(words) if t.start >= max(ends, default=0)), len(words))
    for i in range(at + 1, min(at + 3, len(words))):
        if words[at].lemma != "и":
            return None
        if is_office(words[i]):
            return i if words[i].feats.get("Case") == words[head].feats.get("Case") else None
        if words[i].pos != "ADJ":
            return None
    return None


def newly_named(
    a: Analysis, words: tuple[Token, ...], at: int, person: Slot | None
) -> Iterator[Appointment]:
    """`Назначен новый аким района. Им стал X`: the new office is that of the sentence before."""
    pointing = at == 1 and words[0].text.lower() in ("им", "ей")
    if person is None or not pointing or not words[0].start:
        return
    before = a.words(a.sentence_at(words[0].start - 1))
    head = next(
        (
            i
            for i in range(len(before) - 1, 0, -1)
            if is_office(before[i]) and any(t.lemma == "новый" for t in before[max(0, i - 2) : i])
        ),
        None,
    )
    if head is not None:
        both = (*before, *words)
        yield appointment(a, both, head, len(before) + at, person, "appointed", "ru.newly", 0.78)
