"""The words that name a speaker beside a verb of speech. Comes in: a `Text` and the token where a
subject begins or ends. Goes out: a `Named`, or None where the words name nobody who could speak.
"""

from dataclasses import dataclass
from functools import cache

from baqylau.facts.en.words.positions import before
from baqylau.facts.en.words.text import STOPS, Text, is_determiner
from baqylau.facts.grammar.speakers.speaker import Kind, SpeakerMention
from baqylau.lang.en import gazetteer
from baqylau.lang.en.wordlists import entries
from baqylau.model.fact import Mention

_REACH = 26  # tokens of a subject with its apposition
_LINKS = ("of", "at", "from", "for", "in", "with", "on")


@dataclass(frozen=True, slots=True)
class Named:
    """`tokens[first:last]` are the speaker's words with position and apposition."""

    mention: SpeakerMention
    first: int
    last: int


def forward(text: Text, i: int, stop: int) -> Named | None:
    """The subject that begins at the token: `said Mayor Askar Bekenov, head of …`."""
    if text.low(i) in _PRONOUNS:
        return _pronoun(text, i)
    for k in range(i, min(i + 14, stop)):
        person = text.beginning(k, "person")
        if person and text.low(k - 1) not in _LINKS:
            return _person(text, person, i, text.last(person)) if _leads_to(text, i, k) else None
        if text.word(k) in STOPS or text.low(k) in _BREAKS:
            break
    start = i + 1 if is_determiner(text.low(i)) else i
    firm = text.beginning(start, "organization")
    if firm and not _goes_on(text, text.last(firm)):
        return _institution(text, firm, i, text.last(firm))
    return _noun_forward(text, i, stop)


def _leads_to(text: Text, i: int, person: int) -> bool:
    """Whether only a position stands between: `said Mayor X`, `said the bank’s economist, Y`."""
    if i == person or _with_position(text, text.mention(person)) <= i:  # type: ignore[arg-type]
        return True
    between = range(i, person)
    if any(
        text.pos(k) in ("AUX", "VERB", "PRON") and not gazetteer.is_before(text.word(k))
        for k in between
    ):
        return False
    return any(gazetteer.is_head(text.word(k)) for k in between) or person - i == 1


_BREAKS = frozenset(
    ("that", "who", "which", "is", "was", "has", "had", "will", "said", "and", "but")
)
_PRONOUNS = frozenset(("he", "she", "they", "it", "i", "we"))


def _goes_on(text: Text, i: int) -> bool:
    """`Ministry of Culture spokesperson`, `the akimat’s press service`: the name is no head."""
    if text.low(i) in ("’s", "'s", "’", "'"):
        return True
    return text.low(i) in _nouns() and not text.is_capital(i)


def _nouns() -> frozenset[str]:
    """Words in small letters whose phrase may speak."""
    return _speaking()


@cache
def _speaking() -> frozenset[str]:
    trades = {w for w in entries("positions", "heads") if " " not in w}
    return entries("speakers", "people") | entries("speakers", "institutions") | trades


def _noun_forward(text: Text, i: int, stop: int) -> Named | None:
    first = i
    for k in range(i, min(i + 8, stop)):
        word = text.low(k)
        if not word or not (word[0].isalnum() or word in ("’s", "'s", "’")):
            break
        if k > i and (is_determiner(word) or text.pos(k) in ("ADP", "AUX", "CCONJ", "PRON")):
            break
        if (
            word in _nouns()
            and text.low(k + 1) not in _nouns()
            and text.low(k + 1) not in ("’s", "'s", "’")
        ):
            return _noun(text, first, k, k + 1)
    return None


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
    if text.low(e - 1) in _PRONOUNS:
        return _pronoun(text, e - 1)
    person = text.ending(e, "person") or _with_link(text, e, floor)
    if person and text.first(person) >= floor:
        return _person(text, person, max(floor, _with_position(text, person)), e)
    noun = _noun_backward(text, e, floor)
    if noun:
        return noun
    firm = text.ending(e, "organization")
    if firm and text.first(firm) >= floor:
        first = text.first(firm)
        head = _head_of(text, first, floor)
        if head is not None:
            return _noun(text, _start(text, head, floor), head, e)
        return _institution(text, firm, max(floor, _with_article(text, first)), e)
    return None


def _with_position(text: Text, person: Mention) -> int:
    """The first word of the position before a person, with its article."""
    first = text.first(person)
    while text.word(first - 1).removesuffix(".") in entries("positions", "titles"):
        first -= 1
    held = before(text, first)
    return _with_article(text, held.start if held else first)


def _with_article(text: Text, first: int) -> int:
    while True:
        if is_determiner(text.low(first - 1)):
            first -= 1
            continue
        owner = text.ending(first - 1, "place", "organization")
        if text.low(first - 1) not in ("’s", "'s", "’", "'") or owner is None:
            return first
        first = text.first(owner)


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
            if (
                last
                and last != person
                and _with_position(text, last) == k + 1
                and _is_noun(text, k)
            ):
                return _person(text, last, _phrase_start(text, k, floor), comma + 1)
            if person and text.last(person) == comma and _is_noun(text, k):
                return _person(text, person, _phrase_start(text, k, floor), comma + 1)
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
        return _person(text, person, text.first(person), comma)
    return None


def _noun_backward(text: Text, e: int, floor: int) -> Named | None:
    """`the company said`, `one resident said`, `officials at the bank said`."""
    if text.low(e - 1) in _nouns() and not text.ending(e, "organization"):
        first = _start(text, e - 1, floor)
        head = _head_of(text, first + is_determiner(text.low(first)), floor)
        if head is not None:  # a spokesperson for the airline
            return _noun(text, _start(text, head, floor), head, e)
        return _noun(text, first, e - 1, e)
    for k in range(e - 2, max(floor, e - 9) - 1, -1):
        if text.word(k) in STOPS or text.word(k) == ",":
            return None
        if text.pos(k) == "AUX" or text.low(k) in entries("speech", "said"):
            return None
        if text.low(k) in _nouns() and text.low(k + 1) in _LINKS and not text.mention(k, "person"):
            if text.mention(k, "organization"):
                continue
            return _noun(text, _start(text, k, floor), k, e)
    return None


def _head_of(text: Text, i: int, floor: int) -> int | None:
    """`the head of the Ministry`: the noun before `of`, whose subject the organization is not."""
    k = i - 1
    if is_determiner(text.low(k)):
        k -= 1
    if text.low(k) in _LINKS and k - 1 >= floor and text.low(k - 1) in _nouns():
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


def _made(
    text: Text, kind: Kind, first: int, head: int, last: int, mention: Mention | None = None
) -> SpeakerMention:
    return SpeakerMention(kind, tuple(text.tokens[first:last]), text.tokens[head], mention)


def _person(text: Text, person: Mention, first: int, last: int) -> Named:
    a, b = text.span[person.start]
    return Named(_made(text, "person", a, b - 1, b, person), min(first, a), max(last, b))


def person_named(text: Text, person: Mention) -> Named:
    """A person as the speaker, without words around the name."""
    return _person(text, person, text.first(person), text.last(person))


def _institution(text: Text, firm: Mention, first: int, last: int) -> Named:
    a, b = text.span[firm.start]
    return Named(_made(text, "institution", a, b - 1, b, firm), min(first, a), max(last, b))


def _pronoun(text: Text, i: int) -> Named:
    return Named(_made(text, "pronoun", i, i, i + 1), i, i + 1)


def _noun(text: Text, first: int, head: int, last: int) -> Named:
    low = text.low(head)
    if low in entries("speakers", "institutions"):
        kind: Kind = "institution"
    else:
        many = low.endswith("s") and not low.endswith("ss")
        kind = "people" if many or low in ("people", "women", "men") else "role"
    return Named(_made(text, kind, first, head, last), first, last)
