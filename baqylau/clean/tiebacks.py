"""Sentences that repeat older news ("Напомним, …", «Еске сала кетейік …»): a text comes in, their
spans go out, so that later stages can leave them out.
"""

import re

from baqylau.clean import wordlists
from baqylau.model.span import Span

_BETWEEN = re.compile(r"[.!?…»”\"]\s(?=\S)")
_ANNOUNCES = re.compile(r"[:：]\s*$")


def spans(text: str) -> tuple[Span, ...]:
    """Each span runs from the sentence that begins like a tie-back to the end of its paragraph;
    after one that ends in a colon, the next paragraph is a tie-back too.
    """
    found: list[Span] = []
    at = 0
    announced = False
    for paragraph in text.split("\n"):
        start = 0 if announced else _begins(paragraph)
        if start is not None and paragraph:
            found.append(Span(at + start, at + len(paragraph)))
        announced = start is not None and not announced and bool(_ANNOUNCES.search(paragraph))
        at += len(paragraph) + 1
    return tuple(found)


def _begins(paragraph: str) -> int | None:
    search = wordlists.pattern("tieback").search_once
    for start in (0, *[x.end() for x in _BETWEEN.finditer(paragraph)]):
        if search(paragraph[start : start + 120].lstrip('–—- «"')):
            return start
    return None
