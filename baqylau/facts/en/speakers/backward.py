"""The subject that ends right before a verb of speech: `the head of the board, X, told`, `X on
Friday said`, `X, who also said`. Comes in: a `Text` and the verb's token. Goes out: a `Named`, or
None where the words name nobody who could speak.
"""

from functools import cache

from baqylau.facts.en.speakers.mentions import (
    LINKS,
    PRONOUNS,
    Named,
    institution_named,
    noun_named,
    person_in,
    pronoun_named,
    speaks,
    with_article,
    with_position,
)
from baqylau.facts.en.speakers.several import (
    REACH,
    described,
    employed,
    noun_start,
    outer_noun,
    several,
    several_firms,
    with_link,
)
from baqylau.facts.en.words.positions_before import before
from baqylau.facts.en.words.text import STOPS, Text, is_determiner
from baqylau.lang.en import gazetteer
from baqylau.lang.en.wordlists import entries


def backward(text: Text, verb: int, floor: int) -> Named | None:
    """The subject that ends right before the verb (adverbs and an apposition may stand between)."""
    e = verb
    while e > floor and text.low(e - 1) in entries("speech", "between"):
        e -= 1
    if text.word(e - 1) == ")" and text.word(e - 3) == "(":
        e -= 3  # the Civil Aviation Authority (CAA) said
    if text.low(e - 1) in ("to", "by", "into", *LINKS):
        return None  # the first member to admit that; teams in states that
    if text.low(e - 1) == "who":  # according to X, who also said
        return _ends_at(text, e - 2, floor) if text.word(e - 2) == "," else None
    if e > floor and text.word(e - 1) in (",", "–", "—"):
        found = _before_apposition(text, e - 1, floor) or _before_aside(text, e - 1, floor)
        return found or _before_adjunct(text, e - 1, floor)
    found = _with_adjunct(text, _ends_at(text, e, floor), floor)
    if found is None or _is_of_list(text, found):
        return _before_adjunct(text, e, floor) or found
    return None if _is_one_of_many(text, found, verb) else found


def _is_of_list(text: Text, found: Named) -> bool:
    """`X, while meeting farmers and business owners, said`: they may be the last of an object."""
    return found.mention.mention is None and text.low(found.first - 1) == "and"


def _is_one_of_many(text: Text, found: Named, verb: int) -> bool:
    """`supporters, including the mayor X, argue`, `the ERG estimate`: no verb of one name."""
    plural = text.low(verb) in entries("speech", "plural")
    return plural and found.mention.mention is not None and text.low(found.first - 1) != "and"


def _with_adjunct(text: Text, found: Named | None, floor: int) -> Named | None:
    """`the ministry on Tuesday`: the day is no part of the speaker's words."""
    if found is None or found.mention.kind == "pronoun":
        return found
    inside = range(found.first + 1, found.last)
    at = next((k for k in inside if _begins_adjunct(text, k) and text.low(k) != "at"), None)
    if at is None or not any(text.low(k).removesuffix(".") in _days() for k in range(at, at + 3)):
        return found
    return _ends_at(text, at, floor)


def _begins_adjunct(text: Text, k: int) -> bool:
    return text.low(k) in entries("speech", "adjuncts")


@cache
def _days() -> frozenset[str]:
    return frozenset(w.lower() for w in entries("speech", "months_and_days"))


def _before_adjunct(text: Text, e: int, floor: int) -> Named | None:
    """`X on Friday said`, `X, while speaking to reporters, said`: the subject before the words of
    time, place and occasion.
    """
    for k in range(e - 1, max(floor, e - _LONGEST_ADJUNCT), -1):
        if text.word(k) in STOPS or text.pos(k) in ("AUX", "PRON"):
            return None
        if text.low(k) in entries("speech", "said") and not text.low(k).endswith("ing"):
            return None
        if not _begins_adjunct(text, k):
            continue
        last = k - 1 if text.word(k - 1) == "," else k
        while text.low(last - 1) in ("has", "have", "had"):
            last -= 1  # the minister had on Friday announced
        found = _ends_at(text, last, floor)
        if found and _begins_clause(text, found.first):
            return Named(found.mention, found.first, e)
    return None


_LONGEST_ADJUNCT = 16


def _begins_clause(text: Text, i: int) -> bool:
    """Whether a clause begins at the token: no object of a verb or of a preposition does."""
    before = text.low(i - 1)
    return (
        text.sentence(i).first == i
        or before in (",", "and", "but", "that", "as", "while", "when", "”", '"', "``", "–", "—")
        or text.word(i - 1) in STOPS
    )


def _ends_at(text: Text, e: int, floor: int) -> Named | None:
    """The subject whose last word stands right before the token."""
    if e <= floor:
        return None
    if text.low(e - 1) in PRONOUNS:
        return pronoun_named(text, e - 1)
    person = text.ending(e, "person") or with_link(text, e, floor)
    if person and text.first(person) >= floor:
        found = several(text, person, e, floor) or outer_noun(text, person, e, floor)
        return found or person_in(text, person, max(floor, with_position(text, person)), e)
    noun = _noun_backward(text, e, floor)
    if noun:
        return described(text, noun, e, floor) or noun
    firm = text.ending(e, "organization")
    if firm and text.first(firm) >= floor:
        first = text.first(firm)
        firms = several_firms(text, firm, e, floor)
        if firms:
            return firms
        holder = employed(text, first, e, floor)
        if holder:
            return holder
        head = _head_of(text, first, floor)
        if head is not None:
            return noun_named(text, noun_start(text, head, floor), head, e)
        return institution_named(text, firm, max(floor, with_article(text, first)), e)
    return _country(text, e, floor)


def _country(text: Text, e: int, floor: int) -> Named | None:
    """`Russia said`: a country that begins a clause."""
    place = text.ending(e, "place")
    if place is None or not gazetteer.is_country(place.name):
        return None
    first = text.first(place)
    if first < floor or text.low(e).endswith("ing"):
        return None
    if text.sentence(first).first != first and text.low(first - 1) not in _BEFORE_COUNTRY:
        return None
    return institution_named(text, place, first, e)


def _before_apposition(text: Text, comma: int, floor: int) -> Named | None:
    """`Marat Zhakupov, head of the weather service, told`: the name before the first of the two
    commas.
    """
    for k in range(comma - 1, max(floor, comma - REACH), -1):
        if text.word(k) in STOPS - {"–", "—", "(", ")"}:
            return None
        if text.word(k) == "," and text.pos(k + 1) == "AUX":
            return None  # Sydney and others, were asked, saying
        if text.word(k) == text.word(comma) or (text.word(k), text.word(comma)) == ("–", ","):
            person = text.beginning(k + 1, "person")
            last = text.ending(comma, "person")
            if last and last != person and with_position(text, last) == k + 1 and _is_noun(text, k):
                return person_in(text, last, _phrase_start(text, k, floor), comma + 1)
            if person and text.last(person) == comma and _is_noun(text, k):
                return person_in(text, person, _phrase_start(text, k, floor), comma + 1)
            bracketed = text.word(k - 1) == ")" and text.word(k - 3) == "("
            found = _ends_at(text, k - 3 if bracketed else k, floor)
            if found and found.mention.kind in ("person", "institution", "role"):
                return Named(found.mention, found.first, comma + 1)
    return None


def _phrase_start(text: Text, comma: int, floor: int) -> int:
    """The article of `the national delegate in Valencia, Pilar Bernabé`, where a comma or the
    clause begins right before it; else the name itself.
    """
    for i in range(comma - 1, max(floor, comma - 13) - 1, -1):
        if is_determiner(text.low(i)) and (i == floor or text.word(i - 1) == ","):
            return i
        if text.word(i) == "," or text.pos(i) in ("AUX", "PRON"):
            break
    return comma + 1


def _is_noun(text: Text, comma: int) -> bool:
    """`Epstein’s neighbor in Florida, Donald Trump, said`: a noun stands before, no other name."""
    noun = text.pos(comma - 1) in ("NOUN", "PROPN") or text.low(comma - 1) == "another"
    return text.ending(comma, "person") is None and noun


def _before_aside(text: Text, comma: int, floor: int) -> Named | None:
    """`Mirzaev, for his part, stressed` and `he, however, said`; `As for water, X said` is none."""
    person = text.ending(comma, "person")
    if person and text.first(person) >= floor and before(text, text.first(person)):
        return person_in(text, person, text.first(person), comma)
    return None


def _noun_backward(text: Text, e: int, floor: int) -> Named | None:
    """`the company said`, `one resident said`, `officials at the bank said`."""
    if speaks(text, e - 1) and not text.ending(e, "organization"):
        first = noun_start(text, e - 1, floor)
        head = _head_of(text, first + is_determiner(text.low(first)), floor)
        if head is not None:  # a spokesperson for the airline
            return noun_named(text, noun_start(text, head, floor), head, e)
        if text.low(first - 1) in _OBJECT_OF:
            return None  # who was not involved in the study said
        return noun_named(text, first, e - 1, e)
    near = _LONGEST_NOUN
    for k in range(e - 2, floor - 1, -1):
        near -= text.mention(k) is None
        if near < 0:
            return None
        if text.word(k) in STOPS or text.word(k) == ",":
            return None
        if text.pos(k) == "AUX" or text.low(k) in entries("speech", "said"):
            return None
        if text.low(k).endswith("ed") and text.low(k + 1) in _OBJECTS:
            return None  # the head of state congratulated them
        if speaks(text, k) and _is_continued(text, k + 1) and not text.mention(k, "person"):
            if text.mention(k, "organization"):
                continue
            head = _outermost(text, k, floor)
            return noun_named(text, noun_start(text, head, floor), head, e)
    return None


_LONGEST_NOUN = 8  # words of a noun phrase outside names


def _is_continued(text: Text, i: int) -> bool:
    """`officials at …`, `people familiar with …`, `the person filming …`"""
    low = text.low(i)
    return (
        low in LINKS
        or low in entries("speakers", "continued")
        or (text.pos(i) == "VERB" and low.endswith("ing") and low not in entries("speech", "said"))
    )


def _outermost(text: Text, head: int, floor: int) -> int:
    """`an official close to the governor`: the official, not the governor."""
    while True:
        k = noun_start(text, head, floor)
        if text.low(k - 1) not in (*LINKS, "to"):
            return head
        k -= 2
        if text.low(k) in entries("speakers", "continued"):
            k -= 1
        if k < floor or not speaks(text, k):
            return head
        head = k


def _head_of(text: Text, i: int, floor: int) -> int | None:
    """`the head of the Ministry`: the noun before `of`, whose subject the organization is not."""
    k = i - 1
    if is_determiner(text.low(k)):
        k -= 1
    if text.low(k) in LINKS and k - 1 >= floor and speaks(text, k - 1):
        return k - 1
    return None


_OBJECTS = frozenset(("him", "her", "them", "us", "it", "me", "the", "his", "their", "its"))
_BEFORE_COUNTRY = frozenset(("but", "that", "as", "while", "when", "”", '"', "meanwhile"))
_OBJECT_OF = frozenset(("in", "of", "with", "from", "by", "for", "at", "into", "about", "on"))
