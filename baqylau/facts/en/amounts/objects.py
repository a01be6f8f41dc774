"""The thing that an English amount measures: `The cost of the project is estimated at $45 million`,
`70% of the equipment`, `a bonus of 5 million tenge`, `60 automated stations`.

Comes in: an `Analysis` and a `MeasuredAmount`. Goes out: a slot with the words that name the thing,
without its article, or None.
"""

import re
from collections.abc import Sequence
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.en.amounts.counted import is_plural
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.lang.en.wordlists import wordlist
from baqylau.model.fact import Slot
from baqylau.model.words import Token

_REACH = 160  # characters back to the subject
_LONGEST = 8  # words of a thing


def measured_thing(a: Analysis, made: MeasuredAmount) -> Slot | None:
    quantity = made.unit.quantity
    if quantity == "count":
        return _counted_noun(a, made)
    if quantity == "duration":
        return _subject(a, made, far=False)
    return _behind(a, made) or _before_of(a, made) or _subject(a, made) or _purpose(a, made)


def _counted_noun(a: Analysis, made: MeasuredAmount) -> Slot | None:
    words = [t for t in a.tokens_in(made.number.end, made.end) if t.text.lower() != "of"]
    if not words or made.unit.name in ("МРП", "МЗП"):
        return None
    if words[-1].text.lower() in wordlist("amounts")["of"]["never"]:
        return _subject(a, made)  # the index was down 20 points
    return a.slot(words[0].start, made.end)


def _behind(a: Analysis, made: MeasuredAmount) -> Slot | None:
    """`70% of the equipment`, `900 million cubic meters of water`; of money this is its purpose."""
    if made.unit.quantity == "money":
        return None
    words = a.tokens_in(made.end, min(a.sentence_at(made.start).end, made.end + _REACH))
    if words and words[0].text.lower() == "of":
        return _phrase(a, words[1:])
    return _changed(a, words) if made.unit.quantity == "percent" else None


def _changed(a: Analysis, words: Sequence[Token]) -> Slot | None:
    """`an 8 percent rise in net profit`, `a 27% shipment decline`."""
    lists = wordlist("amounts")["of"]
    for i, token in enumerate(words[:_NEAR]):
        low = token.text.lower()
        if low in lists["changes"]:
            if (
                i
                and words[i - 1].text.isalpha()
                and words[i - 1].text.lower() not in lists["whens"]
            ):
                return a.slot(_nouns_before(words, i), words[i - 1].end)
            behind = words[i + 1].text.lower() if i + 1 < len(words) else ""
            return _phrase(a, words[i + 2 :]) if behind in ("in", "of") else None
        if low in lists["whens"] or token.text in ("(", ")", "-"):
            continue
        if token.pos not in ("NOUN", "ADJ", "PROPN"):
            return None
    return None


_NEAR = 7  # tokens from a percentage to its noun of change


def _nouns_before(words: Sequence[Token], i: int) -> int:
    """Where the nouns begin that stand right before the token."""
    first = i - 1
    whens = wordlist("amounts")["of"]["whens"]
    while first and words[first - 1].text.isalpha() and words[first - 1].text.lower() not in whens:
        first -= 1
    return words[first].start


def _phrase(a: Analysis, words: Sequence[Token]) -> Slot | None:
    """The noun phrase that begins there, without its article, to the first word that ends it."""
    lists, stops = wordlist("amounts")["of"], wordlist("amounts")["names"]["stops"]
    first = 0
    while first < len(words) and words[first].text.lower() in lists["determiners"]:
        first += 1
    last = first
    while last < len(words) and last - first < _LONGEST and _in_phrase(words, first, last):
        low = words[last].text.lower()
        inside = last > first and words[last - 1].text.lower() == "of"
        article = inside and low in lists["determiners"]
        acts = last > first and (low.endswith("ed") or _is_verb(words, last, lists))
        if (
            acts
            or (low in stops and low != "of" and not article)
            or low in lists["links"]
            or low in lists["auxiliaries"]
            or low in lists["reflexives"]
        ):
            break
        last += 1
    while last > first and words[last - 1].text.lower() in ("of", "the"):
        last -= 1
    if last == first or words[first].text.lower() in lists["pronouns"]:
        return None
    return a.slot(words[first].start, words[last - 1].end)


def _in_phrase(words: Sequence[Token], first: int, i: int) -> bool:
    """A word, or the ’s between two: `the farm’s tax payments`."""
    owned = first < i < len(words) - 1 and words[i].text in ("’s", "'s")
    return words[i].text[0].isalpha() or (owned and words[i + 1].text[0].isalpha())


def _is_verb(words: Sequence[Token], i: int, lists: dict[str, list[str]]) -> bool:
    """`half of the drivers carry a spare`: behind a plural, and before an article."""
    low = words[i].text.lower()
    behind = words[i + 1].text.lower() if i + 1 < len(words) else ""
    return (
        is_plural(words[i - 1].text.lower())
        and not is_plural(low)
        and (behind in lists["determiners"])
    )


def _before_of(a: Analysis, made: MeasuredAmount) -> Slot | None:
    """`a bonus of 5 million tenge`, `a budget of 36.5 billion tenge`, `contracts worth $3 million`:
    the noun before the joining word.
    """
    lists = wordlist("amounts")["of"]
    words = _words_before(a, made)
    if len(words) < 2 or words[-1].text.lower() not in lists["joins"]:
        return None
    nearest = words[:-1]
    for i in range(len(nearest) - 1, max(-1, len(nearest) - 4), -1):
        if nearest[i].text.lower() in lists["determiners"]:
            return _phrase_ending(a, nearest[i + 1 :], lists)
    return _phrase_ending(a, nearest, lists, most=2)


def _words_before(a: Analysis, made: MeasuredAmount) -> list[Token]:
    """The words of the sentence before the amount, without the words of its bound."""
    bounds = wordlist("amounts")["bound"]
    start = made.start
    lead = a.text[max(0, start - 32) : start].lower()
    every = (w for x in ("over", "under", "about") for w in bounds[f"{x}_before"])
    for words in sorted(every, key=len, reverse=True):
        if lead.endswith(f" {words} "):
            start -= len(words) + 1
            break
    first = max(a.sentence_at(made.start).start, start - _REACH)
    return [t for t in a.tokens_in(first, start) if t.end <= start]


def _phrase_ending(
    a: Analysis,
    words: Sequence[Token],
    lists: dict[str, list[str]],
    most: int = _LONGEST,
    subject: bool = False,
) -> Slot | None:
    """The noun phrase that ends with these words; `subject` says that a verb follows them."""
    first = len(words)
    while first and len(words) - first < most:
        low = words[first - 1].text.lower()
        if not words[first - 1].text[0].isalnum() and low not in ("-", "’s", "'s"):
            break
        if low in lists["clause"] or (
            low in lists["links"] and not _is_net_worth(words, first - 1)
        ):
            break
        if low in lists["determiners"] and _opens_phrase(words, first - 1):
            break
        if low in lists["ends"] and not (subject and _goes_on(words, first - 1, lists)):
            first += low in lists["modals"] and len(words) - first > 1
            break
        if low in _acting():
            break
        first -= 1
    while first < len(words) and words[first].text.lower() in lists["determiners"]:
        first += 1
    if first == len(words) or words[first].text.lower() in lists["pronouns"]:
        return None
    if words[first].text.lower() in lists["never_first"]:
        return None
    words = _without_verb(words, first)
    if _is_person(a, words[-1]):
        return None
    if words[first].text in ("’s", "'s") or words[first].text.endswith("ing"):
        first += words[first].pos == "VERB" and len(words) > first + 1
    amount = words[first].text[:3].isupper() and words[first].text[3:4].isdigit()  # KZT7bn
    if (
        amount
        or words[first].text[0].isdigit()
        or (len(words) == first + 1 and words[first].pos == "VERB")
    ):
        return None
    last = words[-1].text.lower()
    if len(words) == first + 1 and last in lists["never"]:
        return None  # the sixth was fined 250 euros
    if not last[0].isalpha() or last in (*lists["auxiliaries"], *lists["determiners"], "for", "of"):
        return None
    return a.slot(words[first].start, words[-1].end)


@cache
def _acting() -> frozenset[str]:
    """Verbs whose object is measured, not their subject: `forecasts economic growth at 5%`."""
    return frozenset(wordlist("words")["acting"])


def _is_person(a: Analysis, word: Token) -> bool:
    """Somebody who pays or says is not measured."""
    mention = a.mention_at(word.start)
    return mention is not None and mention.type == "person"


def _without_verb(words: Sequence[Token], first: int) -> Sequence[Token]:
    """`economic growth accelerated to reach 5 percent`: without the verb at its end."""
    verb = words[-1].pos == "VERB" and words[-1].text.endswith("ed") and len(words) - first > 1
    return words[:-1] if verb else words


def _is_net_worth(words: Sequence[Token], i: int) -> bool:
    """`a net worth of 5 million`: a noun, where `worth` alone joins a thing and its price."""
    return words[i].text.lower() == "worth" and i > 0 and words[i - 1].text.lower() == "net"


def _opens_phrase(words: Sequence[Token], i: int) -> bool:
    """`jobs data The index was down`: an article behind a noun, on a page without full stops."""
    return 0 < i < len(words) - 1 and words[i].text[0].isupper() and words[i - 1].pos == "NOUN"


def _goes_on(words: Sequence[Token], i: int, lists: dict[str, list[str]]) -> bool:
    """`trade with Russia`, `revenue from operations`: the preposition stands inside a subject."""
    noun = i > 0 and words[i - 1].pos in ("NOUN", "PROPN") and words[i - 1].text.isalpha()
    return noun and words[i].text.lower() in lists["goes_on"] and i + 1 < len(words)


def _subject(a: Analysis, made: MeasuredAmount, far: bool = True) -> Slot | None:
    """The words before the verb of the clause: `Maternal mortality fell by one third`."""
    lists = wordlist("amounts")["of"]
    direction = wordlist("amounts")["direction"]
    moving = {x for name in ("up", "down", "level") for x in direction[name]}
    words = _words_before(a, made)
    for i in range(len(words) - 1, -1, -1):
        low = words[i].text.lower()
        if words[i].text in (";", ":") or len(words) - i > _FAR:
            return None
        if low in lists["relatives"]:
            return None  # was repaid by the fund, which claims 5 million
        if low in moving and words[i + 1 : i + 2] and words[i + 1].text == ",":
            return None  # took a pay cut, on average of 5 percent
        if low in moving and _is_noun(words, i):
            end = _noun_end(words, i)
            articles = [k for k in range(i) if words[k].text.lower() in lists["determiners"]]
            return _phrase_ending(a, words[articles[-1] if articles else 0 : end], lists)
        if _is_net_worth(words, i):
            continue
        if low in lists["links"] or low in moving:
            if _other_clause(words, i, lists) or _is_adverb(words, i, lists):
                return None
            behind = words[i + 1].text.lower() if i + 1 < len(words) else ""
            if low in moving and behind in lists["determiners"]:
                return _object(a, words[i + 1 :], lists)
            before = i
            if low in lists["adverbs"] and words[i - 1].text.lower() in lists["going"]:
                before -= 1  # prices went up
            while before and words[before - 1].text.lower() in lists["auxiliaries"]:
                before -= 1
            return _phrase_ending(a, _without_time(a, words[:before]), lists, subject=True)
        if not far and low in lists["periods"]:
            return None
    return None


def _is_noun(words: Sequence[Token], i: int) -> bool:
    """`economic growth of`, `an increase`: a noun, where other words of change are verbs."""
    low = words[i].text.lower()
    before = words[i - 1] if i else None
    if low == "growth":
        return True
    named = before is not None and (before.pos in ("DET", "ADJ") or before.text in ("’s", "'s"))
    return named and low in wordlist("amounts")["of"]["changes"]


def _noun_end(words: Sequence[Token], i: int) -> int:
    """Behind `growth rate`, `growth forecasts`."""
    end = i + 1
    while end < len(words) and words[end].text.lower() in wordlist("amounts")["of"]["tails"]:
        end += 1
    return end


def _object(a: Analysis, words: Sequence[Token], lists: dict[str, list[str]]) -> Slot | None:
    """`The bank kept its base rate at 16 percent`: what was kept, not who kept it."""
    end = next((i for i, t in enumerate(words) if t.text.lower() in lists["led_by"]), None)
    return _phrase_ending(a, words[:end], lists) if end else None


def _other_clause(words: Sequence[Token], verb: int, lists: dict[str, list[str]]) -> bool:
    """`Once the stage is finished, the farm will make 5 million`: the verb belongs to the clause
    that a conjunction opens and a comma closes.
    """
    if not any(t.text == "," for t in words[verb:]):
        return False
    before = [t.text.lower() for t in words[:verb]]
    last = len(before) - before[::-1].index(",") if "," in before else 0
    return any(low in lists["subordinate"] for low in before[last:])


def _is_adverb(words: Sequence[Token], i: int, lists: dict[str, list[str]]) -> bool:
    """`The slide came down nine kilometers above the town`: it moves in space."""
    if words[i].text.lower() not in lists["adverbs"] or not i:
        return False
    before = words[i - 1].text.lower()
    return before not in (*lists["links"], *lists["auxiliaries"], *lists["going"])


_FAR = 14  # words from the amount back to its verb


def _without_time(a: Analysis, words: Sequence[Token]) -> Sequence[Token]:
    """`exports from January to May`, `trade in 2025`: without the time at its end."""
    found = _TIME.search(a.text, words[0].start, words[-1].end) if words else None
    return [t for t in words if t.end <= found.start() + 1] if found else words


_TIME = re.compile(
    r"\s(?:in|for|during|over|from|since|last|this)\s(?:the\s)?(?:[A-Z][a-z]+[\s–-]?(?:to\s[A-Z]\w+\s)?"
    r"|first\s\w+\s(?:months?\s)?|past\s\w+\s?)?(?:of\s)?(?:(?:19|20)\d\d|year|years|months?|quarter)?"
    r"$"
)


def _purpose(a: Analysis, made: MeasuredAmount) -> Slot | None:
    """`allocated 120 million tenge for the repair of the school`"""
    lists = wordlist("amounts")["of"]
    before = [t.text.lower() for t in _words_before(a, made)[-4:]]
    words = a.tokens_in(made.end, min(a.sentence_at(made.start).end, made.end + _REACH))
    around = before + [t.text.lower() for t in words[:3]]
    if not any(x in lists["spent"] for x in around):
        return None
    at = next((i for i, t in enumerate(words[:4]) if t.text.lower() in lists["purposes"]), None)
    return _phrase(a, words[at + 1 :]) if at is not None else None
