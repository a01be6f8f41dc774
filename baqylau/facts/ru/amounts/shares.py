"""Parts of a whole in Russian words: `вдвое`, `треть потребности`, `на треть`, `полгода`.

Comes in: an `Analysis` and the amounts and dates found so far. Goes out: `MeasuredAmount`s of
ratios and of halves of a unit.
"""

from collections.abc import Iterable, Iterator

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.grammar.numbers import Number
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.facts.ru.words.quantities import known_units
from baqylau.lang.ru.wordlists import wordlist
from baqylau.lang.units import Unit
from baqylau.model.span import SpanIndex
from baqylau.model.words import Token


def shares(a: Analysis, taken: Iterable[DateMention | MeasuredAmount]) -> Iterator[MeasuredAmount]:
    """`вдвое`, `треть потребности`, `на треть`, `полгода`, outside the characters of dates and
    other amounts.
    """
    names = wordlist("amounts")["shares"]
    measured = SpanIndex(taken)
    for token in a.tokens:
        low = token.text.lower()
        half = known_units().halves.get(low) if low.startswith("пол") else None
        if (low not in names["multiples"] and low not in names["shares"] and not half) or any(
            measured.touching(token.start, token.end)
        ):
            continue
        if half:
            yield MeasuredAmount(
                token.start, token.end, Number(token.start, token.end, 0.5), half, "ru.half", 0.85
            )
        elif low in names["multiples"]:
            yield _share(token.start, token.end, names["multiples"][low], "ru.multiple", 0.85)
        else:
            yield from _share_of(a, token, names["shares"][low])


def _share(start: int, end: int, value: float, rule: str, confidence: float) -> MeasuredAmount:
    return MeasuredAmount(
        start, end, Number(start, end, value), Unit("ratio", None), rule, confidence
    )


def _share_of(a: Analysis, token: Token, value: float) -> Iterator[MeasuredAmount]:
    """A share with its noun in the genitive, or behind `на` or a verb of change; `половина дня` and
    a quarter of a year are no amounts, nor is `верхняя треть бедра`.
    """
    after = a.tokens_in(token.end, token.end + 40)
    before = a.tokens_in(max(0, token.start - 12), token.start)
    if before and before[-1].lemma in wordlist("amounts")["shares"]["of_body"]:
        return
    if after and after[0].pos in ("NOUN", "ADJ") and after[0].feats.get("Case") == "Gen":
        noun = next((t for t in after[:3] if t.pos == "NOUN"), after[0])
        if noun.lemma not in wordlist("amounts")["shares"]["times_of_day"]:
            yield _share(token.start, noun.end, value, "ru.share_of", 0.7)
    elif before and before[-1].text.lower() in wordlist("amounts")["shares"]["before"]:
        yield _share(token.start, token.end, value, "ru.share", 0.75)
    elif before and before[-1].pos in ("VERB", "ADJ"):
        yield _share(token.start, token.end, value, "ru.share_bare", 0.5)
