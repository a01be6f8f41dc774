"""Modifiers of a Kazakh amount, from the words around a number: the bound (at least, at most), the
direction (up, down) and the modality (planned, forecast).

Comes in: an `Analysis` and where the number stands. Goes out: bound, direction and modality in the
words of the public contract. Kazakh expresses all three behind the number, by its case and the
words that govern this case: `мыңнан астам`, `5 пайызға өсті`.
"""

import re
from functools import cache
from typing import Literal

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quantity import Bound, Direction, Modality
from baqylau.lang.kk.wordlists import wordlist

_FROM = re.compile(r"[дтн][ае]н$")
_TO = re.compile(r"(?:[ғқ]а|[гк]е|н[ае])$")
_REACH = 60  # characters behind the number to the verb that moves it
_LIKE = re.compile(r"[дт][ае]й(?:[ыі]\w{0,3})?$")  # мыңдай, теңгедей: about so much
_FAR = 200  # characters around it in which the sentence says that it is foreseen or planned
_BACK = 24  # characters before it in which a word of its bound or of growth stands


def case_of(text: str) -> Literal["from", "to"] | None:
    """The case of a number's last word, as far as the bounds need it: ablative ("from") or dative
    ("to"). The word `теңге` itself only looks like a dative.
    """
    if text.endswith(tuple(wordlist("amounts")["bound"]["bare_words"])):
        return None
    return "from" if _FROM.search(text) else "to" if _TO.search(text) else None


@cache
def bound_words(case: str) -> re.Pattern[str]:
    """The pattern of the words for bounds behind this case (`from`, `to`, `bare`), with a group for
    each bound, the longest words first.
    """
    lists = wordlist("amounts")["bound"]
    pairs = [
        (w, name) for name in ("over", "under", "about") for w in lists.get(f"{name}_{case}", ())
    ]
    groups = {
        name: "|".join(sorted((re.escape(w) for w, n in pairs if n == name), key=len, reverse=True))
        for name in ("under", "over", "about")
    }
    body = "|".join(f"(?P<{name}>(?:{words}))" for name, words in groups.items() if words)
    return re.compile(
        rf"\s{{1,2}}(?:(?:{'|'.join(lists['little'])})\s)?(?:{body})(?P<rest>\w*)"
        r"(?:\s(?:емес|болма\w*))?"
    )


@cache
def _before() -> dict[Bound, re.Pattern[str]]:
    lists = wordlist("amounts")["bound"]
    names: tuple[Bound, ...] = ("over", "under", "about")
    return {
        name: re.compile(
            rf"(?<!\w)(?:{'|'.join(lists[f'{name}_before'])})\s{{1,2}}$", re.IGNORECASE
        )
        for name in names
    }


def bound_of(text: str, start: int, ends: tuple[int, ...], moves: bool) -> Bound:
    """The bound, from a word before the number, or from the words behind any of its `ends` (behind
    the number, its unit, its noun).
    """
    lead = text[max(0, start - _BACK) : start]
    for name, pattern in _before().items():
        if pattern.search(lead):
            return name
    for end in ends:
        bound = "about" if _LIKE.search(text[start:end]) else _behind(text, start, end)
        if bound:
            return (
                "exact"
                if bound == "under" and moves and case_of(text[start:end].lower()) == "to"
                else bound
            )
    return "exact"


def _behind(text: str, start: int, end: int) -> Bound | None:
    case = case_of(text[start:end].lower())
    for kind in (case, "bare") if case else ("bare",):
        found = bound_words(kind).match(text, end)
        if found and (kind != "bare" or not found["rest"]):
            negated = re.search(r"\s(?:емес|болма)", found[0])
            name: Bound = next(n for n in ("over", "under", "about") if found.groupdict().get(n))
            if negated and name in ("over", "under") and "емес" not in (found[name] or ""):
                return "under" if name == "over" else "over"
            return name
    return None


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
    if a.text[max(0, start - 1) : start] in ("+", "-", "–", "−") and quantity == "percent":
        return "up" if a.text[start - 1] == "+" else "down"
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
    r"(?<![аей])[дт][ыі]$"
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
    return "planned" if planned.search(a.text[start:last].lower()) else "actual"
