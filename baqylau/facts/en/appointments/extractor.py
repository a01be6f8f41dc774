"""Who was appointed or dismissed. Comes in: an analysis. Goes out: `Appointment`s:

`X was appointed Minister of Labor`          en.was_appointed
`The president appointed X as deputy …`      en.appointed_x
`X took over as director`, `X replaced Y`    en.took_over
`X was relieved of his post as …`            en.was_dismissed
`The board fired chief executive X`          en.dismissed_x
`X resigned`, `X stepped down as …`          en.left
`the appointment of X as …`                  en.noun
`appointed X in his place`                   en.successor
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from baqylau.facts.analysis import Analysis
from baqylau.facts.en.appointments.parts import (
    Person,
    happened,
    is_conditional,
    object_at,
    position_at,
    subject_before,
    subjects_before,
)
from baqylau.facts.en.appointments.succession import left_before
from baqylau.facts.en.roles.extractor import position_of
from baqylau.facts.en.speakers.backward import backward
from baqylau.facts.en.words.marks import mark_index
from baqylau.facts.en.words.phrases import behind as behind_phrase
from baqylau.facts.en.words.phrases import where
from baqylau.facts.en.words.positions import Position
from baqylau.facts.en.words.positions_before import before
from baqylau.facts.en.words.text import Text, text_of
from baqylau.facts.grammar.positions import Action, appointment, slot_of
from baqylau.lang.en.wordlists import entries, wordlist
from baqylau.model.fact import Appointment, Mention
from baqylau.model.span import Span


def extract(analysis: Analysis) -> Iterable[Appointment]:
    text = text_of(analysis)
    seen: set[tuple[str, str, int]] = set()
    before: list[Appointment] = []
    for i in sorted({*where(text, "appointments", *_LISTS), *text.where(("joined", "joins"))}):
        if mark_index(analysis).at(text.start(i)) is not None:
            continue
        for fact in (*_at(text, i), *_successor(text, i, before)):
            key = (fact.action, fact.person.name or fact.person.text, fact.sentence.start)
            if key not in seen:
                seen.add(key)
                before.append(fact)
                yield fact


def _successor(text: Text, i: int, seen: Sequence[Appointment]) -> Iterator[Appointment]:
    """`appointed X in his place`, `X was appointed in his place`: in the office of who left."""
    passive = behind_phrase(text, i, "appointments", "appointed", "passive")
    if passive > i and text.low(i - 1) in _BE:
        person, behind = subject_before(text, i - 1), passive
    else:
        active = behind_phrase(text, i, "appointments", "appointed", "active")
        person = object_at(text, active) if active > i else None
        behind = person.last if person else i
    one = left_before(text, behind, seen) if person else None
    if person is None or one is None or person.slot.name == one.person.name:
        return
    if not happened(text, min(person.last, i), i):
        return
    yield appointment(
        text.analysis,
        "appointed",
        person.slot,
        "en.successor",
        0.78,
        words=[Span(text.start(min(i, person.first)), text.end(behind + 3))],
        position=one.position,
        organization=one.organization,
    )


_LISTS = (
    ("appointed", "passive"),
    ("appointed", "active"),
    ("appointed", "took"),
    ("appointed", "replaced"),
    ("appointed", "nouns"),
    ("dismissed", "passive"),
    ("dismissed", "active"),
    ("dismissed", "left"),
    ("dismissed", "nouns"),
)
_ACTIONS: tuple[Action, Action] = ("appointed", "dismissed")


def _at(text: Text, i: int) -> Iterator[Appointment]:
    for action in _ACTIONS:
        yield from _passive(text, i, action)
        yield from _active(text, i, action)
        yield from _noun(text, i, action)
    yield from _took_over(text, i)
    yield from _left(text, i)


_BE = frozenset(("was", "were", "been", "is", "being", "be", "are"))


def _passive(text: Text, i: int, action: Action) -> Iterator[Appointment]:
    behind = behind_phrase(text, i, "appointments", action, "passive")
    be = i - 1
    while text.pos(be) == "ADV":
        be -= 1
    if behind == i or text.low(be) not in _BE:
        return
    for person in subjects_before(text, be):
        if happened(text, person.last, i):
            yield from _passive_of(text, person, i, behind, action)


def _passive_of(
    text: Text, person: Person, i: int, behind: int, action: Action
) -> Iterator[Appointment]:
    if action == "appointed":
        position = position_at(text, behind)
        if position is None:
            return
        yield _fact(text, action, person, behind, position, "en.was_appointed", 0.93)
    elif text.low(i) == "relieved" and text.low(behind) not in ("from", "of"):
        return  # he was relieved when rain came
    elif text.low(behind) not in ("from", "of", "as") or _from_post(text, behind):
        position = position_at(text, behind) or _of_person(text, person)
        unsure = text.low(i) in wordlist("appointments")["words"]["ambiguous"]
        unsure = unsure and text.low(behind) not in ("from", "of", "as")
        if position or not unsure or _holds_office(text, person):
            fact = _fact(text, action, person, behind, position, "en.was_dismissed", 0.9)
            firm = text.beginning(behind + 1, "organization") if text.low(behind) == "by" else None
            club = firm is not None and text.low(i) in ("fired", "sacked")
            yield replace(fact, organization=slot_of(firm)) if club else fact


def _holds_office(text: Text, person: Person) -> bool:
    """Whether the text gives the person a position; batsmen are dismissed, too."""
    return person.slot.name in position_of(text.analysis)


def _from_post(text: Text, i: int) -> bool:
    """`of his post`, `from office`, `as head of`; `from the courtroom` is none."""
    posts = wordlist("appointments")["words"]["posts"]
    return any(text.low(k) in posts for k in range(i, i + 4)) or position_at(text, i) is not None


def _active(text: Text, i: int, action: Action) -> Iterator[Appointment]:
    behind = behind_phrase(text, i, "appointments", action, "active")
    if (
        behind == i
        or text.low(i - 1) in _BE
        or (text.pos(i - 1) == "ADV" and text.low(i - 2) in _BE)
    ):
        return
    person = object_at(text, behind)
    if person is None and action == "appointed" and text.low(behind) in ("him", "her"):
        person = _object_before(text, i, behind)
    if person is None or not happened(text, text.sentence(i).first, i):
        return
    if person.first > behind and text.low(behind) in ("his", "her", "their", "its"):
        return
    position = position_at(text, person.last)
    in_front = before(text, person.first)
    if action == "appointed":
        words = wordlist("appointments")["words"]
        as_one = position is not None and text.low(person.last) == "as"
        if text.low(i) in words["needs_office"] and not as_one:
            return
        position = _of_subject(text, i, person, position)
        if position is None and in_front is None and not _to_the_post(text, person.last):
            return
        yield _fact(text, action, person, i, position or in_front, "en.appointed_x", 0.88, i)
    else:
        yield _fact(
            text,
            action,
            person,
            i,
            in_front or position or _of_person(text, person),
            "en.dismissed_x",
            0.88,
            i,
        )
        second = object_at(text, person.last + 1) if text.low(person.last) == "and" else None
        held = before(text, second.first) if second else None
        if second and held:
            yield _fact(text, action, second, i, held, "en.dismissed_x", 0.88, i)


def _object_before(text: Text, i: int, pronoun: int) -> Person | None:
    """`X relieved Y of his duties and appointed him akim`: the second of the two who are named."""
    if text.low(i - 1) != "and":
        return None
    start = text.start(text.sentence(i).first)
    named = [m for m in text.analysis.mentions_in(start, text.start(i)) if m.type == "person"]
    if len({m.name for m in named}) != _PAIR:
        return None
    slot = text.analysis.slot(named[-1].start, named[-1].end, named[-1].name)
    return Person(pronoun, pronoun + 1, slot)


_PAIR = 2  # who appoints, and who is appointed


def _of_subject(
    text: Text, verb: int, person: Person, position: Position | None
) -> Position | None:
    """`Dala Air has appointed X as its new director`: the director of Dala Air."""
    if position is None or position.organization is not None:
        return position
    if not any(text.low(k) == "its" for k in range(person.last, position.last)):
        return position
    named = backward(text, verb, text.sentence(verb).first)
    firm = named.mention.mention if named and named.mention.kind == "institution" else None
    return replace(position, organization=firm) if firm else position


def _to_the_post(text: Text, i: int) -> bool:
    """`named X, who served as a minister, to the position`"""
    posts = wordlist("appointments")["words"]["posts"]
    last = text.sentence(i).last
    return any(
        text.low(k) == "to" and text.low(k + 1) in ("the", "this") and text.low(k + 2) in posts
        for k in range(i, last)
    )


def _noun(text: Text, i: int, action: Action) -> Iterator[Appointment]:
    nouns = behind_phrase(text, i, "appointments", action, "nouns")
    if nouns == i or text.low(i + 1) != "of":
        return
    person = object_at(text, i + 2)
    if person is None or not happened(text, text.sentence(i).first, i):
        return
    position = position_at(text, person.last) or before(text, person.first)
    if action == "dismissed" or position:
        yield _fact(text, action, person, i, position, "en.noun", 0.75, i)


def _took_over(text: Text, i: int) -> Iterator[Appointment]:
    behind = behind_phrase(text, i, "appointments", "appointed", "took")
    if behind > i:
        person = subject_before(text, i)
        position = position_at(text, behind)
        if person and _is_no_news(text, person, behind, position):
            return
        firm = _firm_at(text, behind) if text.low(behind - 1) in ("head", "lead") else None
        if person and position and happened(text, person.last, i):
            yield _fact(text, "appointed", person, behind, position, "en.took_over", 0.85)
        elif person and firm and happened(text, person.last, i):
            found = _fact(
                text, "appointed", person, behind, _of_person(text, person), "en.took_over", 0.7
            )
            yield replace(found, organization=slot_of(firm), position=None)
        return
    behind = behind_phrase(text, i, "appointments", "appointed", "replaced")
    if behind > i:
        person, other = subject_before(text, i), object_at(text, behind)
        swapped = other is not None and text.low(other.last) == "with"  # in a match
        if person and other and not swapped and happened(text, person.last, i):
            position = position_at(text, other.last) or before(text, other.first)
            if position:
                yield _fact(text, "appointed", person, behind, position, "en.took_over", 0.8)
        return
    if text.low(i) in ("joined", "joins"):
        firm = text.beginning(i + 1, "organization")
        person = subject_before(text, i)
        position = position_at(text, text.last(firm)) if firm else None
        if person and position and happened(text, person.last, i):
            found = _fact(text, "appointed", person, i, position, "en.took_over", 0.8)
            yield replace(found, organization=slot_of(firm))


def _is_no_news(text: Text, person: Person, i: int, position: Position | None) -> bool:
    """`before he became president`, `became a full-time driver`: when, or no office at all."""
    pronoun = text.mention(person.first) is None
    if pronoun and text.low(person.first - 1) in ("before", "after", "since", "until", "when"):
        return True
    offices = entries("positions", "offices")
    return text.low(i) in ("a", "an") and not (position and position.head in offices)


def _firm_at(text: Text, i: int) -> Mention | None:
    """`the new State Investment Company`"""
    for k in range(i, i + 3):
        firm = text.beginning(k, "organization")
        if firm:
            return firm
    return None


def _left(text: Text, i: int) -> Iterator[Appointment]:
    behind = behind_phrase(text, i, "appointments", "dismissed", "left")
    if behind == i:
        return
    person = subject_before(text, i)
    if person is None or not happened(text, person.last, i) or is_conditional(text, i):
        return
    if text.low(i) in ("quit", "retired") and text.low(behind) not in ("as", "from", "his", "her"):
        return
    at = position_at(text, behind)
    if text.low(behind) in ("his", "her") and at is None and not _from_post(text, behind):
        return  # quit his bid for the nomination
    position = at or _of_person(text, person)
    yield _fact(text, "dismissed", person, behind, position, "en.left", 0.85)


def _of_person(text: Text, person: Person) -> Position | None:
    return before(text, person.first)


def _fact(
    text: Text,
    action: Action,
    person: Person,
    behind: int,
    position: Position | None,
    rule: str,
    confidence: float,
    first: int | None = None,
) -> Appointment:
    begins = min(person.first, behind if first is None else first)
    words = [Span(text.start(begins), text.end(max(behind, person.last)))]
    if position:
        words.append(Span(text.start(position.start), text.end(position.end)))
    return appointment(
        text.analysis,
        action,
        person.slot,
        rule,
        confidence,
        words=words,
        position=position.slot(text) if position else None,
        organization=slot_of(position.organization) if position else None,
    )
