"""Modifiers of a Kazakh amount, from the words around a number: the bound (at least, at most), the
direction (up, down) and the modality (planned, forecast).

Comes in: an `Analysis` and where the number stands. Goes out: bound, direction and modality in the
words of the public contract. Kazakh expresses all three behind the number, by its case and the
words that govern this case: `мыңнан астам`, `5 пайызға өсті`.
"""

import re
from collections.abc import Collection
from functools import cache
from typing import Literal

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.amounts import modifiers as shared
from baqylau.facts.grammar.quantity import Direction, MeasuredAmount, Modality, Modifiers
from baqylau.lang.kk.counting import own_end
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.words import Token

_FROM = re.compile(wordlist("amounts")["endings"]["from"])
_TO = re.compile(wordlist("amounts")["endings"]["to"])
_REACH = 60  # characters behind the number to the verb that moves it
_FAR = 200  # characters around it in which the sentence says that it is foreseen or planned
_BACK = 24  # characters before it in which a word of its bound or of growth stands


def case_of(text: str) -> Literal["from", "to"] | None:
    """The case of a number's last word, as far as the bounds need it: ablative ("from") or dative
    ("to"). The word `теңге` itself only looks like a dative.
    """
    if text.endswith(tuple(wordlist("amounts")["bound"]["bare_words"])):
        return None
    return "from" if _FROM.search(text) else "to" if _TO.search(text) else None


def modifiers(a: Analysis, made: MeasuredAmount) -> Modifiers:
    direction = direction_of(a, made.start, made.end, made.unit.quantity)
    ends = (own_end(a.text, made.number.end), made.end)
    bound = shared.bound_of(a, cues(), made.start, ends, direction is not None)
    closes = made.number.high is not None or _RANGE.search(
        a.text[max(0, made.start - _BACK) : made.start]
    )
    if bound == "under" and closes:
        bound = "exact"  # "5-тен 7-ге дейін": the word closes the range, or the way down
    return Modifiers(bound, direction, modality_of(a, made.start, made.end))


_RANGE = re.compile(r"\d-?(?:[дтн][ае]н)\s$")


@cache
def cues() -> shared.Cues:
    return shared.Cues(wordlist("amounts"), _begins, is_verb, _never, case_of)


def _begins(token: Token, beginnings: Collection[str]) -> bool:
    return bool(beginnings) and token.text.lower().startswith(tuple(beginnings))


def _never(_token: Token) -> bool:
    return False


def is_verb(token: Token) -> bool:
    return VERB.search(token.text) is not None


VERB = re.compile(wordlist("amounts")["endings"]["verb"])


def bound_words(case: str) -> re.Pattern[str]:
    """The words for bounds behind this case: мыңнан астам, 100-ге жуық."""
    return shared.bound_words(cues(), case)


@cache
def _directions() -> re.Pattern[str]:
    lists = wordlist("amounts")["direction"]
    body = "|".join(
        f"(?P<{name}>{'|'.join(sorted(lists[name], key=len, reverse=True))})"
        for name in ("up", "down", "level")
    )
    return re.compile(rf"(?<!\w)(?!{'|'.join(lists['not'])})(?:{body})")


def direction_of(a: Analysis, start: int, end: int, quantity: str) -> Direction | None:
    """The direction, from the nearest word of change behind the number in its clause; before the
    number only nouns of growth count (`өсім 5 пайыз`).
    """
    if quantity == "duration":
        return None
    signed = shared.sign_of(a.text, start, quantity)
    if signed:
        return signed
    clause = _CLAUSE.match(a.text, end, min(end + _REACH, a.sentence_at(start).end))
    behind = clause[0].lower() if clause else ""
    case = case_of(a.text[start:end].lower())
    if (
        case is not None
        or quantity in ("percent", "ratio")
        or "деңгейінде" in behind
        or "болып қал" in behind
    ):
        for found in _directions().finditer(behind):
            if _moves(found, behind, case):
                return found.lastgroup  # type: ignore[return-value]
    return _growth_before(a, start) if quantity == "percent" else None


_CLAUSE = re.compile(r"(?:[^,.;:!?»”\n–—]|(?<=\d)[.,](?=\d))*")
_PAST_TENSE = re.compile(
    wordlist("amounts")["endings"]["past"]
)  # a clause that ends in the past tense: жетті, but not жетеді


def _moves(found: re.Match[str], behind: str, case: str | None) -> bool:
    """Whether the word of change gives a direction: a word that compares must stand right behind
    the number, a word for "stay" needs a level, and `асып түсті` means a bound and no fall.
    """
    word, before = found[0], behind[: found.start()].strip()
    if word in wordlist("amounts")["direction"]["compared"]:
        return not before and case != "from"
    if found.lastgroup == "level":
        return "деңгей" in behind or "болып" in behind or word.startswith("өзгер")
    return not (
        word.startswith("түс") and (case != "to" or before.endswith("п"))
    )  # "теңге түсті" came in


def _growth_before(a: Analysis, start: int) -> Direction | None:
    lists = wordlist("amounts")["direction"]
    words = a.text[max(a.sentence_at(start).start, start - _BACK) : start].lower().split()[-2:]
    if any(w.startswith(tuple(lists["before_up"])) for w in words):
        return "up"
    return "down" if any(w.startswith(tuple(lists["before_down"])) for w in words) else None


def is_change(word: str) -> bool:
    """`қысқарды`, `өсіп`: whether the word means growth or a fall."""
    return _directions().match(word) is not None


@cache
def _intentions() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = wordlist("amounts")["modality"]
    forecast = re.compile(rf"(?<!\w)(?:{'|'.join(lists['forecast'])})")
    return forecast, re.compile(
        rf"(?<!\w)(?:{'|'.join(lists['planned'])})"
        rf"|(?!{'|'.join(lists['not_intends'])})(?<!\w)\w{{2,}}(?:{lists['intends']})"
        r"(?=\s?(?:[.,;!»”]|ниет|болып|деп|$))"
    )


def modality_of(a: Analysis, start: int, end: int) -> Modality:
    """The modality: a forecast by the words of the whole sentence, a plan by the words behind the
    number. Where the verb of its own clause is in the past, only that clause is read.
    """
    sentence = a.sentence_span(start)
    first, last = max(sentence.start, start - _FAR), min(sentence.end, start + _FAR)
    clause = _CLAUSE.match(a.text, end, max(end, last))
    behind = clause[0].rstrip().lower() if clause else ""
    if _PAST_TENSE.search(behind):
        first, last = end, end + len(behind)
    forecast, planned = _intentions()
    if forecast.search(a.text[first:last].lower()):
        return "forecast"
    if planned.search(a.text[start:last].lower()):
        return "planned"
    ours = (OURS.search(behind) or _SHALL.search(behind)) is not None and _HABIT.search(
        a.text[first:last].lower()
    ) is None
    return "planned" if ours else "actual"


OURS = re.compile(wordlist("amounts")["modality"]["ours"])
_SHALL = re.compile(wordlist("amounts")["modality"]["shall"])
_HABIT = re.compile(rf"(?<!\w)(?:{'|'.join(wordlist('amounts')['modality']['habit'])})")
