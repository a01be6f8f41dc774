"""Who was appointed to what, and who left it.

Comes in: an `Analysis`. Goes out: `Appointment`s. A sentence needs a verb of `appointments.toml`, a person and a position;
a position that belongs to the person anyway (`Аким города Х снят с должности`) serves for a dismissal.
"""

from collections.abc import Iterable, Iterator

from baqylau.facts.analysis import Analysis
from baqylau.facts.russian.roles import position_name, roles_of, slot_of
from baqylau.lang.ru.positions import group, is_position
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Appointment, Mention, Slot
from baqylau.model.words import Sentence, Token


def extract(analysis: Analysis) -> Iterable[Appointment]:
    for sentence in analysis.sentences:
        yield from _sentence(analysis, sentence)


def _sentence(a: Analysis, sentence: Sentence) -> Iterator[Appointment]:
    words = a.words(sentence)
    persons = [m for m in a.mentions_in(sentence.start, sentence.end) if m.type == "person"]
    data = wordlist("appointments")
    if not persons:
        return
    for at, token in enumerate(words):
        if token.pos not in ("VERB", "ADJ"):
            continue
        if token.lemma in data["appointed"] or token.lemma in data["became"]:
            yield from _appointed(a, words, at, persons)
        elif token.lemma in data["took"]:
            yield from _took(a, words, at, persons)
        elif token.lemma in data["dismissed"] or token.lemma in data["left"]:
            yield from _dismissed(a, words, at, persons)


def _appointed(a: Analysis, words: tuple[Token, ...], at: int, persons: list[Mention]) -> Iterator[Appointment]:
    """The position stands in the instrumental, or behind `на пост`, `на должность`."""
    near = [i for i, t in enumerate(words) if abs(i - at) < _REACH and _office(t) and t.feats.get("Case") == "Ins"]
    head = next((i for i in near if not (i and words[i - 1].pos == "ADP")), None)
    post = next((i for i in range(len(words) - 1) if words[i].lemma in wordlist("appointments")["post"]), None)
    if head is None and post is not None:
        head = next((i for i in range(post + 1, min(post + 3, len(words))) if _office(words[i]) and words[i].feats.get("Case") == "Gen"), None)
    if head is None:
        return
    if words[at].lemma in wordlist("appointments")["became"] and not _is_office(words[head]):
        return
    person = _nearest(a, words[at], [p for p in persons if not _inside(p, words[head])], _cases(words[at]))
    if person:
        yield _fact(a, words, head, at, person, "appointed", "ru.appointed", 0.86)


_REACH = 14  # words between the verb and the position


def _office(token: Token) -> bool:
    return token.pos in ("NOUN", "PROPN") and is_position(token.lemma)


def _cases(verb: Token) -> set[str]:
    """`назначен Х` takes the nominative, `назначили Х` the accusative."""
    passive = verb.feats.get("Voice") == "Pass" or verb.feats.get("Variant") == "Short" or verb.lemma in wordlist("appointments")["became"]
    return {"Nom"} if passive else {"Acc", "Gen"}


def _is_office(token: Token) -> bool:
    """One becomes a champion or the leader of a race without being appointed."""
    return group(token.lemma) in ("leader", "law", "people") and token.lemma not in wordlist("appointments")["no_office"]


def _nearest(a: Analysis, verb: Token, persons: list[Mention], wanted: set[str]) -> Mention | None:
    """The person nearest to the verb whose words may stand in the wanted case."""
    fitting = [p for p in persons if a.tokens_in(p.start, p.end)[0].feats.get("Case", "Nom") in wanted | {None}]
    return min(fitting, key=lambda p: min(abs(p.start - verb.end), abs(verb.start - p.end)), default=None)


def _inside(person: Mention, token: Token) -> bool:
    return person.start <= token.start < person.end


def _took(a: Analysis, words: tuple[Token, ...], at: int, persons: list[Mention]) -> Iterator[Appointment]:
    """`возглавила департамент`, `должность прокурора занял`"""
    data = wordlist("appointments")
    post = next((i for i, t in enumerate(words) if t.lemma in data["post"]), None)
    person = _nearest(a, words[at], persons, {"Nom"})
    if person is None:
        return
    if post is not None:
        head = next((i for i in range(post + 1, min(post + 3, len(words))) if _office(words[i])), None)
        if head is not None:
            yield _fact(a, words, head, at, person, "appointed", "ru.took_post", 0.82)
    elif words[at].lemma == "возглавить":
        led = next((i for i in range(len(words)) if 0 < abs(i - at) < 4 and words[i].lemma in _LED), None)
        if led is not None:
            yield _fact(a, words, at, led, person, "appointed", "ru.headed", 0.74)


_LED = frozenset({
    "департамент", "управление", "министерство", "комитет", "компания", "команда", "сборная", "агентство", "банк", "фонд", "холдинг", "клуб",
    "федерация", "университет", "совет", "партия", "комиссия", "администрация", "акимат", "район", "область", "центр", "институт", "театр",
})  # fmt: skip


def _dismissed(a: Analysis, words: tuple[Token, ...], at: int, persons: list[Mention]) -> Iterator[Appointment]:
    data = wordlist("appointments")
    posted = any(t.lemma in data["post"] for t in words[max(0, at - 4) : at + 6])
    if not posted and words[at].lemma not in data["enough"]:
        return
    person = _nearest(a, words[at], persons, {"Nom", "Acc", "Gen"})
    if person is None:
        return
    head = next((i for i in range(at + 1, min(at + 7, len(words))) if _office(words[i]) and words[i].feats.get("Case") == "Gen"), None)
    if head is not None:
        yield _fact(a, words, head, at, person, "dismissed", "ru.dismissed_from", 0.86)
        return
    known = roles_of(a, person.name)
    role = next((r for r in known if r.person.start == person.start), None) or next(iter(known), None)
    if role:
        end = max(words[at].end, person.end)
        start = min(words[at].start, person.start, role.position.start if role.person.start == person.start else person.start)
        tail = next((t.end for t in words[at : at + 6] if t.lemma in data["post"]), end)
        yield Appointment(
            start=start,
            end=max(end, tail),
            text=a.text[start : max(end, tail)],
            sentence=a.sentence_span(person.start),
            confidence=0.82,
            rule="ru.left_post",
            action="dismissed",
            person=Slot(person.start, person.end, person.text, person.name),
            position=role.position,
            organization=role.organization,
        )


def _fact(a: Analysis, words: tuple[Token, ...], head: int, verb: int, person: Mention, action: str, rule: str, confidence: float) -> Appointment:
    last = head
    while last + 1 < len(words) and words[last + 1].feats.get("Case") == "Gen" and words[last + 1].pos in ("NOUN", "PROPN", "ADJ"):
        last += 1
    organization = next((m for m in a.mentions_in(words[head].start, words[last].end) if m.type == "organization"), None)
    ends = [t for t in words[head : last + 1] if organization is None or t.end <= organization.start] or [words[head]]
    first = head
    while first and words[first - 1].pos == "ADJ" and words[first - 1].feats.get("Case") == words[head].feats.get("Case"):
        first -= 1
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
        action="appointed" if action == "appointed" else "dismissed",
        person=Slot(person.start, person.end, person.text, person.name),
        position=Slot(ends[0].start, ends[-1].end, a.text[ends[0].start : ends[-1].end], position_name(a.text, position[-len(ends) :])),
        organization=slot_of(organization),
    )
