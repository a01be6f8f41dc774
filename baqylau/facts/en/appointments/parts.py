"""The parts of an appointment: its person, its position, and whether it happened. Comes in: a
`Text` and a token beside the verb. Goes out: a `Person`, a `Position`, or None.
"""

from dataclasses import dataclass

from baqylau.facts.en.quotes.extractor import speech
from baqylau.facts.en.speakers.backward import backward
from baqylau.facts.en.speakers.resolver import SPEAKERS
from baqylau.facts.en.words.positions import Position, forward
from baqylau.facts.en.words.positions_before import before
from baqylau.facts.en.words.text import Text, is_determiner
from baqylau.facts.grammar.speakers.resolver import speaker_of
from baqylau.lang.en.wordlists import entries, wordlist
from baqylau.model.fact import Slot


@dataclass(frozen=True, slots=True)
class Person:
    """Their words are `tokens[first:last]`."""

    first: int
    last: int
    slot: Slot


def subject_before(text: Text, verb: int) -> Person | None:
    """The person whose verb begins at the token: a name, or a pronoun that means one."""
    e = verb
    while text.pos(e - 1) in ("AUX", "ADV") or text.low(e - 1) in entries("speech", "between"):
        e -= 1
    if text.low(e - 1) == "who":
        e -= 2 if text.word(e - 2) == "," else 1
    named = backward(text, e, text.sentence(verb - 1).first)
    if named is None or named.mention.kind not in ("person", "pronoun"):
        return None
    mention = named.mention
    if mention.mention:
        first, last = text.span[mention.mention.start]
        m = mention.mention
        return Person(first, last, text.analysis.slot(m.start, m.end, m.name))
    speaker = speaker_of(text.analysis, mention, speech(text.analysis).history, SPEAKERS)
    if speaker.name is None or mention.head.text.lower() not in ("he", "she"):
        return None
    return Person(named.first, named.last, speaker.slot)


def subjects_before(text: Text, verb: int) -> list[Person]:
    """The same, or the people whose verb it is: `X and the minister Y were dismissed`."""
    one = subject_before(text, verb)
    if one is not None:
        return [one]
    e = verb
    while text.pos(e - 1) in ("AUX", "ADV"):
        e -= 1
    named = backward(text, e, text.sentence(verb - 1).first)
    if named is None or named.mention.kind != "people":
        return []
    found = [text.beginning(i, "person") for i in range(named.first, named.last)]
    return [
        Person(text.first(m), text.last(m), text.analysis.slot(m.start, m.end, m.name))
        for m in found
        if m is not None
    ]


def object_at(text: Text, i: int) -> Person | None:
    """The person right behind the verb, behind a position at most."""
    for k in range(i, i + 9):
        person = text.beginning(k, "person")
        if person and not _is_object(text, i, k):
            return None
        if person and text.low(text.last(person)) in ("’s", "'s", "’", "'"):
            return None  # removed X’s portrait
        if person:
            return Person(
                k, text.last(person), text.analysis.slot(person.start, person.end, person.name)
            )
        if (
            not text.word(k)[:1].isalnum()
            or text.pos(k) in ("AUX", "PRON")
            or text.low(k) in ("to", "in", "at", "by", "from", "with", "after")
        ):
            return None
    return None


def _is_object(text: Text, i: int, person: int) -> bool:
    """Whether only a position, a title or an article stands between the verb and the name."""
    while is_determiner(text.low(i)):
        i += 1
    first = person
    while text.word(first - 1).removesuffix(".") in entries("positions", "titles"):
        first -= 1
    held = before(text, first)
    return first <= i or (held is not None and held.start <= i)


def position_at(text: Text, i: int) -> Position | None:
    """`as deputy minister`, `to the post of prosecutor`, `of his post as ambassador`."""
    posts = wordlist("appointments")["words"]["posts"]
    k = i
    if text.word(k) == ",":
        k += 1
    for _ in range(7):
        low = text.low(k)
        if (
            low in ("as", "to", "of", "from", "in", "be", "become", "for")
            or is_determiner(low)
            or low in posts
        ) or low in ("new", "next", "full-time", "permanent", "its", "country’s"):
            k += 1
        else:
            break
    found = forward(text, k)
    if found is None or found.head in entries("positions", "relations") - {"candidate"}:
        return None
    words = {text.low(n) for n in range(k, found.end + 1)}
    if words & set(wordlist("appointments")["words"]["prizes"]):
        return None
    return None if text.mention(found.end, "person") and k == i else found


_NEAR = 3  # words between "to" and the verb that it makes a wish or a plan


def happened(text: Text, a: int, b: int) -> bool:
    """Whether nothing between the person and the verb, or at the beginning of the sentence, says
    that it has not happened.
    """
    words = wordlist("appointments")["words"]
    sentence = text.sentence(b)
    unsure = [i for i in range(a, b) if text.low(i) in words["unsure"]]
    if any(text.low(i) != "to" or b - i <= _NEAR for i in unsure):
        return False
    start = range(sentence.first, b)
    if any(
        text.low(i)
        in (
            "if",
            "whether",
            "unless",
            "denied",
            "denies",
            "rumors",
            "rumours",
            "could",
            "may",
            "might",
        )
        for i in start
    ):
        return False
    return not any(
        text.low(i) in words["calls"] and text.low(i + 1) in ("on", "for", "that", "the")
        for i in start
    )


def is_conditional(text: Text, i: int) -> bool:
    """`will resign only after the vote`, `would quit if asked`: nothing happened yet."""
    words = wordlist("appointments")["words"]
    ahead = text.low(i) == "will" or text.low(i - 1) in ("will", "would", "ready", "willing")
    rest = range(i, text.sentence(i).last)
    return ahead and any(text.low(k) in words["conditions"] for k in rest)
