"""Dismissals: who left a position: `освобождён от должности`, `подал в отставку`, `отставка X
принята`, `уволенный X`.

Comes in: an `Analysis` and the words of a sentence. Goes out: `Appointment`s with the action
`dismissed`.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.positions import person_slot
from baqylau.facts.ru.appointments.happened import happened
from baqylau.facts.ru.appointments.posts import office_before
from baqylau.facts.ru.roles.extractor import roles_of
from baqylau.facts.ru.roles.names import is_office
from baqylau.facts.ru.roles.positions import (
    appointment,
    in_relative_clause,
    may_stand,
    nearest,
    subject,
)
from baqylau.facts.ru.words.people import genders, named_before
from baqylau.facts.ru.words.speech import touching_marks
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
    if words[at].lemma not in data["enough"] and not any(
        t.lemma in (*data["post"], *data["own_will"]) for t in around
    ):
        return
    marked = touching_marks(a, Span(words[at].start, words[at].end))
    persons = [
        p for p in persons if touching_marks(a, Span(p.start, p.end)) == marked
    ]  # a name in marks is no person
    person = _who_left(a, words, at, persons)
    if person is None:
        return
    head = _office_lost(words, at)
    if head is not None and not person.start <= words[head].start < person.end:
        yield appointment(a, words, head, at, person, "dismissed", "ru.dismissed_from", 0.86)
        return
    same = _same_post(words, at)
    if same is not None:
        yield appointment(a, words, same, at, person, "dismissed", "ru.left_post", 0.8)
    else:
        yield _with_own_role(a, around, words[at], person)


def _office_lost(words: tuple[Token, ...], at: int) -> int | None:
    """`с должности директора`: the office right behind the post; `освободили от должности указом
    президента` names none.
    """
    posts = wordlist("appointments")["post"]
    near = range(at + 1, min(at + _POST, len(words)))
    post = next((i for i in near if words[i].lemma in posts), at)
    if words[post].lemma == "отставка":  # `ушёл в отставку с поста директора`
        later = range(post + 1, min(post + _POST, len(words)))
        post = next((i for i in later if words[i].lemma in posts), post)
    for i in range(post + 1, min(post + _POST, len(words))):
        if is_office(words[i]):
            return i if words[i].feats.get("Case") in ("Gen", "Acc") else None
        if words[i].pos != "ADJ" and words[i].lemma not in _BEFORE_OFFICE:
            return None
    return None


_POST = 7  # words from the verb to the post, or from the post to the office


_BEFORE_OFFICE = ("исполнять", "исполняющий", "обязанность", "временно")


def _who_left(
    a: Analysis, words: tuple[Token, ...], at: int, persons: list[Mention]
) -> Slot | None:
    """The one who lost the post. `Президент снял министра`: the subject of an active verb of
    removing keeps his own post.
    """
    verb = words[at]
    case = verb.feats.get("Case")
    if verb.feats.get("VerbForm") == "Part" and case and not _is_short(verb):
        wanted = {"Nom"} if case == "Nom" else {case, "Acc", "Gen"}
        return nearest(a, verb, persons, wanted)  # `вместо уходящего с поста X`
    if _ends(words, at):  # `прекратил полномочия спикера X`
        owner = [p for p in persons if p.start > verb.end and not _is_subject(a, p, verb)]
        if owner or _has_owner(words, at):
            return person_slot(owner[0]) if owner else None
    elif _removes(verb):
        objects = [p for p in persons if not _is_subject(a, p, verb)]
        pronoun = _pronoun(a, words, at, {p.name for p in persons if p not in objects})
        behind = [p for p in objects if p.start > verb.end and _same_clause(a, verb, p)]
        if behind:  # `назначил А и освободил от этой должности Б`
            return pronoun or person_slot(min(behind, key=lambda p: p.start))
        return pronoun or nearest(a, verb, objects, {"Nom", "Acc", "Gen"})
    if _is_short(verb) and not in_relative_clause(words, at):
        persons = [p for p in persons if _printed_in_nominative(p)]  # `отстранён … президентом Б`
    who = subject(a, words, at, persons, frozenset({"Nom", "Acc", "Gen"}))
    return who or _pronoun(a, words, at)


def _same_clause(a: Analysis, verb: Token, person: Mention) -> bool:
    """Whether neither a mark nor another verb stands between the verb and the name."""
    between = a.tokens_in(verb.end, person.start)
    return not any(t.pos in ("VERB", "AUX") or t.text in ",;:–—" for t in between)


def _is_short(verb: Token) -> bool:
    return verb.feats.get("Variant") == "Short"


def _removes(verb: Token) -> bool:
    """An active verb form of removing somebody; `снят`, `уволен` are passive."""
    return (
        verb.pos == "VERB"
        and verb.lemma in wordlist("appointments")["removing"]
        and verb.feats.get("Voice") != "Pass"
        and not _is_short(verb)
    )


def _ends(words: tuple[Token, ...], at: int) -> bool:
    return words[at].lemma == "прекратить" and words[at].feats.get("Voice") != "Pass"


def _has_owner(words: tuple[Token, ...], at: int) -> bool:
    """`прекратил полномочия спикера`: the powers of somebody else, who is not named."""
    powers = next((i for i in range(at, len(words)) if words[i].lemma == "полномочие"), None)
    return (
        powers is not None
        and powers + 1 < len(words)
        and words[powers + 1].feats.get("Case") == "Gen"
        and words[powers + 1].pos in ("NOUN", "PROPN", "ADJ")
    )


def _is_subject(a: Analysis, person: Mention, verb: Token) -> bool:
    """Whether the name stands in the nominative and agrees with the verb."""
    gender = {"Masc": "m", "Fem": "f"}.get(verb.feats.get("Gender", ""))
    if gender and gender not in genders(person.name):
        return False
    if verb.feats.get("Number") == "Plur" or verb.feats.get("VerbForm") == "Inf":
        return False
    return may_stand(a, person, {"Nom"})


def _same_post(words: tuple[Token, ...], at: int) -> int | None:
    """`Премьером стал X вместо ушедшего с этого поста Y`, `X назначен на пост министра, Y
    освобождён от этой должности`: the office that the sentence named.
    """
    if not any(t.lemma == "этот" for t in words[at : at + 4]):
        return None
    return office_before(words, at)


def resigned(
    a: Analysis, words: tuple[Token, ...], at: int, persons: list[Mention]
) -> Iterator[Appointment]:
    """`утвердил отставку секретаря X`: the noun `отставка` at `at` with the person behind it."""
    behind = [
        p
        for p in persons
        if p.start >= words[at].end and len(a.tokens_in(words[at].end, p.start)) <= _NEAR
    ]
    if behind and happened(words, at):
        yield _with_own_role(a, words[at : at + 1], words[at], person_slot(behind[0]))


def expired(
    a: Analysis, words: tuple[Token, ...], at: int, persons: list[Mention]
) -> Iterator[Appointment]:
    """`Полномочия X на этом посту истекли`: the verb at `at`, with whose powers they were."""
    data = wordlist("appointments")
    powers = next((i for i in range(at) if words[i].lemma in data["powers"]), None)
    behind = a.tokens_in(words[powers].end, words[at].start) if powers is not None else ()
    owner = next((p for p in persons if behind and p.start == behind[0].start), None)
    if powers is not None and owner and happened(words, at):
        yield _with_own_role(a, words[powers : at + 1], words[at], person_slot(owner))


def removed(
    a: Analysis, words: tuple[Token, ...], at: int, persons: list[Mention]
) -> Iterator[Appointment]:
    """`увольнение наставника сборной X`: between the noun at `at` and the person stands his
    position and nothing else.
    """
    if at and words[at - 1].lemma == "в" and words[at].lemma == "отставка":
        return  # `ушедшего в отставку X` is read by its verb
    if words[at].lemma == "освобождение" and not any(
        t.lemma in wordlist("appointments")["post"] for t in words[at:]
    ):
        return  # `освобождение заложника X`
    if words[at].lemma == "прекращение" and (
        at + 1 >= len(words) or words[at + 1].lemma != "полномочие"
    ):
        return  # `прекращение вражды X и Y`
    person = next((p for p in persons if p.start >= words[at].end), None)
    between = a.tokens_in(words[at].end, person.start) if person else ()
    if (
        person
        and len(between) <= _LONGEST_POSITION
        and all(t.pos in ("NOUN", "PROPN", "ADJ") and t.feats.get("Case") == "Gen" for t in between)
        and happened(words, at)
    ):
        yield _with_own_role(a, words[at : at + 1], words[at], person_slot(person))


_LONGEST_POSITION = 6


def _printed_in_nominative(person: Mention) -> bool:
    return set(person.text.lower().split()) <= set(person.name.lower().split())


def _pronoun(
    a: Analysis, words: tuple[Token, ...], at: int, others: AbstractSet[str | None] = frozenset()
) -> Slot | None:
    """`В отставку он ушёл`: the last person named of that gender, or the one whom the next sentence
    names (`Речь идёт о X`). `others` are people whom the pronoun does not mean.
    """
    token = next((t for t in words[max(0, at - 3) : at + 3] if t.text.lower() in _PRONOUNS), None)
    if token is None:
        return None
    gender = _PRONOUNS[token.text.lower()]
    before = (
        m.name
        for m in named_before(a, token.start)
        if m.end <= token.start and gender in genders(m.name) and m.name not in others
    )
    name = next(before, None) or _named_behind(a, words[-1].end, gender)
    return Slot(token.start, token.end, token.text, name) if name else None


def _named_behind(a: Analysis, offset: int, gender: str) -> str | None:
    """`Речь идёт о X` right behind the sentence."""
    behind = a.text[offset:].lstrip(" .\n")
    if not behind.lower().startswith(("речь идет о", "речь идёт о")):
        return None
    following = a.sentence_span(len(a.text) - len(behind))
    named = [m for m in a.mentions_in(following.start, following.end) if m.type == "person"]
    return named[0].name if named and gender in genders(named[0].name) else None


def _with_own_role(
    a: Analysis, around: tuple[Token, ...], verb: Token, person: Slot
) -> Appointment:
    """The dismissal with the person's own role as its position, where the text gives one."""
    standing = tuple(wordlist("appointments")["standing"])
    held = roles_of(a, person.name)
    known = [r for r in held if not r.position.text.lower().startswith(standing)]
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
