"""Roles in a Kazakh text: a position right before a name (`облыс әкімі Қ. Сатаев`), or behind it
between marks (`Асқар Ілиясов, зауыт директоры, …`), or by a verb of holding it.

Comes in: an `Analysis`. Goes out: `Role`s.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.positions import role as role_fact
from baqylau.facts.kk.roles.several import outer_position, shared_position
from baqylau.facts.kk.words.nominal import case_of, is_verbal
from baqylau.facts.kk.words.positions import Position, position_before, position_name
from baqylau.lang.kk.offices import holder
from baqylau.lang.kk.positions import words
from baqylau.lang.kk.speakers import listed
from baqylau.lang.kk.verb_forms import passive
from baqylau.model.fact import Mention, Role
from baqylau.model.words import Token

_LONGEST_BEHIND = 8  # words of a position behind a name
_STOPS = frozenset({",", ".", ";", ":", "–", "—", "-", "(", ")"})


@memoized
def roles(analysis: Analysis) -> tuple[Role, ...]:
    """Every role of the text; most mentions of a person have one at most."""
    found: list[Role] = []
    for person in analysis.mentions:
        if person.type == "person":
            before = _before(analysis, person)
            role = before or _behind(analysis, person) or _held(analysis, person)
            role = role or _shared(analysis, person)
            outer = _outer(analysis, person) if before else None
            found += [r for r in (outer, role) if r]
    return tuple(sorted((*found, *_held_by_pronoun(analysis)), key=lambda r: r.start))


def extract(analysis: Analysis) -> Iterable[Role]:
    return roles(analysis)


def roles_of(analysis: Analysis, name: str | None) -> tuple[Role, ...]:
    """The roles of one person in reading order."""
    return tuple(r for r in roles(analysis) if r.person.name == name)


def _before(a: Analysis, person: Mention) -> Role | None:
    """`баспасөз хатшысы Жұлдыз Меңдібай`, `бөлім басшысы м.а. Асылбек Нұғманов`"""
    sentence = a.sentence_at(person.start)
    acting = _ACTING.search(a.text, max(sentence.start, person.start - _ACTS), person.start)
    until = acting.start() if acting else person.start
    tokens = [t for t in a.words(sentence) if t.end <= until]
    position = position_before(a, tokens, len(tokens))
    if position is None or _is_subject_before(a, person, tokens, position):
        return None
    return _role(a, person, tokens, position, "kk.position_before_person", 0.85)


_ACTING = re.compile(r"\sм\.\s?[ау]\.\s$")
_ACTS = 8  # characters of `м.а.` with its spaces


def _outer(a: Analysis, person: Mention) -> Role | None:
    """`«Дала» партиясының төрағасы, облыс әкімі Асқар Бекен`: the first of two positions."""
    tokens = [t for t in a.words(a.sentence_at(person.start)) if t.end <= person.start]
    inner = position_before(a, tokens, len(tokens))
    outer = outer_position(a, tokens, inner) if inner else None
    return _role(a, person, tokens, outer, "kk.position_before_person", 0.8) if outer else None


def _shared(a: Analysis, person: Mention) -> Role | None:
    """`депутаттар Асан Үсенов пен Болат Сейітов`"""
    words = a.words(a.sentence_at(person.start))
    tokens = [t for t in words if t.end <= person.start]
    shared = shared_position(a, person, tokens, [t for t in words if t.start >= person.end])
    if shared is None:
        return None
    position, name = shared
    own = tokens[position.first : position.last]
    return role_fact(
        a,
        person,
        a.slot(own[0].start, own[-1].end, name),
        SHARED,
        0.75,
        organization=position.organization,
        place=position.place,
    )


SHARED = "kk.position_of_several"
"""The rule of a position that stands before several names."""


def _is_subject_before(
    a: Analysis, person: Mention, tokens: Sequence[Token], position: Position
) -> bool:
    """`Мемлекет басшысы Елена Рыбакинаны құттықтады`: the bare title that begins the clause is the
    subject, and the person its object; in `Министр Асан Серіковке сөгіс берілді` it is his.
    """
    if position.organization or position.place or person.text == person.name:
        return False
    first = tokens[position.first]
    before = [t.text.lower() for t in tokens[: position.first] if t.text not in _STOPS]
    begins = all(x in listed("openers") or x in listed("lead_ins") for x in before)
    if not begins or not first.text[0].isupper() or case_of(tokens[-1].text) is not None:
        return False
    case = case_of(person.text.split()[-1])
    rest = a.text[person.end : a.sentence_at(person.start).end].split(",")[0]
    spoken_of = passive().search(rest.rstrip(" .!?…")) is not None
    return (
        case in ("accusative", "dative")
        and not spoken_of
        and not _holds_it(a, person, tokens, first.start)
    )


def _holds_it(a: Analysis, person: Mention, tokens: Sequence[Token], first: int) -> bool:
    """Whether the table of offices says so, or the text elsewhere of the person in the
    nominative.
    """
    day = a.source.published
    known = day and person.name == holder(a.text[first : tokens[-1].end].lower(), day.date())
    return bool(known) or (person.name, tokens[-1].text) in _titled(a)


@memoized
def _titled(analysis: Analysis) -> frozenset[tuple[str, str]]:
    """Each person named in the nominative, with the word before the name."""
    found = (m for m in analysis.mentions if m.type == "person" and m.text == m.name)
    before = ((m.name, analysis.text[max(0, m.start - _TITLE) : m.start].split()) for m in found)
    return frozenset((name, words[-1]) for name, words in before if words)


_TITLE = 40  # characters


def _behind(a: Analysis, person: Mention) -> Role | None:
    """`Асқар Ілиясов, зауыт директоры:` and `Асқар Ілиясов – зауыт директоры.`: nothing but the
    position stands between two marks.
    """
    rest = [t for t in a.words(a.sentence_at(person.start)) if t.start >= person.end]
    if len(rest) < 2 or rest[0].text not in (",", "–", "—", "("):
        return None
    end = next((i for i, t in enumerate(rest[1:], 1) if t.text in _STOPS), None)
    if end is None or end > _LONGEST_BEHIND:
        return None
    position = position_before(a, rest, end)
    if position is None or not position.sure or position.start(rest) > rest[1].start:
        return None
    if rest[0].text == rest[end].text == "," and _leads_to_another(a, rest, end):
        return None
    return _role(a, person, rest, position, "kk.position_behind_person", 0.7)


def _leads_to_another(a: Analysis, rest: Sequence[Token], comma: int) -> bool:
    """`Д. Қыдырәлі, институт директоры, профессор Е. Қажыбек`: a list of people, each behind his
    positions.
    """
    for token in rest[comma + 1 : comma + _LONGEST_BEHIND + 4]:
        mention = a.mention_at(token.start)
        if mention and mention.type == "person":
            return token is not rest[comma + 1]
        if is_verbal(token.text.lower()):
            return False
    return False


def _held(a: Analysis, person: Mention) -> Role | None:
    """`Асан Үсенов зауыт директоры болып жұмыс істейді`, `2019 жылдан бері әкім қызметін атқарады`:
    the name is the subject.
    """
    if person.text != person.name:
        return None
    sentence = a.sentence_at(person.start)
    verb = _holding().search(a.text, person.end, sentence.end)
    if verb is None or any(m.type == "person" for m in a.mentions_in(person.end, verb.start())):
        return None
    tokens = [t for t in a.words(sentence) if person.end <= t.start and t.end <= verb.start()]
    position = position_before(a, tokens, len(tokens))
    if position is None or not position.sure or any(t.text in _STOPS for t in tokens):
        return None
    return _role(a, person, tokens, position, "kk.held", 0.75)


def _held_by_pronoun(a: Analysis) -> Iterator[Role]:
    """`Бұған дейін ол зауыт директоры болған`: the only person named in this sentence and the one
    before it.
    """
    for sentence in a.sentences:
        verb = _holding().search(a.text, sentence.start, sentence.end)
        if verb is None:
            continue
        tokens = [t for t in a.words(sentence) if t.end <= verb.start()]
        at = next((i for i, t in enumerate(tokens) if t.text.lower() == _PRONOUN), None)
        if at is None:
            continue
        name = _named_before(a, tokens[at])
        rest = tokens[at + 1 :]
        position = position_before(a, rest, len(rest))
        if name is None or position is None or not position.sure:
            continue
        if any(t.text in _STOPS - {"-"} for t in rest):
            continue
        pronoun = Mention("person", tokens[at].start, tokens[at].end, tokens[at].text, name)
        yield _role(a, pronoun, rest, position, "kk.held", 0.7)


_PRONOUN = min(listed("pronouns"), key=len)  # ол


def _named_before(a: Analysis, pronoun: Token) -> str | None:
    """The subject named last in this sentence, else the only person of the sentence before."""
    sentence = a.sentence_at(pronoun.start)
    for start in (sentence.start, a.sentence_at(max(0, sentence.start - 2)).start):
        people = [m for m in a.mentions_in(start, pronoun.start) if m.type == "person"]
        if people:
            return people[0].name if len({m.name for m in people}) == 1 else None
    return None


@cache
def _holding() -> re.Pattern[str]:
    phrases = sorted(words("holding"), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")


def _role(
    a: Analysis,
    person: Mention,
    tokens: Sequence[Token],
    position: Position,
    rule: str,
    confidence: float,
) -> Role:
    own = tokens[position.first : position.last]
    return role_fact(
        a,
        person,
        a.slot(own[0].start, own[-1].end, position_name(tokens, position)),
        rule,
        confidence if position.sure else confidence - 0.2,
        organization=position.organization,
        place=position.place,
    )
