"""Modifiers of an amount, from the words around a number: the bound (at least, at most), the
direction (up, down) and the modality (planned, forecast).

Comes in: an `Analysis` and where the number stands. Goes out: bound, direction and modality in the
words of the public contract. The words are lists of cues in `amounts.toml`, each read in its own
window: right before the number, in its clause before it, right behind it, in its clause behind it.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quantity import Bound, Direction, Modality
from baqylau.model.words import Token

BOUNDS: tuple[Bound, ...] = ("under", "over", "about")
DIRECTIONS: tuple[Direction, ...] = ("up", "down", "level")
_WINDOW = 11  # words of the clause around the number
_REACH = 160  # characters in which they stand
_LEAD = 32  # characters before the number in which the words of its bound stand


@dataclass(frozen=True)
class Cues:
    """How a language finds its cues: `is_cue` says whether a word is in a list (by its lemma, its
    form or its beginning), `is_verb` and `is_future` what kind of word it is, `case_of` the case of
    a number's last word where the bound stands behind it ("from", "to" or None).
    """

    tables: Mapping[str, Any]
    is_cue: Callable[[Token, Collection[str]], bool]
    is_verb: Callable[[Token], bool]
    is_future: Callable[[Token], bool]
    case_of: Callable[[str], str | None]

    def __hash__(self) -> int:
        return id(self)


def bound_of(a: Analysis, cues: Cues, start: int, ends: Sequence[int], moves: bool) -> Bound:
    """The bound, from the words right before the number, then from the words behind any of its
    `ends` (behind the number, behind its unit), then from the verb that governs it. Behind a verb
    of change `до` gives the level reached and no bound.
    """
    lists = cues.tables["bound"]
    lead = a.text[max(a.sentence_at(start).start, start - _LEAD) : start].lower()
    pattern, names = _before(cues)
    found = pattern.search(lead)
    behinds = [x for end in ends if (x := _behind(a.text, cues, start, end))]
    if found and not (behinds and names[found["words"]] == "about"):
        level = moves and found["words"] in lists["level_behind_change"]
        compared = cues.tables["direction"]["compared"]
        by_how_much = found["by"] and any(found["words"] in compared[x] for x in DIRECTIONS)
        return "exact" if level or by_how_much else names[found["words"]]
    if behinds:
        to = any(cues.case_of(a.text[start:end].lower()) == "to" for end in ends)
        return "exact" if moves and behinds[0] == "under" and to else behinds[0]
    if lead.endswith(tuple(lists["by_how_much"])) and lists["by_how_much"]:
        return "exact"  # "превысил прошлогодний на 2 млн тонн" says by how much
    return _bound_by_verb(a, cues, start)


def _bound_by_verb(a: Analysis, cues: Cues, start: int) -> Bound:
    lists = cues.tables["bound"]
    words = clause_before(a, cues, start)[-3 - _NEGATION :]
    for i, token in list(enumerate(words))[-3:]:
        if cues.is_cue(token, lists["over_verbs"]):
            negated = any(cues.is_cue(t, lists["not"]) for t in words[max(0, i - _NEGATION) : i])
            return "under" if negated else "over"
    return "exact"


_NEGATION = 2  # words before a verb in which its negation stands


@lru_cache(maxsize=8)
def _before(cues: Cues) -> tuple[re.Pattern[str], dict[str, Bound]]:
    """One pattern of all words for a bound, the longest first ("не более" before "более"), and the
    bound that each word means.
    """
    lists = cues.tables["bound"]
    names = {words: name for name in BOUNDS for words in lists[f"{name}_before"]}
    longest = "|".join(sorted(map(re.escape, names), key=len, reverse=True)) or r"(?!)"
    than, by = ("|".join(lists[x]) or r"(?!)" for x in ("than", "before_number"))
    return (
        re.compile(
            rf"(?:^|[\s(\"«“–—-])(?P<words>{longest})\s{{1,2}}(?:(?:{than})\s{{1,2}})?"
            rf"(?P<by>(?:{by})\s)?$"
        ),
        names,
    )


@lru_cache(maxsize=32)
def bound_words(cues: Cues, case: str) -> re.Pattern[str]:
    """The pattern of the words for bounds behind this case (`from`, `to`, `bare`), with a group for
    each bound, the longest words first.
    """
    lists = cues.tables["bound"]
    groups = {
        name: "|".join(
            sorted(map(re.escape, lists.get(f"{name}_{case}", ())), key=len, reverse=True)
        )
        for name in BOUNDS
    }
    body = "|".join(f"(?P<{name}>(?:{words}))" for name, words in groups.items() if words)
    little, negations = ("|".join(lists[x]) or r"(?!)" for x in ("little", "not_behind"))
    return re.compile(
        rf"\s{{1,2}}(?:(?:{little})\s)?(?:{body or r'(?!)'})(?P<rest>\w*)"
        rf"(?P<negated>\s(?:{negations}))?"
    )


def _behind(text: str, cues: Cues, start: int, end: int) -> Bound | None:
    lists, written = cues.tables["bound"], text[start:end].lower()
    if written.endswith(tuple(lists["about_endings"])):
        return "about"
    case = cues.case_of(written)
    for kind in (case, "bare") if case else ("bare",):
        found = bound_words(cues, kind).match(text, end)
        if found and (kind != "bare" or not found["rest"]):
            name: Bound = next(n for n in BOUNDS if found.groupdict().get(n))
            if found["negated"] and name in ("over", "under"):
                return "under" if name == "over" else "over"
            return name
    return None


def direction_of(a: Analysis, cues: Cues, start: int, end: int, quantity: str) -> Direction | None:
    """The direction, from a sign, from a word of comparison right behind the number (`на 9 %
    больше`), then from the nearest word of change before it in its clause, then from a verb or noun
    of change close behind it.
    """
    lists = cues.tables["direction"]
    signed = sign_of(a.text, start, quantity)
    if signed:
        return signed
    behind = a.tokens_in(end, end + 14)[:1]
    if behind and behind[0].start - end <= 1:
        found = _direction(cues, behind[0], compared=True)
        if found:
            return found
    lead = a.text[max(0, start - 6) : start].lower()
    if quantity == "duration" and not lead.endswith(tuple(lists["moved_before"])):
        return None  # "максимума за 19 месяцев": the months do not grow
    before = _direction_before(a, cues, start, quantity)
    return before or _direction_behind(a, cues, end, quantity)


def sign_of(text: str, start: int, quantity: str) -> Direction | None:
    """`+1,4%`, `-0,6%`: the sign of a percentage says up or down."""
    sign = text[start : start + 1]
    if sign not in "+-–−" and quantity == "percent":
        sign = text[max(0, start - 1) : start].replace("–", "")
    if quantity == "duration" or not sign or sign not in "+-–−":
        return None
    return "up" if sign == "+" else "down"


def _direction_before(a: Analysis, cues: Cues, start: int, quantity: str) -> Direction | None:
    lists, words = cues.tables["direction"], clause_before(a, cues, start)
    level = quantity in ("percent", "money")
    for i, token in reversed(list(enumerate(words))):
        if i and cues.is_cue(token, lists["unchanged"]) and cues.is_cue(words[i - 1], lists["not"]):
            return "level"
        if i + 1 < len(words) and words[i + 1].text.lower() in cues.tables["bound"]["than"]:
            continue  # "shrank by more than 50 percent": the bound is no direction
        found = _direction(cues, token, compared=False)
        if found == "level" and not level:
            between = a.text[token.end : start].lower()
            found = found if any(x in between for x in lists["levels"]) else None
        if found:
            return found
    return None


def _direction_behind(a: Analysis, cues: Cues, end: int, quantity: str) -> Direction | None:
    """`на 5% за год выросли цены`, `12 percent growth`"""
    level = quantity in ("percent", "money")
    for token in clause_behind(a, end)[: cues.tables["direction"]["behind"]]:
        if not cues.is_verb(token):
            continue
        found = _direction(cues, token, compared=False)
        if found and (found != "level" or level):
            return found
    return None


def _direction(cues: Cues, token: Token, *, compared: bool) -> Direction | None:
    """The direction that a word means: `вырос`, `снижение`; behind the number only words that
    compare count (`больше`, `ниже`).
    """
    lists, low = cues.tables["direction"], token.text.lower()
    for name in DIRECTIONS:
        if low in lists["compared"][name] or (not compared and cues.is_cue(token, lists[name])):
            return name
    return None


def modality_of(a: Analysis, cues: Cues, start: int, end: int) -> Modality:
    """The modality, from the words of the clause; a verb in the future means a plan."""
    lists = cues.tables["modality"]
    words = (*clause_before(a, cues, start), *clause_behind(a, end))
    if any(cues.is_cue(t, lists["forecast"]) for t in words):
        return "forecast"
    planned = any(cues.is_cue(t, lists["planned"]) or cues.is_future(t) for t in words)
    return "planned" if planned else "actual"


def clause_before(a: Analysis, cues: Cues, start: int) -> list[Token]:
    """The words of the clause before the number: up to eleven, back to a semicolon, a comma between
    clauses or the beginning of the sentence.
    """
    first = max(a.sentence_at(start).start, start - _REACH)
    words = [t for t in a.tokens_in(first, start) if t.end <= start][-_WINDOW:]
    stop = max(
        (
            i
            for i, t in enumerate(words)
            if t.text in (",", ";", ":", "(", "–", "—") and not _short_step(cues, words, i)
        ),
        default=-1,
    )
    return words[stop + 1 :]


def _short_step(cues: Cues, words: list[Token], comma: int) -> bool:
    """Whether the comma only separates the items of a list, so that the verb stands before it."""
    return not any(t.pos == "ADJ" or cues.is_verb(t) for t in words[comma + 1 :])


def clause_behind(a: Analysis, start: int) -> tuple[Token, ...]:
    words = a.tokens_in(start, min(a.sentence_at(start).end, start + _REACH))[:_WINDOW]
    stop = next((i for i, t in enumerate(words) if t.text in (",", ";", ".")), len(words))
    return words[:stop]
