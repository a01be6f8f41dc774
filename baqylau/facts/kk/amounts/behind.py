"""The thing that a Kazakh amount measures, where its noun stands behind the figure: `3 млн теңге
сыйақы`, `2 млн шаршы метр тұрғын үй`, `45 миллион еуроға келісімшарт`.

Comes in: an `Analysis` and a `MeasuredAmount`. Goes out: a slot with the words, or None.
"""

import re
from collections.abc import Sequence
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.facts.kk.amounts.counted import is_noun
from baqylau.facts.kk.amounts.modifiers import VERB, bound_words, case_of
from baqylau.facts.kk.words.nominal import is_possessed
from baqylau.lang.kk.positions import words as stops
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.fact import Slot
from baqylau.model.words import Token


@cache
def ending(name: str) -> re.Pattern[str]:
    """An ending of the table `of`."""
    return re.compile(wordlist("amounts")["of"][name])


def thing_behind(a: Analysis, made: MeasuredAmount) -> Slot | None:
    """`3 млн теңге сыйақы`, `600 мың тоннадан астам мұнай`: the noun behind money or a measure."""
    if made.unit.quantity not in ("money", "measure") or made.unit.name == "градус":
        return None
    case = case_of(a.text[made.start : made.end].lower())
    bound = bound_words(case or "bare").match(a.text, made.end)
    if case and not bound:
        return _bought(a, made)
    words = a.tokens_in(bound.end() if bound else made.end, made.end + 60)
    if not words or words[0].start - made.end > _GAP:
        return None
    if made.unit.quantity == "measure" and not _ADJECTIVE.search(a.text[made.start : made.end]):
        done = _done_to(words)
        if done:
            return a.slot(words[0].start, words[done - 1].end)
    low = words[0].text.lower()
    if not is_noun(words, 0):
        return None
    following = words[1].text.lower() if len(words) > 1 else ""
    if _IN_FAVOUR.search(following) and not is_possessed(low):
        return None  # `60 млн теңге мемлекет пайдасына`
    if ending("oblique").search(low) or ending("dative").search(low):
        return None
    lists = wordlist("amounts")["of"]
    if low.startswith((*lists["links"], *lists["spends"])) or ending("verbs_behind").search(low):
        return None
    if low in lists["needs"]:
        return None  # `14 млн теңге қажет`: what it is needed for stands before
    last = words[1] if len(words) > 1 and are_tied(words[0], words[1]) else words[0]
    return a.slot(words[0].start, last.end)


def _bought(a: Analysis, made: MeasuredAmount) -> Slot | None:
    """`45 миллион еуроға келісімшарт жасасты`: what was agreed for that money."""
    words = a.tokens_in(made.end, made.end + _NOUN_BEHIND)[:1]
    deal = words and words[0].text.lower() in wordlist("amounts")["of"]["deals"]
    return a.slot(words[0].start, words[0].end) if deal and made.unit.currency else None


_NOUN_BEHIND = 20  # characters


def are_tied(first: Token, second: Token) -> bool:
    """`тұрғын үй`: one noun of two words."""
    return f"{first.text} {second.text}".lower().startswith(tuple(stops("tied")))


_IN_FAVOUR = re.compile(r"(?:[ыі]|с[ыі])н(?:а|е|да|де|ан|ен)$")


def _done_to(words: Sequence[Token]) -> int:
    """`сульфидті кенді өңдейді`: how many words of an accusative stand before its verb. A past
    tense looks like an accusative, and no verb stands behind it.
    """
    for count in (1, 2):
        if len(words) <= count or not all(t.text.isalpha() for t in words[:count]):
            return 0
        low = words[count - 1].text.lower()
        if _ACCUSATIVE.search(low) and VERB.search(words[count].text.lower()):
            return count
    return 0


_ADJECTIVE = re.compile("[лдт](?:ық|ік)$")  # `200 тонналық ұшақты`
_ACCUSATIVE = re.compile(r"[^аеыійп][дтн][ыі]$")
_GAP = 14  # characters of a bound between the unit and the noun
