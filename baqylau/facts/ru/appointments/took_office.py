"""Appointments told by what the new holder does: `возглавила департамент`, `занял должность
прокурора`, `сменила Х на посту директора`.

Comes in: an `Analysis` and the words of a sentence. Goes out: `Appointment`s.
"""

from collections.abc import Iterator
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.ru.appointments.succession import followed
from baqylau.facts.ru.roles.names import is_office
from baqylau.facts.ru.roles.positions import appointment, institution_end, nearest
from baqylau.facts.ru.words.phrases import nominative, small
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Appointment, Mention, Slot
from baqylau.model.words import Token


def replaced(
    a: Analysis, words: tuple[Token, ...], at: int, persons: list[Mention]
) -> Iterator[Appointment]:
    """`X сменила Y на посту директора`"""
    post = next(
        (i for i in range(at, len(words)) if words[i].lemma in wordlist("appointments")["post"]),
        None,
    )
    head = (
        next((i for i in range(post + 1, min(post + 3, len(words))) if is_office(words[i])), None)
        if post is not None
        else None
    )
    if head is None:
        yield from followed(a, words, at, persons)
        return
    free = [p for p in persons if not _holds(a, words[head], p)]
    person = nearest(a, words[at], free, {"Nom"})
    if person:
        yield appointment(a, words, head, at, person, "appointed", "ru.replaced", 0.82)


def _holds(a: Analysis, office: Token, person: Mention) -> bool:
    """`сменил на посту директора X`: the name right behind the office is of the one replaced."""
    between = a.tokens_in(office.end, person.start) if person.start > office.end else None
    return between is not None and all(t.feats.get("Case") == "Gen" for t in between)


def took_office(
    a: Analysis, words: tuple[Token, ...], at: int, persons: list[Mention]
) -> Iterator[Appointment]:
    """`возглавила департамент`, `должность прокурора занял`"""
    data = wordlist("appointments")
    post = next((i for i, t in enumerate(words) if t.lemma in data["post"]), None)
    person = nearest(a, words[at], persons, {"Nom"})
    if person is None:
        return
    if post is not None:
        head = next(
            (i for i in range(post + 1, min(post + 3, len(words))) if is_office(words[i])), None
        )
        if head is not None:
            yield appointment(a, words, head, at, person, "appointed", "ru.took_post", 0.82)
    elif words[at].lemma == "возглавить":
        led = next(
            (
                i
                for i in range(len(words))
                if 0 < abs(i - at) < 4 and words[i].lemma in _headable() and not _of_noun(words, i)
            ),
            None,
        )
        if led is not None:
            yield _headed(a, words, at, led, person)


def _of_noun(words: tuple[Token, ...], i: int) -> bool:
    """`рейтинг журнала возглавил X`: the genitive of another noun is not what X leads."""
    return bool(i) and words[i].feats.get("Case") == "Gen" and words[i - 1].pos == "NOUN"


def _headed(a: Analysis, words: tuple[Token, ...], at: int, led: int, person: Slot) -> Appointment:
    """`X возглавила департамент статистики`: the text names the institution that X leads, and no
    position.
    """
    last = led + 1
    while (
        last < len(words)
        and words[last].feats.get("Case") == "Gen"
        and words[last].pos in ("NOUN", "PROPN", "ADJ")
    ):
        last += 1
    mention = a.mention_at(words[led].start)
    whole = institution_end(a, words, last) if last < len(words) else None
    if whole is not None and not (mention and mention.text[0].isupper()):
        mention = a.mention_at(words[whole - 1].start) or a.mention_at(words[whole - 2].start)
    named = mention is not None and mention.type == "organization"
    led_start, led_end = (
        (mention.start, mention.end)
        if mention and named
        else (words[led].start, words[last - 1].end)
    )
    start, end = (
        min(led_start, words[at].start, person.start),
        max(led_end, words[at].end, person.end),
    )
    name = mention.name if mention and named else small(nominative(words[led:last], a.text))
    return Appointment(
        start=start,
        end=end,
        text=a.text[start:end],
        sentence=a.sentence_span(person.start),
        confidence=0.74,
        rule="ru.headed",
        action="appointed",
        person=person,
        position=None,
        organization=Slot(led_start, led_end, a.text[led_start:led_end], name),
    )


@cache
def _headable() -> frozenset[str]:
    """Words for what a person may lead: institutions and firms, and some other words."""
    organizations = wordlist("organizations")
    return frozenset(
        [*organizations["heads"], *organizations["kinds"], *wordlist("appointments")["headed"]]
    )
