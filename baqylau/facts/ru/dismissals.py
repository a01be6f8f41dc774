"""Dismissals: who left a position: `освобождён от должности`, `подал в отставку`, `отставка X
принята`, `уволенный X`.

Comes in: an `Analysis` and the words of a sentence. Goes out: `Appointment`s with the action
`dismissed`.
"""

from collections.abc import Iterator

from baqylau.facts.analysis import Analysis
from baqylau.facts.ru.people import last_named
from baqylau.facts.ru.positions import appointment, is_office, nearest, person_slot
from baqylau.facts.ru.reporting import touching_marks
from baqylau.facts.ru.roles import roles_of
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Appointment, Mention, Slot
from baqylau.model.span import Span
from baqylau.model.words import Token

_PRONOUNS = {"он": "m", "она": "f", "его": "m", "ее": "f", "её": "f"}
_NEAR = 4  # words between `уволенный` or `отставка` and the person


def dismissed(
    a: Analysis, words: tuple[Token, ...], at: int, persons: list[Mention]
) -> Iterator[Appointment]:
    """A verb or participle of leaving at `at`."""
    data = wordlist("appointments")
    around = words[max(0, at - 4) : at + 6]
    if not any(t.lemma in data["post"] for t in around) and words[at].lemma not in data["enough"]:
        return
    marked = touching_marks(a, Span(words[at].start, words[at].end))
    persons = [
        p for p in persons if touching_marks(a, Span(p.start, p.end)) == marked
    ]  # a name in marks is no person
    person = nearest(a, words[at], persons, {"Nom", "Acc", "Gen"}) or _pronoun(a, words, at)
    if person is None:
        return
    head = next(
        (
            i
            for i in range(at + 1, min(at + 7, len(words)))
            if is_office(words[i]) and words[i].feats.get("Case") == "Gen"
        ),
        None,
    )
    if head is not None and not person.start <= words[head].start < person.end:
        yield appointment(a, words, head, at, person, "dismissed", "ru.dismissed_from", 0.86)
    else:
        yield _with_own_role(a, around, words[at], person)


def resigned(
    a: Analysis, words: tuple[Token, ...], at: int, persons: list[Mention]
) -> Iterator[Appointment]:
    """`утвердил отставку секретаря X`: the noun `отставка` at `at` with the person behind it."""
    behind = [
        p
        for p in persons
        if p.start >= words[at].end and len(a.tokens_in(words[at].end, p.start)) <= _NEAR
    ]
    if behind:
        yield _with_own_role(a, words[at : at + 1], words[at], person_slot(behind[0]))


def removed(
    a: Analysis, words: tuple[Token, ...], at: int, persons: list[Mention]
) -> Iterator[Appointment]:
    """`увольнение наставника сборной X`: between the noun at `at` and the person stands his
    position and nothing else.
    """
    person = next((p for p in persons if p.start >= words[at].end), None)
    between = a.tokens_in(words[at].end, person.start) if person else ()
    if (
        person
        and len(between) <= _LONGEST_POSITION
        and all(t.pos in ("NOUN", "PROPN", "ADJ") and t.feats.get("Case") == "Gen" for t in between)
    ):
        yield _with_own_role(a, words[at : at + 1], words[at], person_slot(person))


_LONGEST_POSITION = 6


def _pronoun(a: Analysis, words: tuple[Token, ...], at: int) -> Slot | None:
    """`В отставку он ушёл`: the last person named of that gender."""
    token = next((t for t in words[max(0, at - 3) : at + 3] if t.text.lower() in _PRONOUNS), None)
    name = last_named(a, token.start, _PRONOUNS[token.text.lower()]) if token else None
    return Slot(token.start, token.end, token.text, name) if token and name else None


def _with_own_role(
    a: Analysis, around: tuple[Token, ...], verb: Token, person: Slot
) -> Appointment:
    """The dismissal with the person's own role as its position, where the text gives one."""
    known = roles_of(a, person.name)
    role = next((r for r in known if r.person.start == person.start), None) or next(
        iter(known), None
    )
    beside = role is not None and role.person.start == person.start
    posts = [t for t in around if t.lemma in wordlist("appointments")["post"]]
    start = min(
        [
            verb.start,
            person.start,
            *(t.start for t in posts),
            *([role.position.start] if role and beside else []),
        ]
    )
    end = max([verb.end, person.end, *(t.end for t in posts)])
    return Appointment(
        start=start,
        end=end,
        text=a.text[start:end],
        sentence=a.sentence_span(person.start),
        confidence=0.82 if role else 0.7,
        rule="ru.left_post",
        action="dismissed",
        person=person,
        position=role.position if role else None,
        organization=role.organization if role else None,
    )
