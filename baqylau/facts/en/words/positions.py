"""Positions in an English text: the phrase that ends right before a person ("Kazakh Foreign
Minister"), and the phrase that begins behind one ("head of the budget department").

Comes in: a `Text` and a token. Goes out: a `Position`, or None.
"""

from dataclasses import dataclass, replace

from baqylau.facts.en.words.text import STOPS, Text, is_determiner
from baqylau.lang.en import gazetteer
from baqylau.lang.en.wordlists import entries
from baqylau.model.fact import Mention, Slot

_LONGEST = 14  # tokens of a position with its complements
_POSSESSIVE = ("’s", "'s", "’", "'")


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


def before(text: Text, person: int) -> Position | None:
    """The position whose last word stands right before the token."""
    k = person
    while text.word(k - 1).removesuffix(".") in entries("positions", "titles"):
        if text.word(k - 1).removesuffix(".") in entries("positions", "title_offices"):
            return None  # an adviser to Sen. Thom Tiller: the title is his office
        k -= 1
    found = _adjacent(text, k) or _with_complement(text, k)
    if found is None and text.word(k - 1) == ",":
        found = _before_comma(text, k - 1)
    if found is None or found.head in entries("positions", "relations"):
        return None
    return None if _is_relation(text, found.start) else found


def _is_relation(text: Text, start: int) -> bool:
    """`daughter of the president Kamila`: she is not the president."""
    i = start - 1
    while is_determiner(text.low(i)) or text.low(i) in _POSSESSIVE:
        i -= 1
    return text.low(i) in ("of", "to") and text.low(i - 1) in entries("positions", "relations")


def _adjacent(text: Text, k: int) -> Position | None:
    """`CPCB chairman`, `Uzbekistan’s Deputy Health Minister`, `president and chief executive`."""
    if not _is_head(text, k - 1):
        return None
    first = k - 1
    while k - first < _LONGEST:
        i = first - 1
        if text.low(i) in ("and", "&") and _is_head(text, i - 1):
            first = i - 1
        elif text.low(i) == "and" and text.is_capital(first) and _is_field(text, i - 1):
            first = i - 1  # Science and Higher Education Minister
        elif _is_compound(text, i, k):
            first = i
        elif text.mention(i) and not gazetteer.is_demonym(text.word(i)):
            break
        elif _modifies(text, i):
            first = i
        else:
            break
    while first < k - 1 and text.low(first) in ("and", "of", "the", "’s", "'s"):
        first += 1
    return _owned(text, _position(text, first, k))


def _is_field(text: Text, i: int) -> bool:
    word = text.word(i)
    return word[:1].isupper() and gazetteer.is_before(word) and not text.mention(i)


def _is_compound(text: Text, i: int, person: int) -> bool:
    """`loan` in `loan officer Ruslan Tairov`: a bare noun right before a trade in small letters."""
    if i != person - 2 or text.is_capital(i) or text.is_capital(i + 1) or text.mention(i):
        return False
    low = text.low(i)
    if text.pos(i) != "NOUN" or not low.isalpha() or low in entries("speech", "said"):
        return False
    return text.pos(i - 1) in ("DET", "PUNCT", "ADJ", "VERB", "ADP", "CCONJ") or i == 0


def _modifies(text: Text, i: int) -> bool:
    word = text.word(i)
    if not word or is_determiner(text.low(i)) or text.low(i) in ("and", "i"):
        return False
    if "\n" in text.text[text.end(i + 1) : text.start(i + 1)]:
        return False
    if gazetteer.is_before(word) or gazetteer.is_head(word):
        return True
    if word.endswith(_ORIGINS):
        return False
    if text.pos(i) == "PROPN" and not text.mention(i):
        return not gazetteer.is_time(word)
    return "-" in word and word[0].isalpha()


_ORIGINS = ("-based", "-born", "-raised")  # where somebody is from: no part of the position


def _is_head(text: Text, i: int) -> bool:
    return gazetteer.is_head(text.word(i)) and not text.mention(i, "person", "place")


def _position(text: Text, first: int, last: int, head: int | None = None) -> Position:
    name = text.phrase(first, last)
    rest = [text.word(i) for i in range(first + 1, last)]
    starts = text.sentence(first).first == first or text.word(first - 1) in ("“", "``", '"')
    small = starts and not any(w[0].isupper() for w in rest) and not text.word(first).isupper()
    small = small and not (not rest and text.low(first) in entries("positions", "offices"))
    if small and not gazetteer.is_demonym(text.word(first)) and name.split()[0].lower() != "nobel":
        name = name[:1].lower() + name[1:]
    where = last - 1 if head is None else head
    return Position(first, last, first, last, name, text.low(where))


def _owned(text: Text, found: Position) -> Position:
    """Adds the place or organization right before the position."""
    i = found.first
    if text.low(i - 1) in _POSSESSIVE:
        i -= 1
    owner = text.ending(i, "place", "organization")
    if owner is None:
        return found
    held = replace(found, start=text.first(owner))
    return (
        replace(held, place=owner) if owner.type == "place" else replace(held, organization=owner)
    )


_INSIDE = frozenset(("of", "for", "the", "and", "on", ",", "&", "to", "at", "in", "’s", "'s"))


def _with_complement(text: Text, k: int) -> Position | None:
    """`Minister of Energy`, `First Deputy Chairman of the Senate`, right before a person."""
    small = not text.is_capital(k - 1)
    if small and text.pos(k - 1) not in ("NOUN", "ADJ"):
        return None
    for j in range(k - 2, max(k - _LONGEST, -1), -1):
        if _is_head(text, j) and text.low(j + 1) in ("of", "for", "to", "at"):
            whole = forward(text, _leftmost(text, j))
            return whole if whole and whole.end == k else None
        if not (
            text.is_capital(j)
            or text.low(j) in _INSIDE
            or (small and text.pos(j) in ("NOUN", "ADJ"))
        ):
            return None
    return None


def _leftmost(text: Text, head: int) -> int:
    """The first word of the phrase whose head word stands at the index."""
    first = head
    while first > 0:
        i = first - 1
        if text.low(i) in ("and", "&") and _is_head(text, i - 1):
            first = i - 1
        elif _modifies(text, i) and not text.mention(i):
            first = i
        else:
            break
    i = first - 1 if text.low(first - 1) in _POSSESSIVE else first
    owner = text.ending(i, "place", "organization")
    return text.first(owner) if owner else first


def _before_comma(text: Text, comma: int) -> Position | None:
    """`The mayor of Aktau, Samat Erzhanov, came`: the phrase begins with an article."""
    for i in range(comma - 1, max(comma - _LONGEST - 2, -1), -1):
        if text.word(i) in STOPS or text.mention(i, "person"):
            return None
        if text.low(i) in ("the", "our", "their", "its") and text.low(i - 1) not in (
            "of",
            "for",
            "at",
            "to",
            "in",
        ):
            found = forward(text, i + 1)
            return found if found and found.end == comma else None
    return None


def forward(text: Text, at: int) -> Position | None:
    """The position that begins at the token, behind an article where one stands there."""
    start = at
    while is_determiner(text.low(start)) and text.low(start) not in ("one", "no"):
        start += 1
    while text.word(start).endswith(_ORIGINS):
        start += 1
    first, owner = start, text.beginning(start, "place", "organization")
    if owner and not _is_head(text, start):
        first = text.last(owner)
        if text.low(first) in _POSSESSIVE:
            first += 1
    head = _head(text, first)
    if head is None:
        return None
    found = _complements(text, first, head)
    if owner and first > start:
        found = replace(found, start=start)
        if owner.type == "place" and found.place is None:
            found = replace(found, place=owner)
        if owner.type == "organization" and found.organization is None:
            found = replace(found, organization=owner)
    return found


_UNKNOWN = 3  # words of a phrase before its head that no list holds


def _head(text: Text, first: int) -> int | None:
    """The index of the word that names the position, a few words behind `first`."""
    unknown = 0
    for i in range(first, first + 8):
        word = text.word(i)
        if _is_head(text, i):
            return _last_head(text, i)
        if word in _POSSESSIVE and i > first:
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
        if _is_head(text, i):
            head = i
        elif not gazetteer.is_before(text.word(i)) or text.mention(i):
            return head


def _complements(text: Text, first: int, head: int) -> Position:
    """The phrase with `of the budget department`, `at Arna Hospital` behind its head."""
    last = end = head + 1
    if text.low(end) == "extraordinary" and text.low(end + 2) == "plenipotentiary":
        last = end = end + 3
    organization = place = None
    while end - first < _LONGEST:
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
        if owner and word in ("of", "for") and _goes_on(text, text.last(owner)):
            last = end = _noun_phrase(text, text.last(owner))
            continue
        if owner and word != "to" and not _is_envoy(text, head):
            if owner.type == "organization" and organization is None:
                organization = owner
            elif owner.type == "place" and place is None:
                place = owner
            else:
                break
            end = text.last(owner)
            while owner.type == "organization" and _is_of_name(text, end):
                end += 1
            continue
        if (word in ("in", "with", "at") and not owner) or organization or place:
            break
        behind = text.last(owner) if owner else _noun_phrase(text, i)
        if behind == i:
            break
        last = end = behind
    found = _position(text, first, last, head)
    return replace(found, end=end, organization=organization, place=place)


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
    while i - first < _LONGEST - 4:
        word = text.word(i)
        if not word or not (word[0].isalnum() or word in _POSSESSIVE or word == "&"):
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
