"""Appointments: who was appointed to which position, and who left it.

Comes in: an `Analysis`. Goes out: `Appointment`s. A sentence needs a verb of `appointments.toml`, a
person and a position; for a dismissal the person's own role will do (`Аким города Х снят с
должности`).
"""

from collections.abc import Iterable, Iterator
from functools import cache

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.positions import person_slot
from baqylau.facts.ru.appointments.dismissals import dismissed, expired, removed, resigned
from baqylau.facts.ru.appointments.happened import happened
from baqylau.facts.ru.appointments.likewise import likewise, newly_named, second_office
from baqylau.facts.ru.appointments.posts import is_occupied, names_place, office_before
from baqylau.facts.ru.appointments.pronouns import meant_by_pronoun
from baqylau.facts.ru.appointments.succession import successors
from baqylau.facts.ru.appointments.took_office import replaced, took_office
from baqylau.facts.ru.roles.acting import acting_words
from baqylau.facts.ru.roles.names import is_office
from baqylau.facts.ru.roles.positions import appointment, is_relative, nearest, subject
from baqylau.lang.ru.positions import deputy, group
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Appointment, Mention, Slot
from baqylau.model.words import Sentence, Token


def extract(analysis: Analysis) -> Iterable[Appointment]:
    return appointments(analysis)


@memoized
def appointments(analysis: Analysis) -> tuple[Appointment, ...]:
    """Every appointment of the text. Cached, since speakers are also recognised by their new
    offices.
    """
    found: list[Appointment] = []
    for sentence in analysis.sentences:
        persons = [
            m
            for m in analysis.mentions_in(sentence.start, sentence.end)
            if m.type == "person" and not is_relative(analysis, m)
        ]
        read = list(_sentence(analysis, sentence, persons))
        found += read or successors(analysis, sentence, persons, found)
    return tuple(found)


def _sentence(a: Analysis, sentence: Sentence, persons: list[Mention]) -> Iterator[Appointment]:
    words = a.words(sentence)
    data = wordlist("appointments")
    for at, token in enumerate(words):
        if token.lemma == "отставка" and at and words[at - 1].lemma in data["accepted"]:
            yield from resigned(a, words, at, persons)
        if (
            at + 1 < len(words)
            and words[at + 1].lemma == "отставка"
            and token.lemma in data["accepted"]
        ):
            continue
        if token.lemma in data["expired"]:
            yield from expired(a, words, at, persons)
        if token.lemma in data["appointment_nouns"] and persons:
            yield from _named(a, words, at, persons)
        if (
            token.lemma in data["leaving"]
            and token.pos == "NOUN"
            and not (at and words[at - 1].lemma in data["accepted"])
        ):
            yield from removed(a, words, at, persons)
        if token.pos not in ("VERB", "ADJ") or token.lemma not in _verbs():
            continue
        if not happened(words, at):
            continue
        if token.lemma in data["entrusted"]:
            yield from _entrusted(a, words, at, persons)
        if token.lemma in data["appointed"] or token.lemma in data["became"]:
            yield from _appointed(a, words, at, persons)
        elif token.lemma in data["took_office"]:
            yield from took_office(a, words, at, persons)
        elif token.lemma in data["dismissed"] or token.lemma in data["left"]:
            yield from dismissed(a, words, at, persons)
        elif token.lemma in data["replaced"]:
            yield from replaced(a, words, at, persons)


@cache
def _verbs() -> frozenset[str]:
    keys = ("entrusted", "appointed", "became", "took_office", "dismissed", "left", "replaced")
    return frozenset(x for key in keys for x in wordlist("appointments")[key])


def _appointed(
    a: Analysis, words: tuple[Token, ...], at: int, persons: list[Mention]
) -> Iterator[Appointment]:
    """The position stands in the instrumental, or behind `на пост`, `на должность`."""
    data = wordlist("appointments")
    near = [
        i
        for i, t in enumerate(words)
        if abs(i - at) < _REACH
        and is_office(t)
        and (t.feats.get("Case") == "Ins" or (i - at in _BESIDE and _is_frozen(t)))
    ]
    free = [i for i in near if not (i and words[i - 1].pos == "ADP") and not _is_held(words, i, at)]
    head = min(free, key=lambda i: _distance(words, at, i), default=None)
    posts = [
        i
        for i in range(len(words) - 1)
        if words[i].lemma in data["post"]
        and not is_occupied(words, i)
        and not (i and words[i - 1].lemma in ("с", "со"))
    ]  # `переведён с поста акима на пост министра`: the new one
    post = min(posts, key=lambda i: _distance(words, at, i), default=None)
    acting = next((i for i in range(len(words)) if _acts(words, i)), None)
    post = acting if post is None else post  # исполняющим обязанности ректора, врио губернатора
    if head is None and post is not None:
        head = next(
            (
                i
                for i in range(post + 1, min(post + 3, len(words)))
                if is_office(words[i]) and words[i].feats.get("Case") == "Gen"
            ),
            None,
        )
    if names_place(words, at):
        head = office_before(words, at)  # `на его место назначен X`
    if head is None:
        yield from newly_named(a, words, at, subject(a, words, at, persons))
        return
    if not _may_become(words[at], words[head]) or _is_record(words, head):
        return
    others = [p for p in persons if not p.start <= words[head].start < p.end]
    wanted = _cases(words[at])
    person = (
        subject(a, words, at, others)
        if wanted == {"Nom"}
        else nearest(a, words[at], others, wanted)
    )
    if person is None and wanted == {"Nom"}:
        person = meant_by_pronoun(a, words, at)
    if person and not _is_other(words, at):
        for one in (person, *_listed_with(a, words[head], persons, person)):
            inside = one.start > words[at].start and one.end < words[head].start
            verb = head if inside and one is not person else at  # each fact has a place of its own
            first = appointment(a, words, head, verb, one, "appointed", "ru.appointed", 0.86)
            yield first
            second = second_office(words, first, head)
            if second is not None:
                yield appointment(a, words, second, at, one, "appointed", "ru.appointed", 0.8)
        yield from likewise(a, words, [p for p in persons if p.start >= person.end])


_BESIDE = range(-2, 3)  # `назначен первый замминистра`, `замминистра труда назначен`


def _is_frozen(office: Token) -> bool:
    """`назначен замминистра`: it has one form in all cases."""
    return deputy(office.text.lower()) is not None and office.text.lower().endswith(("а", "я", "ы"))


def _acts(words: tuple[Token, ...], i: int) -> bool:
    """Whether the word is the last of `исполняющим обязанности`, `врио` or `и.о.`"""
    if words[i].lemma == "обязанность":
        return i > 0 and words[i - 1].feats.get("Case") == "Ins"
    return words[i].lemma != "исполнять" and acting_words(words[: i + 1]) > 0


def _is_other(words: tuple[Token, ...], at: int) -> bool:
    """`А принял силы от Б, когда тот был назначен директором`: the pronoun means one of the two."""
    first = max((i for i in range(at) if words[i].text in ",;:"), default=-1)
    return any(t.text.lower() in wordlist("appointments")["other"] for t in words[first + 1 : at])


def _listed_with(a: Analysis, office: Token, persons: list[Mention], first: Slot) -> Iterator[Slot]:
    """`назначил заместителями А, Б и В`, `А и Б назначены заместителями`: the other people of the
    list, where the office stands in the plural.
    """
    start, end = first.start, first.end
    if office.feats.get("Number") != "Plur" and not _is_plural(office):
        return
    for person in sorted(persons, key=lambda p: p.start):
        if person.start >= end and a.text[end : person.start].strip() in _BETWEEN:
            yield person_slot(person)
            end = person.end
    for person in sorted(persons, key=lambda p: -p.start):
        if person.end <= start and a.text[person.end : start].strip() in _BETWEEN:
            yield person_slot(person)
            start = person.start


_BETWEEN = (",", "и", ", и")


def _is_plural(office: Token) -> bool:
    """`вице-министрами`: the tagger says no number of a rare word."""
    return "Number" not in office.feats and office.text.lower().endswith(("ами", "ями"))


def _is_held(words: tuple[Token, ...], office: int, verb: int) -> bool:
    """`назначена Мария Ким, работавшая заместителем Громова`: an office in which somebody worked is
    not the new one.
    """
    being = {x for x in wordlist("positions")["being"] if x != "быть"}  # `был назначен`
    near = (i for i in range(office - _HELD, office + _HELD) if 0 <= i < len(words) and i != verb)
    return any(
        words[i].lemma in being
        and words[i].pos in ("VERB", "AUX", "ADJ")
        and not any(t.text == "," for t in words[min(i, office) : max(i, office)])
        for i in near
        if i != office
    )


_HELD = 2  # words between an office and the verb of holding it


def _distance(words: tuple[Token, ...], at: int, office: int) -> int:
    """Words between verb and office; an office behind another clause's verb is far away."""
    between = words[min(at, office) + 1 : max(at, office)]
    verbs = sum(t.pos == "VERB" and t.feats.get("VerbForm") == "Fin" for t in between)
    return len(between) + _REACH * (verbs + any(t.text == "," for t in between))


def _entrusted(
    a: Analysis, words: tuple[Token, ...], at: int, persons: list[Mention]
) -> Iterator[Appointment]:
    """`Исполнять обязанности министра поручено X`, `обязанности возложены на X`"""
    duty = next(
        (i for i, t in enumerate(words) if t.lemma == "обязанность" and abs(i - at) < _REACH), None
    )
    person = nearest(
        a, words[at], [p for p in persons if p.start >= words[at].end], {"Dat", "Acc", "Gen"}
    )
    if duty is None or person is None:
        return
    head = next(
        (
            i
            for i in range(duty + 1, min(duty + 3, len(words)))
            if is_office(words[i]) and words[i].feats.get("Case") == "Gen"
        ),
        None,
    )
    if head is not None:
        yield appointment(a, words, head, at, person, "appointed", "ru.entrusted", 0.8)
        return
    start = min(
        (
            words[duty - 1].start
            if duty and words[duty - 1].pos in ("NOUN", "VERB")
            else words[duty].start
        ),
        words[at].start,
    )
    yield Appointment(
        start=start,
        end=person.end,
        text=a.text[start : person.end],
        sentence=a.sentence_span(start),
        confidence=0.75,
        rule="ru.entrusted",
        action="appointed",
        person=person,
        position=None,
        organization=None,
    )


_REACH = 14  # words between the verb and the position


def _cases(verb: Token) -> set[str]:
    """`назначен Х` takes the nominative, `назначили Х` the accusative."""
    passive = (
        verb.feats.get("Voice") == "Pass"
        or verb.feats.get("Variant") == "Short"
        or verb.lemma in wordlist("appointments")["became"]
    )
    return {"Nom"} if passive else {"Acc", "Gen"}


def _may_become(verb: Token, token: Token) -> bool:
    """False for what a person becomes without an appointment, such as a champion or the leader of a
    race.
    """
    data = wordlist("appointments")
    if verb.lemma not in data["became"]:
        return token.lemma not in data["no_election"]
    if token.lemma in data["elected"]:
        return True
    return group(token.lemma) in ("leader", "law") and token.lemma not in data["no_office"]


def _is_record(words: tuple[Token, ...], head: int) -> bool:
    """`стал первым губернатором, которому объявили выговор`: what he was the first to live to see,
    and no appointment.
    """
    data = wordlist("appointments")
    counted = any(t.lemma in data["counted"] for t in words[:head][-2:])
    comma = next((i for i in range(head, len(words) - 1) if words[i].text == ","), None)
    return counted and comma is not None and words[comma + 1].lemma in data["relative"]


def _at_post(words: tuple[Token, ...], first: int, last: int) -> int | None:
    """`назначение на должность | министра X`: the office behind a post among these words."""
    posts = wordlist("appointments")["post"]
    for i in range(first, min(last, len(words) - 1)):
        if words[i].lemma in posts and words[i - 1].lemma == "на":
            return next((j for j in (i + 1, i + 2) if j < len(words) and is_office(words[j])), None)
    return None


_POST = 6  # words from the noun of appointing to the post
_CUTS = frozenset(",;:–—")


def _named(
    a: Analysis, words: tuple[Token, ...], at: int, persons: list[Mention]
) -> Iterator[Appointment]:
    """`о назначении X государственным советником`"""
    head = next(
        (
            i
            for i in range(at + 1, min(at + 9, len(words)))
            if is_office(words[i])
            and words[i].feats.get("Case") == "Ins"
            and words[i - 1].pos != "ADP"
            and not _is_held(words, i, at)
        ),
        None,
    )
    if head is None:
        head = _at_post(words, at + 1, at + _POST)
    if any(t.pos == "VERB" or t.text in _CUTS for t in words[at + 1 : head]):
        return  # `после назначения министр встретился с премьером`
    person = nearest(a, words[at], [p for p in persons if p.start >= words[at].end], {"Gen", "Acc"})
    if head is not None and person:
        yield appointment(a, words, head, at, person, "appointed", "ru.naming", 0.84)
