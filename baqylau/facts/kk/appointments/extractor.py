"""Appointments in a Kazakh text: `Ерлан Сатаев әкім болып тағайындалды`, `қызметінен босатылды`.

Comes in: an `Analysis`. Goes out: `Appointment`s. A clause needs a verb of `appointments.toml`, a
person, and a position or a post; the verb stands behind them, or as a participle before the person
(`қызметінен босатылған Мұса Сатаев`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.positions import Action, appointment, person_slot
from baqylau.facts.kk.appointments.succession import vacancy
from baqylau.facts.kk.roles.extractor import roles_of
from baqylau.facts.kk.words.nominal import case_of
from baqylau.facts.kk.words.positions import Position, position_before, position_name
from baqylau.lang.kk.speakers import listed as speaker_words
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.fact import Appointment, Mention, Slot
from baqylau.model.span import Span
from baqylau.model.words import Sentence, Token


@dataclass(frozen=True, slots=True)
class _Clause:
    """The words up to a verb, from the verb before it on, and who is named in them."""

    a: Analysis
    tokens: Sequence[Token]
    start: int
    verb: Span
    participle: bool

    @property
    def before(self) -> Sequence[Token]:
        return [t for t in self.tokens if self.start <= t.start and t.end <= self.verb.start]


@memoized
def appointments(analysis: Analysis) -> tuple[Appointment, ...]:
    """Every appointment of the text, in reading order."""
    found: list[Appointment] = []
    for sentence in analysis.sentences:
        text = analysis.text[sentence.start : sentence.end]
        if _any_verb().search(text) and not _is_unreal(text):
            found += _sentence(analysis, sentence, found)
    return tuple(found)


def extract(analysis: Analysis) -> Iterable[Appointment]:
    return appointments(analysis)


def _sentence(
    a: Analysis, sentence: Sentence, earlier: Sequence[Appointment]
) -> Iterator[Appointment]:
    known, tokens, start = list(earlier), a.words(sentence), sentence.start
    for found in _any_verb().finditer(a.text, sentence.start, sentence.end):
        verb = Span(*found.span())
        clause = _Clause(a, tokens, start, verb, _is_participle(found[0]))
        made = (
            _appointed(clause, found[0])
            or _dismissed(clause, found[0], known)
            or _succeeded(clause, found[0], known)
        )
        if made:
            known.append(made)
            yield made
            start = verb.end


def _appointed(clause: _Clause, verb: str) -> Appointment | None:
    """`X төраға болып сайланды`, `X-ты әкім етіп тағайындады`, `бас дәрігер лауазымына кірісті`"""
    active = _form("appointed_active").fullmatch(verb) is not None
    if not active and not _form("appointed", "took_office").fullmatch(verb):
        return None
    before = clause.before
    at = next((i for i in range(len(before) - 1, 0, -1) if _leads_to_verb(before[i])), None)
    position = position_before(clause.a, before, at) if at is not None else None
    if at is None or position is None or not position.sure or _is_no_office(before, position):
        return None
    if _form("took_office").fullmatch(verb) and before[at].text.lower() in _listed("as"):
        return None  # `директор болып келді`
    person = _person(clause, "accusative" if active else None)
    if person is None:
        return None
    rule = "kk.appointed_by" if active else "kk.appointed"
    return _made(clause, "appointed", person, before, position, rule, 0.86)


def _dismissed(clause: _Clause, verb: str, earlier: Sequence[Appointment]) -> Appointment | None:
    """`X министр қызметінен босатылды`, `өкілеттігі тоқтатылды`, `отставкаға кетті`"""
    before = clause.before
    alone = _form("dismissed_alone").fullmatch(verb) is not None
    active = _form("dismissed_active").fullmatch(verb) is not None
    at = next(
        (i for i in range(len(before) - 1, -1, -1) if before[i].text.lower() in _listed("out_of")),
        None,
    )
    if at and before[at - 1].text.lower() in _listed("scenes"):
        at = None
    powers = _form("ended").fullmatch(verb) is not None
    if powers:
        at = next((i for i, t in enumerate(before) if t.text.lower() in _listed("powers")), None)
    if at is None and not alone:
        return None
    if not alone and not _form("dismissed", "dismissed_active", "ended").fullmatch(verb):
        return None
    position = position_before(clause.a, before, at) if at is not None else None
    wanted = "genitive" if powers else "accusative" if active else None
    person = _person(clause, wanted)
    if person is None:
        return None
    if position is not None and position.sure:
        return _made(clause, "dismissed", person, before, position, "kk.dismissed_from", 0.86)
    return _left_post(clause, person, before, at, earlier)


def _succeeded(clause: _Clause, verb: str, earlier: Sequence[Appointment]) -> Appointment | None:
    """`Оның орнына Мұрат Сәрсенбаев тағайындалды`: the post of the one who left."""
    active = _form("appointed_active").fullmatch(verb) is not None
    if not active and not _form("appointed", "took_office").fullmatch(verb):
        return None
    found = vacancy(clause.before, earlier)
    person = _person(clause, "accusative" if active else None) if found else None
    if found is None or person is None or person.name == found[1].person.name:
        return None
    return appointment(
        clause.a,
        "appointed",
        person,
        "kk.successor",
        0.78,
        words=[found[0], clause.verb],
        position=found[1].position,
        organization=found[1].organization,
    )


def _left_post(
    clause: _Clause,
    person: Slot,
    before: Sequence[Token],
    at: int | None,
    earlier: Sequence[Appointment],
) -> Appointment:
    """`Самат Ешімұлы осы лауазымнан босатылды`: the office that the text named last, or the
    person's own role.
    """
    spans = [clause.verb]
    post = before[at] if at is not None else None
    if post is not None:
        spans.append(Span(post.start, post.end))
    same = at is not None and at > 0 and before[at - 1].text.lower() in _listed("same_post")
    if (same or clause.participle) and earlier:
        last = earlier[-1]
        return appointment(
            clause.a,
            "dismissed",
            person,
            "kk.left_same_post",
            0.75,
            words=spans,
            position=last.position,
            organization=last.organization,
        )
    known = roles_of(clause.a, person.name)
    own = next((r for r in known if r.person.start == person.start), None) or next(
        iter(known), None
    )
    if own and own.person.start == person.start:
        spans.append(Span(own.position.start, own.position.end))
    return appointment(
        clause.a,
        "dismissed",
        person,
        "kk.left_post",
        0.78 if own else 0.68,
        words=spans,
        position=own.position if own else None,
        organization=own.organization if own else None,
    )


def _made(
    clause: _Clause,
    action: Action,
    person: Slot,
    before: Sequence[Token],
    position: Position,
    rule: str,
    confidence: float,
) -> Appointment:
    words = before[position.first : position.last]
    slot = clause.a.slot(words[0].start, words[-1].end, position_name(before, position))
    return appointment(
        clause.a,
        action,
        person,
        rule,
        confidence,
        words=[clause.verb, Span(slot.start, slot.end)],
        position=slot,
        organization=position.organization or _locative_organization(clause, words[0].start),
    )


def _locative_organization(clause: _Clause, until: int) -> Slot | None:
    """`«Дала» ҰК-да … төраға болып тағайындалды`: the institution in which it happens."""
    sentence = clause.a.sentence_span(clause.verb.start)
    inside = [
        m
        for m in clause.a.mentions_in(sentence.start, until)
        if (m.type == "organization" and case_of(m.text) == "locative") or m.text.endswith(_IN)
    ]
    last = next((m for m in reversed(inside) if m.type == "organization"), None)
    return Slot(last.start, last.end, last.text, last.name) if last else None


_IN = ("-да", "-де", "-та", "-те")


def _person(clause: _Clause, case: str | None) -> Slot | None:
    """The one who gets or leaves the post: behind a participle, else the last person before the
    verb in this case (None: the nominative), else the one whom `ол` means.
    """
    behind = _right_behind(clause) if clause.participle else None
    if behind:
        return person_slot(behind)
    named = [
        m
        for m in clause.a.mentions_in(clause.start, clause.verb.start)
        if m.type == "person" and _case_of_name(m) == case
    ]
    if named:
        return person_slot(named[-1])
    return _pronoun(clause) if case is None else None


def _case_of_name(person: Mention) -> str | None:
    """Of a name the printed word beside its nominative says the case."""
    printed, name = person.text.split()[-1], person.name.split()[-1]
    return None if printed.endswith(name) else case_of(person.text) or "unknown"


def _right_behind(clause: _Clause) -> Mention | None:
    found = next(
        (t for t in clause.tokens if t.start >= clause.verb.end and t.text[0].isupper()), None
    )
    mention = clause.a.mention_at(found.start) if found else None
    near = mention is not None and mention.start - clause.verb.end < _NEAR
    return mention if mention and near and mention.type == "person" else None


_NEAR = 40  # characters from the participle to the name: an office of three words


def _pronoun(clause: _Clause) -> Slot | None:
    """`Ол министр болып тағайындалды`: the last person named before, if only one is in reach."""
    token = next((t for t in clause.before if t.text.lower() in speaker_words("pronouns")), None)
    if token is None or token.text.lower() != clause.a.text[token.start : token.end].lower():
        return None
    sentence = clause.a.sentence_at(token.start)
    earlier = clause.a.sentence_at(max(0, sentence.start - 2))
    names = {m.name for m in clause.a.mentions_in(earlier.start, token.start) if m.type == "person"}
    if len(names) != 1 or earlier.start == sentence.start:
        return None
    return Slot(token.start, token.end, token.text, names.pop())


def _leads_to_verb(token: Token) -> bool:
    low = token.text.lower()
    return low in _listed("as") or low in _listed("into")


def _is_no_office(tokens: Sequence[Token], position: Position) -> bool:
    low = tokens[position.last - 1].text.lower()
    return low.startswith(tuple(_listed("no_election")))


def _is_participle(verb: str) -> bool:
    return verb.endswith(("ған", "ген", "қан", "кен"))


def _is_unreal(text: str) -> bool:
    return _unreal().search(text.lower()) is not None


@cache
def _unreal() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _listed('unreal')))})\w*")


@cache
def _listed(key: str) -> tuple[str, ...]:
    return tuple(wordlist("appointments")[key])


@cache
def _form(*keys: str) -> re.Pattern[str]:
    """The finite forms, participles and converbs of the verbs in these lists."""
    stems = sorted((s for k in keys for s in _listed(k)), key=len, reverse=True)
    endings = sorted(_listed("endings"), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(stems)})(?:{'|'.join(endings)})(?!\w)")


@cache
def _any_verb() -> re.Pattern[str]:
    return _form(
        "appointed",
        "appointed_active",
        "took_office",
        "dismissed_alone",
        "dismissed",
        "dismissed_active",
        "ended",
    )
