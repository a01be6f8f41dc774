"""The words that name a speaker behind a verb of speech. Comes in: a `Text` and the token where a
subject begins. Goes out: a `Named`, or None where the words name nobody who could speak.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

from baqylau.facts.en.words.positions import forward as position_at
from baqylau.facts.en.words.positions_before import before
from baqylau.facts.en.words.text import STOPS, Text, is_determiner
from baqylau.facts.grammar.speakers.speaker import Kind, SpeakerMention
from baqylau.lang.en import gazetteer
from baqylau.lang.en.wordlists import entries
from baqylau.model.fact import Mention

LINKS = ("of", "at", "from", "for", "in", "with", "on")


@dataclass(frozen=True, slots=True)
class Named:
    """`tokens[first:last]` are the speaker's words with position and apposition."""

    mention: SpeakerMention
    first: int
    last: int


def forward(text: Text, i: int, stop: int) -> Named | None:
    """The subject that begins at the token: `said Mayor Askar Bekenov, head of …`."""
    if text.low(i) in PRONOUNS:
        return pronoun_named(text, i)
    for k in range(i, min(i + 14, stop)):
        person = text.beginning(k, "person")
        if person and text.low(k - 1) not in LINKS:
            leads = _leads_to(text, i, k, person)
            return person_in(text, person, i, text.last(person)) if leads else None
        if text.word(k) in STOPS or text.low(k) in _BREAKS:
            break
    named = _at_end_of_position(text, i, stop)
    if named:
        return named
    start = i + 1 if is_determiner(text.low(i)) else i
    firm = text.beginning(start, "organization")
    if firm and not _goes_on(text, text.last(firm)):
        return institution_named(text, firm, i, text.last(firm))
    return _behind_position(text, i, stop) or _noun_forward(text, i, stop)


def _at_end_of_position(text: Text, i: int, stop: int) -> Named | None:
    """`said Akim (Mayor) of Almaty X`, `explains the director of the Institute of Wool X`:
    the position reaches from the verb to the name.
    """
    if not (gazetteer.is_head(text.word(i)) or is_determiner(text.low(i)) or text.is_capital(i)):
        return None
    for k in range(i + 1, min(i + _LONGEST_POSITION, stop)):
        person = text.beginning(k, "person")
        if person:
            found = with_position(text, person) <= i and text.word(k - 1) != ","
            return person_in(text, person, i, text.last(person)) if found else None
        if text.pos(k) in ("AUX", "PRON") or text.word(k) in (".", ";", "“", "”", '"'):
            return None
    return None


_LONGEST_POSITION = 24  # tokens


def _behind_position(text: Text, i: int, stop: int) -> Named | None:
    """`said the city’s adviser for roads and parks, X`: the name behind a long position."""
    held = position_at(text, i)
    if held is None or held.end >= stop or text.word(held.end) != ",":
        return None
    person = text.beginning(held.end + 1, "person")
    if person is None or text.word(text.last(person)) not in STOPS | {",", ""}:
        return None
    return person_in(text, person, i, text.last(person))


def _leads_to(text: Text, i: int, person: int, mention: Mention) -> bool:
    """Whether only a position stands between: `said Mayor X`, `said the bank’s economist, Y`."""
    if i == person or with_position(text, mention) <= i:
        return True
    between = range(i, person)
    if is_determiner(text.low(i)) and text.low(i) in ("a", "an") and person - i in (2, 3):
        return all(text.word(k).islower() for k in between)  # said an emotional X
    if any(
        text.pos(k) in ("AUX", "VERB", "PRON") and not gazetteer.is_before(text.word(k))
        for k in between
    ):
        return False
    return any(gazetteer.is_head(text.word(k)) for k in between) or person - i == 1


_BREAKS = frozenset(
    ("that", "who", "which", "is", "was", "has", "had", "will", "said", "and", "but")
)
PRONOUNS = frozenset(("he", "she", "they", "it", "i", "we"))


def _goes_on(text: Text, i: int) -> bool:
    """`Ministry of Culture spokesperson`, `the akimat’s press service`: the name is no head."""
    if text.low(i) in ("’s", "'s", "’", "'"):
        return True
    return speaks(text, i) and not text.is_capital(i)


def speaks(text: Text, i: int) -> bool:
    """Whether the word is a noun whose phrase may speak: of a list, or by its ending the name of
    a trade behind an article or in the plural (`a winemaker`, `campaigners`).
    """
    low = text.low(i)
    return low in _speaking() or (_is_trade(low) and text.pos(i) in ("NOUN", "ADJ"))


@cache
def _speaking() -> frozenset[str]:
    trades = {w for w in entries("positions", "heads") if " " not in w}
    trades |= {f"{w}s" for w in trades}
    return entries("speakers", "people") | entries("speakers", "institutions") | trades


@lru_cache(maxsize=20_000)
def _is_trade(word: str) -> bool:
    """`winemaker`, `biologists`: by ending; words for things that end so are listed."""
    stem = word.removesuffix("s")
    if not stem.isalpha() or len(stem) < _SHORTEST_TRADE or stem in entries("speakers", "things"):
        return False
    return stem.endswith(tuple(entries("speakers", "trade_endings")))


_SHORTEST_TRADE = 6


def _noun_forward(text: Text, i: int, stop: int) -> Named | None:
    first = i
    for k in range(i, min(i + 8, stop)):
        word = text.low(k)
        if not word or not (word[0].isalnum() or word in ("’s", "'s", "’")):
            break
        if k > i and (is_determiner(word) or text.pos(k) in ("ADP", "AUX", "CCONJ", "PRON")):
            break
        if speaks(text, k) and not speaks(text, k + 1) and text.low(k + 1) not in ("’s", "'s", "’"):
            return noun_named(text, first, k, k + 1)
    return None


def _made(
    text: Text, kind: Kind, first: int, head: int, last: int, mention: Mention | None = None
) -> SpeakerMention:
    return SpeakerMention(kind, tuple(text.tokens[first:last]), text.tokens[head], mention)


def person_in(text: Text, person: Mention, first: int, last: int) -> Named:
    a, b = text.span[person.start]
    return Named(_made(text, "person", a, b - 1, b, person), min(first, a), max(last, b))


def person_named(text: Text, person: Mention) -> Named:
    """A person as the speaker, without words around the name."""
    return person_in(text, person, text.first(person), text.last(person))


def institution_named(text: Text, firm: Mention, first: int, last: int) -> Named:
    a, b = text.span[firm.start]
    return Named(_made(text, "institution", a, b - 1, b, firm), min(first, a), max(last, b))


def pronoun_named(text: Text, i: int) -> Named:
    return Named(_made(text, "pronoun", i, i, i + 1), i, i + 1)


def noun_named(text: Text, first: int, head: int, last: int) -> Named:
    low = text.low(head)
    if low in entries("speakers", "institutions"):
        kind: Kind = "institution"
    else:
        many = low.endswith("s") and not low.endswith("ss")
        kind = "people" if many or low in ("people", "women", "men") else "role"
    return Named(_made(text, kind, first, head, last), first, last)


def with_position(text: Text, person: Mention) -> int:
    """The first word of the position before a person, with its article."""
    first = text.first(person)
    while text.word(first - 1).removesuffix(".") in entries("positions", "titles"):
        first -= 1
    held = before(text, first)
    return with_article(text, held.start if held else first)


def with_article(text: Text, first: int) -> int:
    while True:
        if is_determiner(text.low(first - 1)):
            first -= 1
            continue
        owner = text.ending(first - 1, "place", "organization")
        if text.low(first - 1) not in ("’s", "'s", "’", "'") or owner is None:
            return first
        first = text.first(owner)


def people_named(text: Text, first: int, last: int) -> Named:
    """Two people, as they are printed."""
    return Named(_made(text, "people", first, last - 1, last), first, last)
