"""Roles: a person with a position, and the organization or place that it belongs to.

Comes in: an `Analysis`. Goes out: `Role`s by five rules: the position before the name
(`ru.before`), after it behind a comma (`ru.after`) or a dash (`ru.dash`), and by a verb of holding
or leading (`ru.held`, `ru.led`).
"""

import itertools
from collections.abc import Iterable, Sequence

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.positions import role as role_fact
from baqylau.facts.grammar.positions import slot_of
from baqylau.facts.ru.roles.before import position_before
from baqylau.facts.ru.roles.behind import position_after_comma, position_after_dash
from baqylau.facts.ru.roles.held import held, led
from baqylau.facts.ru.roles.names import is_office, position_name, singular
from baqylau.facts.ru.words.noun_phrase import OPENING
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.fact import Mention, Role, Slot
from baqylau.model.span import Span
from baqylau.model.words import Token

_RULES = (
    (position_before, "ru.before", 0.88),
    (position_after_comma, "ru.after", 0.86),
    (position_after_dash, "ru.dash", 0.7),
    (held, "ru.held", 0.78),
)


@memoized
def roles(analysis: Analysis) -> tuple[Role, ...]:
    """Every role of the text, one for each mention of a person. Cached, since quotes read them
    again.
    """
    found: dict[int, Role] = {}
    for person in (m for m in analysis.mentions if m.type == "person"):
        if person.start in found:
            continue
        role = _read(analysis, person) or _led(analysis, person)
        if role and _is_of_several(analysis, role):
            found |= _shared(analysis, person, role)
        elif role:
            found[person.start] = role
    return tuple(found.values())


def _is_of_several(a: Analysis, role: Role) -> bool:
    head = _head(a, role)
    return role.rule == "ru.before" and head is not None and head.feats.get("Number") == "Plur"


def _head(a: Analysis, role: Role) -> Token | None:
    words = a.tokens_in(role.position.start, role.position.end)
    return next((t for t in words if is_office(t)), None)


def _shared(a: Analysis, first: Mention, role: Role) -> dict[int, Role]:
    """`заместители министра А, Б и В`: each of the people has the position, in the singular; a
    plural before one name belongs to nobody.
    """
    people = [first]
    while (following := _listed_behind(a, people[-1])) is not None:
        people.append(following)
    words = a.tokens_in(role.position.start, role.position.end)
    if len(people) == 1 or any(t.text == "," for t in words):
        return {}
    name = singular(words, a.text)
    slot = Slot(role.position.start, role.position.end, role.position.text, name)
    return {
        p.start: role_fact(
            a,
            p,
            slot,
            role.rule,
            role.confidence,
            organization=role.organization,
            place=role.place,
        )
        for p in people
    }


def _listed_behind(a: Analysis, person: Mention) -> Mention | None:
    """The person behind `и` or a comma right behind this one."""
    rest = a.tokens_in(person.end, person.end + _JOIN)
    if len(rest) < 2 or rest[0].text not in ("и", ","):
        return None
    mention = a.mention_at(rest[1].start)
    return mention if mention and mention.type == "person" else None


_JOIN = 8  # characters of `, ` or ` и ` and the beginning of a name


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


def _read(a: Analysis, person: Mention) -> Role | None:
    """The role by the first rule that finds words of a position."""
    for rule, name, confidence in _RULES:
        words = rule(a, person)
        found = _role(a, person, words, name, confidence) if words else None
        if found:
            return found
    return None


def _led(a: Analysis, person: Mention) -> Role | None:
    """`X руководит ТОО «Нива»`: the verb stands for the position."""
    found = led(a, person)
    if found is None:
        return None
    verb, organization = found
    return role_fact(
        a,
        person,
        Slot(verb.start, verb.end, verb.text, "руководитель"),
        "ru.led",
        0.75,
        organization=slot_of(organization),
        around=Span(organization.start, organization.end),
    )


def _role(
    a: Analysis, person: Mention, words: Sequence[Token], rule: str, confidence: float
) -> Role | None:
    start, end = words[0].start, words[-1].end
    inside = a.mentions_in(start, end)
    organization = next((m for m in inside if m.type == "organization"), None)
    place = next((m for m in inside if m.type == "place"), None)
    position = _position(words, organization)
    if not position:
        return None
    slot = a.slot(position[0].start, position[-1].end, position_name(a.text, position))
    return role_fact(
        a,
        person,
        slot,
        rule,
        confidence,
        organization=slot_of(organization),
        place=slot_of(place),
        around=Span(start, end),
    )


def _position(words: Sequence[Token], organization: Mention | None) -> list[Token]:
    """The words of the position alone: up to its organization, without a name in marks, an age
    (`комик 42-летний X`), and the word for the kind of organization.
    """
    cut = organization.start if organization else words[-1].end
    standing = (
        t.start for t, n in itertools.pairwise(words) if t.lemma == "с" and n.pos in ("ADJ", "NOUN")
    )
    marked = (t.start for i, t in enumerate(words) if t.text in OPENING and i)
    cut = min([cut, *standing, *marked])
    position = [t for t in words if t.end <= cut]
    while position and _is_loose(position[-1]):
        position.pop()
    while len(position) > 1 and _is_kind(position[-1], organization):
        position.pop()
        while len(position) > 1 and position[-1].pos == "ADJ":
            position.pop()  # `экономист исследовательской группы «X»`
    while len(position) > 1 and organization and _dangles(position):
        position.pop()
    return position


_CHAIN = frozenset('«»"“”,-–—')


def _is_loose(token: Token) -> bool:
    return token.text in _CHAIN or token.pos in ("ADP", "CCONJ") or token.text[0].isdigit()


def _is_kind(token: Token, organization: Mention | None) -> bool:
    """`директор завода | «X»`, `подрядчик ИП | Богданов`"""
    if token.lemma not in wordlist("organizations")["kinds"]:
        return False
    return organization is not None or (token.text.isupper() and len(token.text) > 1)


def _dangles(position: Sequence[Token]) -> bool:
    """`тренер женской | сборной России`: the adjective belongs to the institution behind it."""
    last = position[-1]
    return (
        last.pos == "ADJ"
        and last.feats.get("Case") == "Gen"
        and position[-2].pos in ("NOUN", "PROPN")
    )
