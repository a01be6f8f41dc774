"""The subject that ends right before a verb of speech: `the head of the board, X, told`, `X on
Friday said`, `X, who also said`. Comes in: a `Text` and the verb's token. Goes out: a `Named`, or
None where the words name nobody who could speak.
"""

from baqylau.facts.en.speakers.mentions import (
    LINKS,
    PRONOUNS,
    Named,
    institution_named,
    noun_named,
    person_in,
    pronoun_named,
    speaking_nouns,
    with_article,
    with_position,
)
from baqylau.facts.en.words.positions import before
from baqylau.facts.en.words.text import STOPS, Text, is_determiner
from baqylau.lang.en import gazetteer
from baqylau.lang.en.wordlists import entries
from baqylau.model.fact import Mention

_REACH = 26  # tokens of a subject with its apposition


def backward(text: Text, verb: int, floor: int) -> Named | None:
    """The subject that ends right before the verb (adverbs and an apposition may stand between)."""
    e = verb
    while e > floor and text.low(e - 1) in entries("speech", "between"):
        e -= 1
    if text.word(e - 1) == ")" and text.word(e - 3) == "(":
        e -= 3  # the Civil Aviation Authority (CAA) said
    if e > floor and text.word(e - 1) == ",":
        return _before_apposition(text, e - 1, floor) or _before_aside(text, e - 1, floor)
    return _ends_at(text, e, floor)


def _ends_at(text: Text, e: int, floor: int) -> Named | None:
    """The subject whose last word stands right before the token."""
    if e <= floor:
        return None
    if text.low(e - 1) in PRONOUNS:
        return pronoun_named(text, e - 1)
    person = text.ending(e, "person") or _with_link(text, e, floor)
    if person and text.first(person) >= floor:
        return person_in(text, person, max(floor, with_position(text, person)), e)
    noun = _noun_backward(text, e, floor)
    if noun:
        return noun
    firm = text.ending(e, "organization")
    if firm and text.first(firm) >= floor:
        first = text.first(firm)
        head = _head_of(text, first, floor)
        if head is not None:
            return noun_named(text, _start(text, head, floor), head, e)
        return institution_named(text, firm, max(floor, with_article(text, first)), e)
    return None


def _with_link(text: Text, e: int, floor: int) -> Mention | None:
    """`Jeanine Añez of the opposition Democrat Union said`."""
    for k in range(e - 1, max(floor, e - 9), -1):
        if text.word(k) in STOPS or text.word(k) == "," or text.pos(k) in ("AUX", "CCONJ"):
            return None
        if text.low(k) in ("of", "from", "at") and text.ending(k, "person"):
            return text.ending(k, "person")
    return None


def _before_apposition(text: Text, comma: int, floor: int) -> Named | None:
    """`Marat Zhakupov, head of the weather service, told`: the name before the first of the two
    commas.
    """
    for k in range(comma - 1, max(floor, comma - _REACH), -1):
        if text.word(k) in STOPS - {"–", "—", "(", ")"}:
            return None
        if text.word(k) in (",", "–", "—"):
            person = text.beginning(k + 1, "person")
            last = text.ending(comma, "person")
            if last and last != person and with_position(text, last) == k + 1 and _is_noun(text, k):
                return person_in(text, last, _phrase_start(text, k, floor), comma + 1)
            if person and text.last(person) == comma and _is_noun(text, k):
                return person_in(text, person, _phrase_start(text, k, floor), comma + 1)
            found = _ends_at(text, k, floor)
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
    return text.ending(comma, "person") is None and text.pos(comma - 1) in ("NOUN", "PROPN")


def _before_aside(text: Text, comma: int, floor: int) -> Named | None:
    """`Mirzaev, for his part, stressed` and `he, however, said`; `As for water, X said` is none."""
    person = text.ending(comma, "person")
    if person and text.first(person) >= floor and before(text, text.first(person)):
        return person_in(text, person, text.first(person), comma)
    return None


def _noun_backward(text: Text, e: int, floor: int) -> Named | None:
    """`the company said`, `one resident said`, `officials at the bank said`."""
    if text.low(e - 1) in speaking_nouns() and not text.ending(e, "organization"):
        first = _start(text, e - 1, floor)
        head = _head_of(text, first + is_determiner(text.low(first)), floor)
        if head is not None:  # a spokesperson for the airline
            return noun_named(text, _start(text, head, floor), head, e)
        return noun_named(text, first, e - 1, e)
    for k in range(e - 2, max(floor, e - 9) - 1, -1):
        if text.word(k) in STOPS or text.word(k) == ",":
            return None
        if text.pos(k) == "AUX" or text.low(k) in entries("speech", "said"):
            return None
        if (
            text.low(k) in speaking_nouns()
            and text.low(k + 1) in LINKS
            and not text.mention(k, "person")
        ):
            if text.mention(k, "organization"):
                continue
            return noun_named(text, _start(text, k, floor), k, e)
    return None


def _head_of(text: Text, i: int, floor: int) -> int | None:
    """`the head of the Ministry`: the noun before `of`, whose subject the organization is not."""
    k = i - 1
    if is_determiner(text.low(k)):
        k -= 1
    if text.low(k) in LINKS and k - 1 >= floor and text.low(k - 1) in speaking_nouns():
        return k - 1
    return None


def _start(text: Text, head: int, floor: int) -> int:
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
        if text.pos(first - 1) == "VERB" and not gazetteer.is_before(word):
            break
        first -= 1
    return first
