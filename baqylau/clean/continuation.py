"""Completes an extracted text with the prose that stands directly before and after it on the page:
a lead in a box of its own, further parts of the article in boxes beside the first.

Blocks and the page's lines come in, the completed blocks go out. Only lines of the article's range
are added, and only where nothing but prose, headings and labels stands between them and the text.
"""

import re
from collections.abc import Sequence
from itertools import islice

from lxml import html

from baqylau.clean import wordlists
from baqylau.clean.blocks import Block, DecisionLog
from baqylau.clean.page_lines import LineKind, PageLines
from baqylau.text.normal import key

_BEFORE = frozenset({LineKind.PROSE, LineKind.HEAD, LineKind.LABEL, LineKind.TIME})
_AFTER = frozenset({LineKind.PROSE, LineKind.HEAD})
_MIN_LEAD = 70
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LEVELS = 3
"""How far above two lines the element stands that holds both."""
_MIN_TAIL = 3
"""So many paragraphs after the text are its continuation; fewer may be a notice or a biography."""


def complete(
    blocks: Sequence[Block],
    page: PageLines,
    limits: tuple[int, int],
    authors: Sequence[str],
    log: DecisionLog,
) -> list[Block]:
    """The blocks with the prose before the first and after the last of them, within the `limits` of
    the article (`article_range.range_below`). A line about one of the `authors` is no lead.
    """
    start, end = limits
    positions = page.positions
    wanted = {key(x.text) for x in blocks}  # a set: a page may repeat one line many times
    found = [n for x in wanted for n in positions.get(x, ()) if start <= n < end]
    if not found:
        return list(blocks)
    first, last = min(found), max(found)
    lead: list[int] = []
    if all(page.kinds[n] in _BEFORE for n in range(start, first)):
        lead = [n for n in range(start, first) if _is_unlinked_prose(page, n)]
    tail: list[int] = []
    for n in range(last + 1, end):
        line = page.lines[n]
        if page.kinds[n] not in _AFTER or line.linked or not _is_near(page, last, n):
            break
        if _is_hidden(line.container):
            break
        tail.append(n)
    known = key(" ".join(x.text for x in blocks))
    lead = [n for n in lead if page.keys[n] not in known]
    if len(lead) > 1 or any(not _is_lead(page.lines[n].text, authors) for n in lead):
        lead = []  # several lines there are a summary in points
    tail = [n for n in tail if page.keys[n] not in known]
    if sum(page.kinds[n] is LineKind.PROSE for n in tail) < _MIN_TAIL:
        tail = []
    for n in (*lead, *tail):
        log.added("prose beside the text", page.lines[n].text)
    before, after = (
        [Block(page.lines[n].part, page.lines[n].text) for n in x] for x in (lead, tail)
    )
    return [*before, *blocks, *after]


def _is_near(page: PageLines, one: int, other: int) -> bool:
    """Whether the same element, a few levels above each of two lines, holds both."""
    above = [
        [x for x in islice(page.lines[n].container.iterancestors(), _LEVELS) if x.tag != "body"]
        for n in (one, other)
    ]
    return not set(above[0]).isdisjoint(above[1])


def _is_lead(text: str, authors: Sequence[str]) -> bool:
    first_word = text.partition(" ")[0]
    return (
        len(text) >= _MIN_LEAD
        and not wordlists.pattern("captions").search(text)
        and not any(first_word in x.split() for x in authors)
    )


def _is_unlinked_prose(page: PageLines, at: int) -> bool:
    line = page.lines[at]
    return page.kinds[at] is LineKind.PROSE and not line.linked and not _is_hidden(line.container)


def _is_hidden(container: html.HtmlElement) -> bool:
    """Whether the page hides an element from its readers."""
    return any(
        x.get("hidden") is not None
        or x.get("aria-hidden") == "true"
        or _HIDDEN.search(x.get("style") or "")
        for x in (container, *container.iterancestors())
    )
