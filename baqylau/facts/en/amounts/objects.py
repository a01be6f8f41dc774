"""The thing that an English amount measures: `The cost of the project is estimated at $45 million`,
`70% of the equipment`, `a bonus of 5 million tenge`, `60 automated stations`.

Comes in: an `Analysis` and a `MeasuredAmount`. Goes out: a slot with the words that name the thing,
without its article, or None.
"""

import re
from collections.abc import Sequence

from baqylau.facts.analysis import Analysis
from baqylau.facts.en.amounts.phrases import is_net_worth, phrase_behind, phrase_ending
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.lang.en.wordlists import wordlist
from baqylau.model.fact import Slot
from baqylau.model.words import Token

_REACH = 160  # characters back to the subject


def measured_thing(a: Analysis, made: MeasuredAmount) -> Slot | None:
    quantity = made.unit.quantity
    if quantity == "count":
        return _counted_noun(a, made)
    if quantity == "duration":
        return _subject(a, made, far=False)
    return (
        _behind(a, made)
        or _before_of(a, made)
        or _second(a, made)
        or _subject(a, made)
        or _purpose(a, made)
    )


def _counted_noun(a: Analysis, made: MeasuredAmount) -> Slot | None:
    words = [t for t in a.tokens_in(made.number.end, made.end) if t.text.lower() != "of"]
    if not words or made.unit.name in ("МРП", "МЗП"):
        return None
    if words[-1].text.lower() in wordlist("amounts")["of"]["never"]:
        return _subject(a, made)  # the index was down 20 points
    return a.slot(words[0].start, made.end)


def _behind(a: Analysis, made: MeasuredAmount) -> Slot | None:
    """`70% of the equipment`, `900 million cubic meters of water`; of money this is its purpose."""
    words = a.tokens_in(made.end, min(a.sentence_at(made.start).end, made.end + _REACH))
    if made.unit.quantity in ("money", "measure") and _is_attribute(a, made):
        return _named_by(a, words)
    if made.unit.quantity == "money":
        return None
    if words and words[0].text.lower() == "of":
        bases = wordlist("amounts")["of"]["bases"]
        base = len(words) > 1 and words[1].text.lower() in bases
        of_what = _subject(a, made) if base and made.unit.quantity == "percent" else None
        return of_what or phrase_behind(a, words[1:])
    return _changed(a, words) if made.unit.quantity == "percent" else None


def _is_attribute(a: Analysis, made: MeasuredAmount) -> bool:
    """`a 52-kilometer pipeline`, `the farm’s 3 million tenge budget`"""
    if made.unit.quantity == "measure":
        return a.text.startswith("-", made.number.end)
    before = a.tokens_in(max(0, made.start - _LONGEST_ARTICLE), made.start)[-1:]
    lists = wordlist("amounts")["of"]["determiners"]
    return any(t.text.lower() in (*lists, "’s", "'s") for t in before)


_LONGEST_ARTICLE = 8  # characters


def _named_by(a: Analysis, words: Sequence[Token]) -> Slot | None:
    """The nouns right behind the amount, to the last of them."""
    end, whens = 0, wordlist("amounts")["of"]["whens"]
    while end < min(len(words), _MOST_NOUNS) and words[end].pos in ("NOUN", "ADJ"):
        end += 1
    if not end or words[end - 1].pos != "NOUN" or words[0].text.lower() in whens:
        return None
    return a.slot(words[0].start, words[end - 1].end)


_MOST_NOUNS = 3


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
            return phrase_behind(a, words[i + 2 :]) if behind in ("in", "of") else None
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
            return phrase_ending(a, nearest[i + 1 :], lists)
    return phrase_ending(a, nearest, lists, most=2)


def _second(a: Analysis, made: MeasuredAmount) -> Slot | None:
    """`Sales grew by 6 percent and exports by 14 percent`: the verb is not said again."""
    words = _words_before(a, made)
    if made.unit.quantity != "percent" or not words or words[-1].text.lower() != "by":
        return None
    first = len(words) - 1
    while first and words[first - 1].pos in ("NOUN", "PROPN", "ADJ"):
        first -= 1
    joined = first > 1 and words[first - 1].text in ("and", ",")
    k = first - 1
    while joined and k and words[k].text in ("and", ","):
        k -= 1
    if not joined or first == len(words) - 1 or words[k].text.lower() not in ("percent", "%"):
        return None
    return a.slot(words[first].start, words[-2].end)


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
    for words in wordlist("amounts")["of"]["sums"]:
        if a.text[max(0, start - 16) : start].lower().endswith(f" {words} "):
            start -= len(words) + 1
            break
    first = max(a.sentence_at(made.start).start, start - _REACH)
    return [t for t in a.tokens_in(first, start) if t.end <= start]


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
            return phrase_ending(a, words[articles[-1] if articles else 0 : end], lists)
        if is_net_worth(words, i):
            continue
        if low in lists["links"] or low in moving:
            if _other_clause(words, i, lists) or _is_adverb(words, i, lists):
                return None
            behind = words[i + 1].text.lower() if i + 1 < len(words) else ""
            aim = i > 0 and words[i - 1].text == "to" and behind not in ("", *lists["joining"])
            if low in moving and (behind in lists["determiners"] or aim):
                return _object(a, words[i + 1 :], lists)
            before = i
            if low in lists["adverbs"] and words[i - 1].text.lower() in lists["going"]:
                before -= 1  # prices went up
            while before and words[before - 1].text.lower() in lists["auxiliaries"]:
                before -= 1
            return phrase_ending(a, _without_time(a, words[:before]), lists, subject=True)
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
    return phrase_ending(a, words[:end], lists) if end else None


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
    ago = next((i for i, t in enumerate(words) if t.text.lower() == "ago"), None)
    words = words if ago is None else words[ago + 1 :]  # a year ago each was worth
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
    return phrase_behind(a, words[at + 1 :]) if at is not None else None
