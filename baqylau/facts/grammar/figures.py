"""Figures that measure nothing in any language: phone numbers and scores. Comes in: a text and a
`Number` in it. Goes out: True where it is one of these.
"""

import re

from baqylau.facts.grammar.numbers import Number

_PHONE = re.compile(r"\+?\d[\d()\s-]{5,30}\d")
_CALLED = re.compile(r"(?<!\w)тел(?!\w)|(?<!\w)телефон", re.IGNORECASE)
_SCORE = re.compile(r"\d{1,4}\s{0,2}:\s{0,2}\d")


def is_phone(text: str, number: Number) -> bool:
    found = next(
        (
            x
            for x in _PHONE.finditer(text, max(0, number.start - 20), number.end + 20)
            if x.start() <= number.start < x.end()
        ),
        None,
    )
    if not found:
        return False
    shape = found[0]
    return bool(re.search(r"\d-\d\d-\d\d|\+\d|\(\d{3,}\)", shape)) or (
        _CALLED.search(text[max(0, found.start() - 20) : found.start()]) is not None
    )


def is_score(text: str, number: Number) -> bool:
    """`3:2`, also a time of day: `18:30`."""
    return bool(_SCORE.search(text[max(0, number.start - 1) : number.end + 2]))
