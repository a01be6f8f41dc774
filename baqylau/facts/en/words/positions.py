"""Positions in an English text: the phrase that begins at a token ("head of the budget
department"). `positions_before.py` reads the phrase that ends before a person.

Comes in: a `Text` and a token. Goes out: a `Position`, or None.
"""

from dataclasses import dataclass, replace

from baqylau.facts.en.words.text import STOPS, Text, is_determiner
from baqylau.lang.en import gazetteer
from baqylau.lang.en.wordlists import entries
from baqylau.model.fact import Mention, Slot

LONGEST = 20  # tokens of a position with its complements
POSSESSIVE = ("’s", "'s", "’", "'")


@dataclass(frozen=True, slots=True)
class Position:
    """`tokens[first:last]` are the words of the position, `start` and `end` include the
    organization or place that stands beside them; `name` in small letters at a sentence's start.
    """

    first: int
    last: int
    start: int
    end: int
    name: str
    head: str
    organization: Mention | None = None
    place: Mention | None = None

    def slot(self, text: Text) -> Slot:
        return text.analysis.slot(text.start(self.first), text.end(self.last), self.name)


ORIGINS = ("-based", "-born", "-raised")  # where somebody is from: no part of the position


def is_head(text: Text, i: int) -> bool:
    return gazetteer.is_head(text.word(i)) and not text.mention(i, "person", "place")


def made(text: Text, first: int, last: int, head: int | None = None) -> Position:
    name = text.phrase(first, last)
    rest = [text.word(first)[1:], *(text.word(i) for i in range(first + 1, last))]
    starts = text.sentence(first).first == first or text.word(first - 1) in ("“", "``", '"')
    small = starts and all(w == w.lower() for w in rest) and not _is_own_name(text, first)
    small = small and not (len(rest) == 1 and text.low(first) in entries("positions", "offices"))
    if small and not gazetteer.is_demonym(text.word(first)) and name.split()[0].lower() != "nobel":
        name = name[:1].lower() + name[1:]
    where = last - 1 if head is None else head
    return Position(first, last, first, last, name, text.low(where))


def _is_own_name(text: Text, i: int) -> bool:
    """`Clinton campaign aide`: the capital letter is no sentence's."""
    word = text.word(i)
    known = gazetteer.is_before(word) or gazetteer.is_head(word)
    return text.pos(i) == "PROPN" and not known


def forward(text: Text, at: int) -> Position | None:
    """The position that begins at the token, behind an article where one stands there."""
    start = at
    while is_determiner(text.low(start)) and text.low(start) not in ("one", "no"):
        start += 1
    while text.word(start).endswith(ORIGINS) or (start > at and text.low(start) == "new"):
        start += 1
    first, owner = start, text.beginning(start, "place", "organization")
    if owner and not is_head(text, start):
        first = text.last(owner)
        if text.low(first) in POSSESSIVE:
            first += 1
    head = _head(text, first)
    if head is None:
        return None
    if _is_owner(text, first):
        first = start = first + 2 + (text.low(first + 2) == "new")
    found = _doubled(text, _complements(text, first, head))
    if owner and first > start:
        found = replace(found, start=start)
        if owner.type == "place" and found.place is None:
            found = replace(found, place=owner)
        if owner.type == "organization" and found.organization is None:
            found = replace(found, organization=owner)
    return found


def _doubled(text: Text, found: Position) -> Position:
    """`Deputy Prime Minister – Minister of Foreign Affairs`: two offices of one person."""
    dash = found.end
    if text.word(dash) not in ("–", "—", "-") or not text.is_capital(found.first):
        return found
    head = _head(text, dash + 1) if text.is_capital(dash + 1) else None
    if head is None or text.mention(dash + 1):
        return found
    second = _complements(text, dash + 1, head)
    name = text.phrase(found.first, second.last)
    return replace(second, first=found.first, start=found.start, name=name)


def _is_owner(text: Text, i: int) -> bool:
    """`the airline’s` in `the airline’s chief financial officer`: whose officer he is."""
    owned = text.low(i + 1) in POSSESSIVE and not text.is_capital(i)
    return (
        owned
        and is_determiner(text.low(i - 1))
        and text.low(i) in entries("speakers", "institutions")
    )


_UNKNOWN = 3  # words of a phrase before its head that no list holds


def _head(text: Text, first: int) -> int | None:
    """The index of the word that names the position, a few words behind `first`."""
    unknown = 0
    for i in range(first, first + 8):
        word = text.word(i)
        if is_head(text, i):
            return _last_head(text, i)
        if word in POSSESSIVE and i > first:
            continue
        if not word or not word[0].isalpha() or is_determiner(text.low(i)):
            return None
        if gazetteer.is_before(word):
            continue
        if text.mention(i, "person") or text.pos(i) in ("ADP", "AUX", "PRON", "CCONJ"):
            return None
        unknown += 1
        if unknown > _UNKNOWN:
            return None
    return None


def _last_head(text: Text, i: int) -> int:
    """Of `Deputy Prime Minister` the last word, though `Deputy` names a position too."""
    head = i
    while True:
        i += 1
        if is_head(text, i):
            head = i
        elif not gazetteer.is_before(text.word(i)) or text.mention(i):
            return head


def _complements(text: Text, first: int, head: int) -> Position:
    """The phrase with `of the budget department`, `at Arna Hospital` behind its head."""
    last = end = behind_gloss(text, head + 1)
    if text.low(end) == "extraordinary" and text.low(end + 2) == "plenipotentiary":
        last = end = end + 3
    organization = place = None
    while end - first < LONGEST:
        if text.low(end) in ("and", "&") and last == end:
            behind = _head(text, end + 1)
            if behind is None or text.mention(end + 1, "person"):
                break
            last = end = behind + 1
            head = behind
            continue
        word = text.low(end)
        if word not in ("of", "at", "for", "to", "in", "with") or text.word(end + 1) in STOPS:
            break
        i = end + 2 if is_determiner(text.low(end + 1)) else end + 1
        owner = text.beginning(i, "place", "organization")
        owned = owner and owner.type == "place" and text.low(text.last(owner)) in POSSESSIVE
        if owner and owned:  # head of Russia's News Agency, head of Kazakhstan's trade union
            firm = text.beginning(text.last(owner) + 1, "organization")
            if firm and organization is None:
                organization, end = firm, text.last(firm)
                continue
            if organization or place:
                break
            last = end = _noun_phrase(text, i)
            continue
        if owner and owner.type == "organization" and text.low(text.last(owner)) in POSSESSIVE:
            if organization or place:
                break  # head of Dala Bank’s legal department
            organization, last = owner, _noun_phrase(text, i)
            end = last
            continue
        if owner and word in ("of", "for") and _goes_on(text, text.last(owner)):
            last = end = _noun_phrase(text, text.last(owner))
            continue
        if owner and word != "to" and not _is_envoy(text, head):
            if owner.type == "organization" and (organization is None or word == "at"):
                last = end if organization else last  # director of Crop Research at Dala Agro
                organization = owner
            elif owner.type == "place" and place is None:
                place = owner
            else:
                break
            end = text.last(owner)
            joined = text.beginning(end + 1, "place") if text.low(end) == "and" else None
            if owner.type == "place" and joined:
                last = end = text.last(joined)  # Vice President for Europe and Central Asia
            while owner.type == "organization" and _is_of_name(text, end):
                end += 1
            end = behind_gloss(text, end)
            continue
        if (word in ("in", "with", "at") and not owner) or organization or place:
            break
        behind = text.last(owner) if owner else _noun_phrase(text, i)
        if behind == i:
            break
        last = end = behind
    found = made(text, first, last, head)
    return replace(found, end=end, organization=organization, place=place)


def behind_gloss(text: Text, i: int) -> int:
    """Behind `(governor)` in `akim (governor) of the region`; else the token itself."""
    return i + 3 if text.word(i) == "(" and text.word(i + 2) == ")" else i


def _goes_on(text: Text, i: int) -> bool:
    """`chair of the KTZ management board`: the name only says whose board it is."""
    if text.is_capital(i) or text.pos(i) != "NOUN":
        return False
    return text.low(i) not in entries("speech", "said") and _noun_phrase(text, i) > i


def _is_of_name(text: Text, i: int) -> bool:
    """`director of Dala Travel` where only `Dala` was read as the name."""
    return text.is_capital(i) and text.pos(i) == "PROPN" and not text.mention(i)


def _is_envoy(text: Text, head: int) -> bool:
    return text.low(head) in ("ambassador", "envoy", "consul", "representative")


def _noun_phrase(text: Text, i: int) -> int:
    """Behind the nouns and adjectives from the token on."""
    first = i
    while i - first < LONGEST - 4:
        word = text.word(i)
        if not word or not (word[0].isalnum() or word in POSSESSIVE or word == "&"):
            break
        if text.low(i) == "and":
            if text.pos(i + 1) not in ("NOUN", "ADJ", "PROPN") or text.mention(i + 1, "person"):
                break
        elif (
            text.pos(i) in ("AUX", "ADP", "CCONJ", "PRON", "ADV")
            or _is_verb(text, i)
            or text.mention(i, "person")
            or (is_determiner(text.low(i)) and i > first)
        ):
            break
        i += 1
    return i


def _is_verb(text: Text, i: int) -> bool:
    if text.low(i) in entries("speech", "said"):
        return True
    return text.pos(i) == "VERB" and text.low(i).endswith("ed")
