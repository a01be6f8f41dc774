"""The position whose last word stands right before a person: `Kazakh Foreign Minister X`, `the
mayor of Aktau, X,`. Comes in: a `Text` and the person's first token. Goes out: a `Position`, or
None.
"""

from dataclasses import replace

from baqylau.facts.en.words.positions import (
    LONGEST,
    ORIGINS,
    POSSESSIVE,
    Position,
    behind_gloss,
    forward,
    is_head,
    made,
)
from baqylau.facts.en.words.text import STOPS, Text, is_determiner
from baqylau.lang.en import gazetteer
from baqylau.lang.en.wordlists import entries


def before(text: Text, person: int) -> Position | None:
    """The position whose last word stands right before the token."""
    k = person
    titled = text.word(k - 1).removesuffix(".") in entries("positions", "titles")
    while text.word(k - 1).removesuffix(".") in entries("positions", "titles"):
        if text.word(k - 1).removesuffix(".") in entries("positions", "title_offices"):
            return None  # an adviser to Sen. Thom Tiller: the title is his office
        k -= 1
    if text.word(k - 1) == ")" and behind_gloss(text, k - 3) == k and is_head(text, k - 4):
        k -= 3  # Regional Akim (Governor) X
    found = (_outer(text, k) if titled else None) or _adjacent(text, k) or _with_complement(text, k)
    if found is None and text.word(k - 1) == ",":
        found = _before_comma(text, k - 1)
    if found is None or found.head in entries("positions", "relations"):
        return None
    return None if _is_relation(text, found.start) or _acts(text, found) else found


def _acts(text: Text, found: Position) -> bool:
    """`will also host X`: a verb, no position."""
    i = found.first - 1
    while text.pos(i) == "ADV" or text.low(i) == "also":
        i -= 1
    return (
        found.last == found.first + 1
        and (text.pos(i) == "AUX" or text.low(i) == "to")
        and (text.low(found.first) in entries("positions", "verbs_too"))
    )


def _outer(text: Text, k: int) -> Position | None:
    """`the press secretary of the President Mr. X`: the title parts the name from the office."""
    inner = _adjacent(text, k)
    if inner is None or not is_determiner(text.low(inner.start - 1)):
        return None
    head = inner.start - 3
    if text.low(head + 1) not in ("of", "to") or not is_head(text, head):
        return None
    return made(text, _leftmost(text, head), k, head)


def _is_relation(text: Text, start: int) -> bool:
    """`daughter of the president Kamila`: she is not the president."""
    i = start - 1
    while is_determiner(text.low(i)) or text.low(i) in POSSESSIVE:
        i -= 1
    return text.low(i) in ("of", "to") and text.low(i - 1) in entries("positions", "relations")


def _adjacent(text: Text, k: int) -> Position | None:
    """`CPCB chairman`, `Uzbekistan’s Deputy Health Minister`, `president and chief executive`."""
    if not is_head(text, k - 1):
        return None
    first = k - 1
    while k - first < LONGEST:
        i = first - 1
        if text.low(i) in ("and", "&") and is_head(text, i - 1):
            first = i - 1
        elif text.word(i) == "," and _is_of_list(text, i, k):
            first = i - 1  # director, screenwriter and editor
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
    if text.low(first) == "event" and text.low(k - 1) in entries("positions", "offices"):
        first += 1  # At the event governor X spoke
    while first < k - 1 and (
        text.low(first) in _IDLE or text.low(first) in entries("positions", "entering")
    ):
        first += 1
    last = k - 1 if text.word(k - 1) in _RANKS and k - 2 > first and is_head(text, k - 2) else k
    return _owned(text, replace(made(text, first, last), end=k))


_RANKS = ("Major", "Captain", "Colonel", "General", "Lieutenant", "Sergeant", "Maj", "Col", "Gen")
_IDLE = ("and", "of", "the", "’s", "'s")


def _is_of_list(text: Text, comma: int, person: int) -> bool:
    """Whether another position stands before the comma, and an `and` behind it."""
    joined = any(text.low(i) == "and" for i in range(comma, person))
    return joined and is_head(text, comma - 1) and is_head(text, comma + 1)


def _is_field(text: Text, i: int) -> bool:
    word = text.word(i)
    return word[:1].isupper() and gazetteer.is_before(word) and not text.mention(i)


def _is_compound(text: Text, i: int, person: int) -> bool:
    """`loan` in `loan officer Ruslan Tairov`: a bare noun right before a trade in small letters."""
    if i != person - 2 or text.is_capital(i) or text.is_capital(i + 1) or text.mention(i):
        return False
    low = text.low(i)
    if f"{low} {text.low(i + 1)}" in entries("positions", "heads"):
        return True  # the cheerful truck driver X
    if text.pos(i) != "NOUN" or not low.isalpha() or low in entries("speech", "said"):
        return False
    if text.low(i - 1) == "to":
        return False  # to unleash goalkeeper X
    people = gazetteer.is_demonym(text.word(i - 1))
    return people or text.pos(i - 1) in ("DET", "PUNCT", "ADJ", "VERB", "ADP", "CCONJ") or i == 0


def _modifies(text: Text, i: int) -> bool:
    word = text.word(i)
    if not word or is_determiner(text.low(i)) or text.low(i) in ("and", "i"):
        return False
    if "\n" in text.text[text.end(i + 1) : text.start(i + 1)]:
        return False
    if gazetteer.is_before(word) or gazetteer.is_head(word):
        return True
    if word.endswith(ORIGINS):
        return False
    if text.pos(i) == "PROPN" and not text.mention(i):
        return not gazetteer.is_time(word)
    return "-" in word and word[0].isalpha()


def _owned(text: Text, found: Position) -> Position:
    """Adds the place or organization right before the position."""
    i = found.first
    if text.low(i - 1) in POSSESSIVE:
        i -= 1
    owner = text.ending(i, "place", "organization")
    if owner is None or (i == found.first and text.low(text.first(owner) - 1) in ("in", "near")):
        return found  # the arrested in Minsk director
    held = replace(found, start=text.first(owner))
    if text.low(held.start - 1) in entries("positions", "before_owner"):
        held = replace(_with_rank(text, found, held.start - 1), start=held.start - 1)
    return (
        replace(held, place=owner) if owner.type == "place" else replace(held, organization=owner)
    )


def _with_rank(text: Text, found: Position, first: int) -> Position:
    """`former Astana mayor X`: without its first word he would be the mayor still."""
    return replace(made(text, first, found.last), end=found.end, head=found.head)


_INSIDE = frozenset(
    ("of", "for", "the", "and", "on", ",", "&", "to", "at", "in", "’s", "'s", "(", ")")
)


def _with_complement(text: Text, k: int) -> Position | None:
    """`Minister of Energy`, `First Deputy Chairman of the Senate`, right before a person."""
    small = not text.is_capital(k - 1) and text.word(k - 1) != ")"
    if small and text.pos(k - 1) not in ("NOUN", "ADJ"):
        return None
    for j in range(k - 2, max(k - LONGEST, -1), -1):
        if is_head(text, j) and text.low(behind_gloss(text, j + 1)) in ("of", "for", "to", "at"):
            extraordinary = text.low(j) == "plenipotentiary" and text.low(j - 2) == "extraordinary"
            whole = forward(text, _leftmost(text, j - 3 if extraordinary else j))
            if whole is None or whole.end != k or _is_owned_thing(text, k - 1):
                return None
            return _double(text, whole)
        if not (
            text.is_capital(j)
            or text.low(j) in _INSIDE
            or text.low(j) == "press"
            or text.low(j) in entries("speakers", "institutions")
            or (small and text.pos(j) in ("NOUN", "ADJ"))
        ):
            return None
    return None


def _is_owned_thing(text: Text, i: int) -> bool:
    """`by the Head of State’s decree X was appointed`: the name is no head's."""
    k = i
    while k > i - _LONGEST_THING and not text.is_capital(k) and text.pos(k) in ("NOUN", "ADJ"):
        k -= 1
    owned = k < i and text.low(k) in POSSESSIVE
    return owned and text.low(i) not in entries("speakers", "institutions")


_LONGEST_THING = 4  # words


def _double(text: Text, found: Position) -> Position:
    """`Deputy Prime Minister – Minister of National Economy`: two offices of one person."""
    dash = found.first - 1
    if found.start != found.first or text.word(dash) not in ("–", "—", "-"):
        return found
    if not is_head(text, dash - 1) or not text.is_capital(dash - 1):
        return found
    whole = made(text, _leftmost(text, dash - 1), found.last)
    return replace(found, first=whole.first, start=whole.start, name=whole.name)


def _leftmost(text: Text, head: int) -> int:
    """The first word of the phrase whose head word stands at the index."""
    first = head
    while first > 0:
        i = first - 1
        if text.low(i) in ("and", "&") and is_head(text, i - 1):
            first = i - 1
        elif _modifies(text, i) and not text.mention(i):
            first = i
        else:
            break
    i = first - 1 if text.low(first - 1) in POSSESSIVE else first
    owner = text.ending(i, "place", "organization")
    return text.first(owner) if owner else first


def _before_comma(text: Text, comma: int) -> Position | None:
    """`The mayor of Aktau, Samat Erzhanov, came`, `the akim’s aide, X,`: the phrase begins with an
    article, a possessive, the name of a people or the sentence.
    """
    for i in range(comma - 1, max(comma - LONGEST - 2, -1), -1):
        if text.word(i) in STOPS or text.mention(i, "person"):
            return None
        at = _phrase_start(text, i)
        if at is not None:
            found = forward(text, at)
            if found is None or found.end != comma:
                return None
            return _owned(text, found) if text.low(at - 1) in POSSESSIVE else found
    return None


def _phrase_start(text: Text, i: int) -> int | None:
    """Where the noun phrase begins whose first word stands at the token or right before it."""
    low, before_it = text.low(i), text.low(i - 1)
    if low in ("the", "our", "their", "its", "his", "her"):
        return i + 1 if before_it not in _JOINING else None
    if low in POSSESSIVE:
        return i + 1
    people = gazetteer.is_demonym(text.word(i)) and not gazetteer.is_demonym(text.word(i - 1))
    if people and before_it in ("to", "with", "by", "from", "and", "as"):
        return i
    return i if text.sentence(i).first == i and text.is_capital(i) else None


_JOINING = ("of", "for", "at", "to", "in")
