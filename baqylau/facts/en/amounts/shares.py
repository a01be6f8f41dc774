"""Parts of a whole in English words: `a third of the budget`, `half of the students`, `two-fold`.

Comes in: an `Analysis` and the amounts and dates found so far. Goes out: `MeasuredAmount`s of
ratios.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from baqylau.facts.analysis import Analysis
from baqylau.facts.grammar.date_types import DateMention
from baqylau.facts.grammar.numbers import Number
from baqylau.facts.grammar.quantity import MeasuredAmount
from baqylau.lang.en.wordlists import wordlist
from baqylau.lang.units import Unit
from baqylau.model.span import SpanIndex


@cache
def _words() -> re.Pattern[str]:
    lists = wordlist("amounts")["shares"]
    multiples, shares = ("|".join(lists[x]) for x in ("multiples", "shares"))
    lead = "|".join(lists["before"])
    return re.compile(
        rf"(?<!\w)(?:(?P<multiple>{multiples})|(?P<share>(?:{lead})\s(?:one[ -])?"
        rf"(?P<part>{shares}))(?=\sof(?:\sthe|\sits|\stheir|\sall)?\s(?P<noun>\w+)|[.,;]|\sover\s|\sto\s[$€₸])"
        rf"|(?P<half>half)(?=\sof\s(?:the|its|their|all)\s(?P<whole>\w+)))(?!\w)",
        re.IGNORECASE,
    )


def shares(a: Analysis, taken: Iterable[DateMention | MeasuredAmount]) -> Iterator[MeasuredAmount]:
    used = SpanIndex(taken)
    lists = wordlist("amounts")["shares"]
    for found in _words().finditer(a.text):
        noun = (found["noun"] or found["whole"] or "").lower()
        if any(used.touching(found.start(), found.end())) or noun in lists["times_of_day"]:
            continue
        if found["multiple"]:
            yield _share(found.start(), found.end(), lists["multiples"][found["multiple"].lower()])
        elif found["half"]:
            yield _share(found.start(), found.end(), 0.5)
        else:
            behind_a_whole = a.text.endswith("and ", 0, found.start("share"))
            if _is_ordinal(a, found) or behind_a_whole:  # a year and a half
                continue
            start = found.start("part")
            yield _share(start, found.end("part"), lists["shares"][found["part"].lower()])


def _is_ordinal(a: Analysis, found: re.Match[str]) -> bool:
    """`A third, the driver Aman Duisen, was freed` names one person more; `fell by a third,` and
    `lost a third, he said` do not.
    """
    tables = wordlist("amounts")
    lists, direction = tables["shares"], tables["direction"]
    part = found["part"].lower()
    if (
        found["noun"]
        or part not in lists["ordinals"]
        or not found["share"].lower().startswith("a ")
    ):
        return False
    marks = (",", ".", ";") if part in lists["places"] else ","
    if not a.text.startswith(marks, found.end()):
        return False
    before = [t.text.lower() for t in a.tokens_in(max(0, found.start() - 16), found.start())][-1:]
    changes = {x for name in ("up", "down", "level") for x in direction[name]}
    return not any(x in changes or x in lists["measuring"] for x in before)


def _share(start: int, end: int, value: float) -> MeasuredAmount:
    number = Number(start, end, round(value, 6))
    return MeasuredAmount(start, end, number, Unit("ratio", None), "en.share", 0.7)
