"""Who holds which position. Comes in: an analysis. Goes out: `Role` facts, from a position before a
name, behind it, or behind "is", and from "who heads".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.en.words.positions import Position, forward
from baqylau.facts.en.words.positions_before import before
from baqylau.facts.en.words.text import Text, is_determiner, text_of
from baqylau.facts.grammar.positions import slot_of
from baqylau.lang.en.wordlists import entries, wordlist
from baqylau.model.fact import Mention, Role


@dataclass(frozen=True, slots=True)
class Held:
    """A person with a position of theirs; `rule` read it with this `confidence`."""

    person: Mention
    position: Position
    rule: str
    confidence: float


def extract(analysis: Analysis) -> Iterator[Role]:
    text = text_of(analysis)
    for held in roles(analysis):
        yield _fact(text, held)


@memoized
def roles(analysis: Analysis) -> tuple[Held, ...]:
    """Every position that the text gives a person, in reading order."""
    text = text_of(analysis)
    found: list[Held] = []
    for person in analysis.mentions:
        if person.type == "person":
            found += _of(text, person)
    return tuple(found)


def _of(text: Text, person: Mention) -> Iterator[Held]:
    first, last = text.first(person), text.last(person)
    in_front = before(text, first)
    if in_front and not (text.word(first - 1) == "," and not _ends_apposition(text, last)):
        yield Held(person, in_front, "en.before", 0.93)
    behind = _apposition(text, first, last)
    if behind:
        yield Held(person, behind, "en.behind", 0.9)
        second = _second(text, behind)
        if second:
            yield Held(person, second, "en.behind", 0.8)
        return
    is_one = _is(text, last)
    if is_one:
        yield Held(person, is_one, "en.is", 0.85)


def _ends_apposition(text: Text, last: int) -> bool:
    return text.word(last) in (",", ".", ";", ")", "") or text.low(last) in entries(
        "speech", "said"
    )


def _apposition(text: Text, first: int, last: int) -> Position | None:
    """`, head of …,`, `, 34, an engineer`, `, who heads …`, ` – head of …`."""
    if text.word(last) not in (",", "(", "–", "—"):
        return None
    i = last + 1
    if text.word(i).isdigit() and text.word(i + 1) == ",":
        i += 2
    if text.low(i) in ("who", "currently", "now"):
        return _who(text, i)
    if text.low(i) in ("then", "formerly", "also", "previously"):
        i += 1
    found = forward(text, i)
    if found is None or found.head in entries("positions", "relations"):
        return None
    if _is_of_next(text, i, found.end) or text.low(found.first).endswith("est"):
        return None
    if text.sentence(first).first == first and _is_office_of(text, found):
        return found
    return found if _closes(text, found.end) else None


def _is_office_of(text: Text, found: Position) -> bool:
    """`X, Head of Research at Dala Agro said`: the second comma is lost."""
    named = text.is_capital(found.first) and found.organization is not None
    return named and text.low(found.end) in entries("speech", "said")


def _is_of_next(text: Text, i: int, end: int) -> bool:
    """`Damir Ospanov, his deputy, Berik Satov, and …`: in a list the position may be either's."""
    following = text.beginning(end + 1, "person") if text.word(end) == "," else None
    if following is None:
        return False
    own = text.low(i) in ("his", "her", "their") or not is_determiner(text.low(i))
    return own and text.word(text.last(following)) == ","


def _closes(text: Text, end: int) -> bool:
    """Whether the phrase ends there: no name follows, as it does in a list of persons."""
    if text.mention(end, "person") or text.pos(end) in ("AUX", "VERB"):
        return False
    if text.low(end) in entries("speech", "said") and text.word(end - 1) != ",":
        return False
    return not (text.is_capital(end) and text.word(end - 1) != "," and text.pos(end) == "PROPN")


def _second(text: Text, first: Position) -> Position | None:
    """`, director of the museum and member of the council,`"""
    if text.low(first.end) != "and":
        return None
    found = forward(text, first.end + 1)
    if found is None or found.head in entries("positions", "relations"):
        return None
    return found if _closes(text, found.end) and text.word(found.end) in (",", ".") else None


def _who(text: Text, i: int) -> Position | None:
    """`who heads the irrigation committee`, `who is the head of`, `who serves as director`."""
    verb = text.low(i + 1)
    heads = wordlist("roles")["heads"]
    if verb in heads:
        return _of_verb(text, i + 1, heads[verb])
    if verb in ("is", "was", "serves", "served", "works", "worked"):
        at = i + 3 if text.low(i + 2) in ("as", "also", "now", *_ENTERED) else i + 2
        found = forward(text, at)
        return found if found and found.head not in entries("positions", "relations") else None
    return None


_ENTERED = ("appointed", "named", "elected", "reelected", "re-elected")


def _of_verb(text: Text, i: int, noun: str) -> Position | None:
    """`heads X` as `head of X`: the organization is a slot where it is a name."""
    at = i + 2 if text.pos(i + 1) == "DET" else i + 1
    owner = text.beginning(at, "organization")
    if owner:
        return Position(i, i + 1, i, text.last(owner), noun, noun, owner, None)
    end = at
    while text.pos(end) in ("NOUN", "ADJ", "PROPN") or text.low(end) in ("of", "’s", "'s"):
        end += 1
    if end == at:
        return None
    where = text.beginning(end + 1, "organization") if text.low(end) in ("at", "of", "in") else None
    last = text.last(where) if where else end
    name = f"{noun} of {text.phrase(i + 1, end)}"
    return Position(i, end, i, last, name, noun, where, None)


def _is(text: Text, last: int) -> Position | None:
    """`Asel Nurbekova is the founder of Jasyl Dala`."""
    if text.low(last) not in ("is", "serves", "works") or text.low(last + 1) in ("not", "no"):
        return None
    at = last + 2 if text.low(last + 1) in ("as", "also", "currently", "now") else last + 1
    found = forward(text, at)
    if found is None or found.head in entries("positions", "relations"):
        return None
    if text.low(found.first).endswith("est") or text.low(found.first) in ("most", "only"):
        return None  # the greatest player: praise, no position
    return found if text.pos(at) == "DET" or text.low(last) != "is" else None


def _fact(text: Text, held: Held) -> Role:
    person, position = held.person, held.position
    start = min(person.start, text.start(position.start))
    end = max(person.end, text.end(position.end))
    place = position.place
    if position.end <= text.first(person):
        place, end = _trailing_place(text, person, place, end)
    a = text.analysis
    return Role(
        **a.place(start, end),
        confidence=held.confidence,
        rule=held.rule,
        person=a.slot(person.start, person.end, person.name),
        position=position.slot(text),
        organization=slot_of(position.organization),
        place=slot_of(place),
    )


def _trailing_place(
    text: Text, person: Mention, place: Mention | None, end: int
) -> tuple[Mention | None, int]:
    """`President Evo Morales of Bolivia`."""
    last = text.last(person)
    if place is None and text.low(last) == "of":
        behind = text.beginning(last + 1, "place")
        if behind:
            return behind, behind.end
    return place, end


@memoized
def position_of(analysis: Analysis) -> dict[str, str]:
    """Person's name -> the first position that the text gives them, with its organization."""
    held: dict[str, str] = {}
    for role in roles(analysis):
        name = role.position.name
        if role.position.organization and role.position.end > role.position.last:
            name += f" of {role.position.organization.text}"
        held.setdefault(role.person.name, name)
    return held
