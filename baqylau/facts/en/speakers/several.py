"""Whose words they are where several nouns stand before a verb of speech: `lawyers for X`, `X, Y
and Z`, `X, project director`. Comes in: a `Text`, a person or a noun phrase before the verb. Goes
out: a `Named`, or None where the name itself is meant.
"""

from baqylau.facts.en.speakers.mentions import (
    Named,
    noun_named,
    people_named,
    person_in,
    speaks,
    with_position,
)
from baqylau.facts.en.words.positions import forward as position_at
from baqylau.facts.en.words.text import STOPS, Text, is_determiner
from baqylau.lang.en import gazetteer
from baqylau.lang.en.wordlists import entries
from baqylau.model.fact import Mention

_MODIFIERS = 3  # adjectives before a position
REACH = 26  # tokens of a subject with its apposition


def outer_noun(text: Text, person: Mention, e: int, floor: int) -> Named | None:
    """`lawyers for the reporter, Marat Tulegenov, said`: the lawyers, not the reporter."""
    link = with_position(text, person) - 1
    if text.low(link) == "by" and text.low(link - 1).endswith("ed") and speaks(text, link - 2):
        return noun_named(text, noun_start(text, link - 2, floor), link - 2, e)  # a study led by X
    near = link - _MODIFIERS
    while link > near and text.pos(link) in ("ADJ", "VERB") and text.low(link) not in ("for", "of"):
        link -= 1  # a lawyer for jailed activist X
    listed = text.word(link) == ","
    while listed and (text.pos(link - 1) in ("NOUN", "ADJ", "PROPN")):
        link -= 1
    link -= listed + (listed and is_determiner(text.low(link - 1)))
    if text.low(link) not in ("for", "of") or link - 1 < floor or not speaks(text, link - 1):
        return None
    found = noun_named(text, noun_start(text, link - 1, floor), link - 1, e)
    return found if not listed or found.mention.kind == "people" else None


def several(text: Text, person: Mention, e: int, floor: int) -> Named | None:
    """`Corbyn and McDonnell said`: both, not the second."""
    first = with_position(text, person)
    other = text.ending(first - 1, "person") if text.low(first - 1) == "and" else None
    if other is None or text.first(other) < floor:
        return None
    begins = text.first(other)
    while True:  # A, B and C said
        comma = with_position(text, other) - 1
        another = text.ending(comma, "person") if text.word(comma) == "," else None
        if another is None or text.first(another) < floor:
            return people_named(text, begins, e)
        other, begins = another, text.first(another)


def several_firms(text: Text, firm: Mention, e: int, floor: int) -> Named | None:
    """`Human Rights Watch, Amnesty International and Freedom House said`: all of them."""
    first = text.first(firm)
    other = text.ending(first - 1, "organization") if text.low(first - 1) == "and" else None
    if other is None or text.first(other) < floor:
        return None
    while True:
        begins = text.first(other)
        another = text.ending(begins - 1, "organization") if text.word(begins - 1) == "," else None
        if another is None or text.first(another) < floor:
            return people_named(text, begins, e)
        other = another


def described(text: Text, noun: Named, e: int, floor: int) -> Named | None:
    """`Damir Ospanov, a 32-year-old member of the club said`, `X, project director said`: the name
    before the comma.
    """
    k = noun.first
    while k > floor and (text.pos(k - 1) == "NUM" or text.word(k - 1) == "-"):
        k -= 1
    k = k - 1 if text.low(k - 1) in ("a", "an") else k
    person = text.ending(k - 1, "person") if text.word(k - 1) == "," else None
    if person is None or text.first(person) < floor:
        return None
    first = text.first(person)
    alone = noun.mention.kind == "role" and text.sentence(first).first == first
    if not (alone or text.low(k) in ("a", "an")):
        return None
    return person_in(text, person, max(floor, with_position(text, person)), e)


def employed(text: Text, firm: int, e: int, floor: int) -> Named | None:
    """`Damir Ospanov, Head of Research, Tulpar Capital told`: whose employer the firm is."""
    if text.word(firm - 1) != ",":
        return None
    for k in range(firm - 2, max(floor, firm - REACH), -1):
        if text.word(k) in STOPS or text.pos(k) == "AUX":
            return None
        person = text.ending(k, "person") if text.word(k) == "," else None
        if person and position_at(text, k + 1):
            return person_in(text, person, max(floor, with_position(text, person)), e)
    return None


def with_link(text: Text, e: int, floor: int) -> Mention | None:
    """`Jeanine Añez of the opposition Democrat Union said`."""
    for k in range(e - 1, max(floor, e - 9), -1):
        listed = text.pos(k) == "CCONJ" and not (text.is_capital(k - 1) and text.is_capital(k + 1))
        if text.word(k) in STOPS or text.word(k) == "," or text.pos(k) == "AUX" or listed:
            return None
        if text.low(k) in ("of", "from", "at") and text.ending(k, "person"):
            return text.ending(k, "person")
    return None


def noun_start(text: Text, head: int, floor: int) -> int:
    """The first word of the noun phrase, its article included."""
    first = head
    while first > floor and head - first < 8:
        word = text.low(first - 1)
        if is_determiner(word):
            return first - 1
        if not word or not (word[0].isalnum() or word in ("’s", "'s", "’")):
            break
        if text.pos(first - 1) in ("ADP", "AUX", "CCONJ", "PRON", "ADV"):
            break
        if word in entries("speakers", "moments") or (word[0].isdigit() and ":" in word):
            break  # last night staff said
        participle = word.endswith("ed") and is_determiner(text.low(first - 2))
        if text.pos(first - 1) == "VERB" and not (gazetteer.is_before(word) or participle):
            break
        first -= 1
    return first
