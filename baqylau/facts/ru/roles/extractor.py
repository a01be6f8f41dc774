"""Roles: a person with a position, and the organization or place that it belongs to.

Comes in: an `Analysis`. Goes out: `Role`s by three rules: the position before the name
(`ru.before`), after it behind a comma (`ru.after`), and behind a dash (`ru.dash`). The span of a
position is its head noun with the attributes before it and the genitives behind it, up to an
organization or the name.
"""

import itertools
from collections.abc import Iterable

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.ru.roles.acting import acting_words, nominative_acting
from baqylau.facts.ru.roles.held import held, led, printed_as_named
from baqylau.lang.ru.lemmas import may_be, readings
from baqylau.lang.ru.nominative import phrase
from baqylau.lang.ru.positions import group, is_position
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Mention, Role, Slot
from baqylau.model.words import Token

_LONGEST = 18  # tokens between a head noun and the name it belongs to
_INSIDE = frozenset('«»"“”')


@memoized
def roles(analysis: Analysis) -> tuple[Role, ...]:
    """Every role of the text, one for each mention of a person. Cached, since quotes read them
    again.
    """
    found: list[Role] = []
    for person in (m for m in analysis.mentions if m.type == "person"):
        for rule in (_before, _after, _dash, _held, _led):
            role = rule(analysis, person)
            if role:
                found.append(role)
                break
    return tuple(found)


@memoized
def _by_name(analysis: Analysis) -> dict[str | None, tuple[Role, ...]]:
    found: dict[str | None, tuple[Role, ...]] = {}
    for role in roles(analysis):
        found[role.person.name] = (*found.get(role.person.name, ())[:_ROLES_KEPT], role)
    return found


_ROLES_KEPT = 20  # roles remembered of one person; a longer list is a table


def roles_of(analysis: Analysis, name: str | None) -> tuple[Role, ...]:
    """The roles of one person in reading order."""
    return _by_name(analysis).get(name, ())


def role_name(analysis: Analysis, name: str | None) -> str | None:
    """The first position of one person that has a name."""
    return next((r.position.name for r in roles_of(analysis, name)), None)


def extract(analysis: Analysis) -> Iterable[Role]:
    return roles(analysis)


def _before(a: Analysis, person: Mention) -> Role | None:
    sentence = a.sentence_at(person.start)
    tokens = [t for t in a.words(sentence) if t.end <= person.start]
    head = _head_before(a, tokens)
    if head is not None and _serves(a, tokens[head], person):
        head = _inner_office(tokens, head)
    if head is None:
        return None
    first = _with_attributes(tokens, head)
    if (
        first
        and _is_kin(tokens[first - 1])
        and printed_as_named(person)
        and _case(a, person) != "Gen"
    ):
        return None  # `сын акима Бекзат Туржан`: the office is the father's
    return _role(a, person, tokens[first:], "ru.before", 0.88)


def _head_before(a: Analysis, tokens: list[Token]) -> int | None:
    """The index of the leftmost head noun of the unbroken phrase that ends at the name."""
    found = None
    case = None
    for i in range(len(tokens) - 1, max(-1, len(tokens) - _LONGEST), -1):
        token = tokens[i]
        if _named(a, token):
            continue
        if (
            token.pos in _BREAKING
            or _is_kin(token)
            or token.lemma in wordlist("positions")["bare_post"]
            or (token.pos == "PUNCT" and token.text not in _CHAIN)
            or _in_person(a, token)
        ):
            break
        if _is_office(token) or (
            found is None and _is_living(token) and not a.mention_at(token.start)
        ):
            if found is None or _governs(tokens, i, found, case):
                found, case = i, token.feats.get("Case")
            else:
                break
        elif (
            token.pos == "ADP"
            and token.lemma not in ("по", "в", "на", "при", "из", "от")
            and not any(t.lemma in _STANDING for t in tokens[i + 1 : i + 4])
        ):
            break
    return found if found is not None and _reaches(tokens, found) else None


def _serves(a: Analysis, head: Token, person: Mention) -> bool:
    """`представитель Лусии Гомес`, `приятель Джамала Царева`: a noun in the nominative and a name
    in the genitive are two people.
    """
    data = wordlist("positions")
    if head.lemma in data["relations"]:
        return True
    oblique = not printed_as_named(person)
    case = _case(a, person)
    if head.feats.get("Case") == "Nom" and not may_be(head.text, "gent"):
        return oblique and (case != "Nom" or head.lemma in data["serving"])
    return oblique and case == "Gen" and head.feats.get("Case") in ("Dat", "Ins", "Loc")


def _inner_office(tokens: list[Token], head: int) -> int | None:
    """`советник вице-губернатора X`: the office in the genitive is that of X."""
    return next(
        (
            i
            for i in range(head + 1, len(tokens))
            if _is_office(tokens[i]) and tokens[i].feats.get("Case") == "Gen"
        ),
        None,
    )


_STANDING = frozenset({"стаж", "опыт"})  # педиатр с тридцатилетним стажем
_BREAKING = frozenset({"VERB", "AUX", "SCONJ", "PRON"})
_CHAIN = frozenset('«»"“”,-–—')


def _is_office(token: Token) -> bool:
    return token.pos in ("NOUN", "PROPN") and is_position(token.lemma)


def _is_kin(token: Token) -> bool:
    """`детективами полиции родного брата X`: a word for a relative is no position."""
    return token.pos == "NOUN" and token.lemma in wordlist("positions")["kin"]


def _is_living(token: Token) -> bool:
    """`переводчица`, `тракторист`: any word for a person may be a position, except words for
    relatives, peoples and the like.
    """
    if (
        token.pos != "NOUN"
        or token.feats.get("Animacy") != "Anim"
        or not token.text[1:].islower()
        or token.feats.get("Number") == "Plur"
    ):
        return False
    data = wordlist("positions")
    return token.lemma not in (
        *data["no_position"],
        *data["relations"],
    ) and not token.lemma.endswith(_PEOPLES)


_PEOPLES = (
    "анец",
    "инец",
    "иец",
    "лиец",
    "янин",
    "анин",
    "анка",
    "янка",
    "инка",
    "ец-казах",
)  # казахстанец, россиянин, алматинка


def _in_person(a: Analysis, token: Token) -> bool:
    mention = a.mention_at(token.start)
    return mention is not None and mention.type == "person"


def _named(a: Analysis, token: Token) -> bool:
    """The noun is part of an organization's name (`Министерство`, `Центр`), no position."""
    mention = a.mention_at(token.start)
    return (
        mention is not None
        and mention.type == "organization"
        and mention.end - mention.start > len(token.text)
    )


def _governs(tokens: list[Token], left: int, right: int, case: str | None) -> bool:
    """`заместитель` governs the genitive `акима` right after it; `– министр` stands beside, in the
    same case.
    """
    between = tokens[left + 1 : right]
    if any(t.text in ("–", "—", "-") for t in between):
        return True
    if group(tokens[right].lemma) == "law" and tokens[left].feats.get("Case") == case and between:
        return all(
            t.feats.get("Case") == "Gen" for t in between
        )  # начальник департамента полиции полковник
    return case in ("Gen", None) and not any(
        t.pos == "PUNCT" and t.text not in _INSIDE for t in between
    )


def _reaches(tokens: list[Token], head: int) -> bool:
    """Whether only genitives of the head, its organization and marks stand between the head and the
    name; a comma must have its pair.
    """
    rest = tokens[head + 1 :]
    if sum(t.text == "," for t in rest) % 2 and not any(t.lemma == "и" for t in rest):
        return False
    return all(t.pos in _NOMINAL or t.text[0].isupper() or t.text[0].isdigit() for t in rest)


_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "ADP", "CCONJ", "PUNCT", "NUM", "DET", "X"})


def _with_attributes(tokens: list[Token], head: int) -> int:
    """`генеральный`, `первый заместитель`, `бывший`, `и.о.`: the index of the first adjective that
    agrees with the head; these belong to the span.
    """
    first = head
    while first and _belongs(tokens[first - 1], tokens[head]):
        first -= 1
    if first and tokens[first - 1].lemma in wordlist("positions")["attributes"]:
        first -= 1
    return first - acting_words(tokens[:first])


def _belongs(adjective: Token, head: Token) -> bool:
    """`генеральный` belongs to the position, `19-летний` does not."""
    return (
        adjective.pos == "ADJ"
        and _one_case(adjective.feats.get("Case"), head.feats.get("Case"))
        and not adjective.text[0].isdigit()
    )


def _one_case(one: str | None, other: str | None) -> bool:
    """The accusative of a person has the form of the genitive: `принял генерального директора`."""
    return one == other or {one, other} == {"Acc", "Gen"}


def _after(a: Analysis, person: Mention) -> Role | None:
    """`Александр Белов, директор завода «Тулпар», …`"""
    rest = [t for t in a.words(a.sentence_at(person.start)) if t.start >= person.end]
    if not rest or rest[0].text != ",":
        return None
    return _following(a, person, rest[1:], "ru.after", 0.86)


def _dash(a: Analysis, person: Mention) -> Role | None:
    """`Асель Омарова – педиатр`"""
    rest = [t for t in a.words(a.sentence_at(person.start)) if t.start >= person.end]
    if not rest or rest[0].text not in ("–", "—", "-"):
        return None
    return _following(a, person, rest[1:], "ru.dash", 0.7)


def _held(a: Analysis, person: Mention) -> Role | None:
    """`Смаилов занимает должность первого вице-премьера`"""
    words = held(a, person)
    return _role(a, person, words, "ru.held", 0.78) if words else None


def _led(a: Analysis, person: Mention) -> Role | None:
    """`X руководит ТОО «Нива»`: the verb stands for the position."""
    found = led(a, person)
    if found is None:
        return None
    verb, organization = found
    return Role(
        start=person.start,
        end=organization.end,
        text=a.text[person.start : organization.end],
        sentence=a.sentence_span(person.start),
        confidence=0.75,
        rule="ru.led",
        person=Slot(person.start, person.end, person.text, person.name),
        position=Slot(verb.start, verb.end, verb.text, "руководитель"),
        organization=slot_of(organization),
        place=None,
    )


def _following(
    a: Analysis, person: Mention, rest: list[Token], rule: str, confidence: float
) -> Role | None:
    head = next(
        (i for i, t in enumerate(rest[:4]) if t.pos == "NOUN" and is_position(t.lemma)), None
    )
    if (
        head is None
        or not all(t.pos in ("ADJ", "NOUN") for t in rest[:head])
        or rest[head].feats.get("Case") not in (None, "Nom", _case(a, person))
    ):
        return None
    end = _apposition_end(rest, head + 1)
    while _list_goes_on(rest, end):
        end = _apposition_end(rest, end + 1)
    if any(_in_person(a, t) for t in rest[head:end]):
        return None  # `Коллега X, биолог Y, добавляет`
    return _role(a, person, rest[:end], rule, confidence)


def _apposition_end(rest: list[Token], at: int) -> int:
    return next(
        (
            i
            for i in range(at, len(rest))
            if rest[i].text in _STOPS or rest[i].pos in ("VERB", "AUX", "SCONJ")
        ),
        len(rest),
    )


_STOPS = frozenset({",", ".", ";", ":", "(", "–", "—"})


def _list_goes_on(rest: list[Token], comma: int) -> bool:
    """`…образовательных, деловых и общественных связей`: after the comma comes another genitive,
    and soon an `и`.
    """
    after = rest[comma + 1 : comma + 6]
    if not after or rest[comma].text != ",":
        return False
    return after[0].feats.get("Case") == "Gen" and any(t.lemma == "и" for t in after)


def _case(a: Analysis, person: Mention) -> str | None:
    words = a.tokens_in(person.start, person.end)
    return words[0].feats.get("Case") if words else None


def _role(
    a: Analysis, person: Mention, words: list[Token], rule: str, confidence: float
) -> Role | None:
    start, end = words[0].start, words[-1].end
    organization = next((m for m in a.mentions_in(start, end) if m.type == "organization"), None)
    place = next((m for m in a.mentions_in(start, end) if m.type == "place"), None)
    cut = organization.start if organization else end
    standing = next(
        (
            t.start
            for t, n in itertools.pairwise(words)
            if t.lemma == "с" and n.pos in ("ADJ", "NOUN")
        ),
        cut,
    )
    position = [t for t in words if t.end <= min(cut, standing)]
    while position and (
        position[-1].text in _CHAIN
        or position[-1].pos in ("ADP", "CCONJ")
        or position[-1].text[0].isdigit()
    ):
        position.pop()  # `комик 42-летний X`: an age is no part of it
    while (
        position
        and organization
        and position[-1].lemma in wordlist("organizations")["kinds"]
        and len(position) > 1
    ):
        position.pop()
        while len(position) > 1 and position[-1].pos == "ADJ":
            position.pop()  # `экономист исследовательской группы «X»`
    if not position:
        return None
    whole_start, whole_end = min(start, person.start), max(end, person.end)
    slot = Slot(
        position[0].start,
        position[-1].end,
        a.text[position[0].start : position[-1].end],
        position_name(a.text, position),
    )
    return Role(
        start=whole_start,
        end=whole_end,
        text=a.text[whole_start:whole_end],
        sentence=a.sentence_span(person.start),
        confidence=confidence,
        rule=rule,
        person=Slot(person.start, person.end, person.text, person.name),
        position=slot,
        organization=slot_of(organization),
        place=slot_of(place),
    )


def slot_of(mention: Mention | None) -> Slot | None:
    return None if mention is None else Slot(mention.start, mention.end, mention.text, mention.name)


def position_name(text: str, words: list[Token]) -> str:
    """The position in the nominative, without the capital letter of a sentence's beginning."""
    acting = nominative_acting(text, words)
    if acting:
        return acting
    second = _second_position(words)
    if second:
        first = position_name(text, words[: second - 1])
        return f"{first} {words[second - 1].text} {position_name(text, words[second:])}"
    start = words[0].start
    moved = [Token(t.start - start, t.end - start, t.text, t.lemma, t.pos, t.feats) for t in words]
    name = phrase([_as_position(t) for t in moved], text[start : words[-1].end])
    return (
        name if words[0].text.isupper() and len(words[0].text) > 1 else name[:1].lower() + name[1:]
    )


def _second_position(words: list[Token]) -> int | None:
    """`президента и генерального директора`: the index behind an `и` where a second position
    begins, in the case of the first.
    """
    head = next((t for t in words if t.pos == "NOUN"), None)
    for i in range(1, len(words) - 1):
        if words[i].lemma != "и" or head is None or not _is_office(head):
            continue
        noun = next((t for t in words[i + 1 :] if t.pos != "ADJ"), None)
        if (
            noun is not None
            and _is_office(noun)
            and _one_case(noun.feats.get("Case"), head.feats.get("Case"))
            and head.feats.get("Case") != "Nom"
        ):
            return i + 1
    return None


def _as_position(token: Token) -> Token:
    """`аналитика` is a discipline, or a person in the genitive (`аналитик`); where the word may be
    a position, the person is meant.
    """
    for reading in readings(token.text.lower()):
        if (
            reading.tag.POS == "NOUN"
            and is_position(reading.normal_form)
            and reading.normal_form != token.lemma
        ):
            return Token(
                token.start,
                token.end,
                reading.inflect({"nomn"}).word,
                reading.normal_form,
                token.pos,
                {**token.feats, "Case": "Nom"},
            )
    return token
