"""Which extracted blocks are the article: those in one range of the page, from the headline to
where other articles, comments or partners begin. Blocks and the page's lines come in, fewer blocks
go out.

Each block counts for or against: prose by its length for it; headlines that are links, times,
teasers and lines such as "read also" against it. The range ends where the sum is highest, and is
not searched further once the sum has fallen far below that. Paragraphs of an element that already
gave a paragraph to the article always belong to it.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence, Set
from itertools import islice
from typing import NamedTuple

from lxml import html

from baqylau.clean import page_gate
from baqylau.clean.blocks import Block, DecisionLog, Part
from baqylau.clean.markup import TextLine
from baqylau.clean.page_lines import LineKind, PageLines
from baqylau.model.hosts import host_of
from baqylau.text.normal import key

_AGAINST = {
    LineKind.TEASER: -80,
    LineKind.LINK: -60,
    LineKind.MENU: -40,
    LineKind.TIME: -60,
    LineKind.LABEL: -5,
    LineKind.HEAD: 0,
    LineKind.END: -150,
}
"""What a line that is no prose counts; a character of prose counts 1."""
_SKIPPED = {LineKind.LINK: 15, LineKind.TIME: 15, LineKind.MENU: 8, LineKind.END: 100}
"""What a line of the page that was not extracted counts against what follows it."""
_MAX_SKIPPED = 200
_MAX_PROSE = 600
_FAR_BELOW = 250
"""How far the sum may fall below its best before the search ends: four headlines and a time."""
_FOREIGN = -40
"""After the best sum, lines that count less against are kept: rows of a table, labels, places."""
_MIN_ARTICLE = 150
_MAX_DROPPED_SUM = 0.1
_MAX_DROPPED_PROSE = 0.8
"""Nothing is dropped where the dropped blocks count for the article by such shares of what is
kept: then the page is a long list, or its headline was not recognised.
"""
_BEGINNING = 40
_START = 20
_AFTER_END = 0.25
"""What prose of other elements counts below a line like "comments" that follows some prose."""
_MAX_HEADLINE = 160
_LEVELS = 3
"""How far above a link the element may stand that gave prose to the article."""
_SENTENCE_END = re.compile(r"[.!?…:;,][\"”»’')\]]*$")
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|rtf|zip)$", re.IGNORECASE)
_TEXT = frozenset({LineKind.PROSE, LineKind.HEAD, LineKind.LABEL})
_INSIDE = frozenset({"p", "li", "blockquote", "ul", "ol", "h2", "h3", "h4"})


class _Counted(NamedTuple):
    """A block, the position of its line on the page, and what it counts."""

    block: Block
    at: int | None
    sum: float
    parent: html.HtmlElement | None
    """The element whose paragraph it is; None for what is no prose."""


def within(blocks: Sequence[Block], page: PageLines, log: DecisionLog) -> list[Block]:
    """The blocks of the article's range; all of them where the range is doubtful."""
    counted = _count(blocks, page)
    ranges = [_best_range(counted, start) for start in _starts(counted, page)]
    if not ranges:
        return list(blocks)
    best, start, end = max(ranges, key=lambda x: x[0])
    parents = {x.parent for x in counted[start:end]} - {None}
    while end < len(counted) and (
        counted[end].sum > _FOREIGN or _is_source(counted[end], page, parents)
    ):
        end += 1
    outside = [x.sum for x in (*counted[:start], *counted[end:])]
    inside = sum(x.sum for x in counted[start:end] if x.sum > 0)
    if (
        best < _MIN_ARTICLE
        or sum(outside) > _MAX_DROPPED_SUM * inside
        or sum(x for x in outside if x > 0) > _MAX_DROPPED_PROSE * inside
    ):
        return _without_headlines(counted, page, log)
    for x in (*counted[:start], *counted[end:]):
        log.dropped("outside the article's range", x.block.text)
    return _without_headlines(counted[start:end], page, log)


def _is_source(one: _Counted, page: PageLines, parents: Set[html.HtmlElement | None]) -> bool:
    """Whether a line is a link to another site, or to a document, in an element that gave prose to
    the article.
    """
    if one.at is None or page.kinds[one.at] is not LineKind.LINK:
        return False
    container = page.lines[one.at].container
    return not parents.isdisjoint(islice(container.iterancestors(), _LEVELS)) and all(
        _leads_elsewhere(x, page.host) for x in container.iter("a")
    )


def _without_headlines(
    counted: Sequence[_Counted], page: PageLines, log: DecisionLog
) -> list[Block]:
    """The blocks without the paragraphs that are nothing but a link to another article of the
    outlet. Items of lists stay: an article may link its sources.
    """
    out: list[Block] = []
    for one in counted:
        if (
            one.at is not None
            and page.kinds[one.at] is LineKind.LINK
            and one.block.part is Part.PARAGRAPH
            and len(one.block.text) <= _MAX_HEADLINE
            and not _SENTENCE_END.search(one.block.text)
            and _is_within_outlet(page.lines[one.at].container, page.host)
        ):
            log.dropped("a headline of another article", one.block.text)
        else:
            out.append(one.block)
    return out


def _is_within_outlet(container: html.HtmlElement, host: str) -> bool:
    """Whether all links of a line lead to pages of the same host."""
    return not any(_leads_elsewhere(x, host) for x in container.iter("a"))


def _leads_elsewhere(link: html.HtmlElement, host: str) -> bool:
    address = link.get("href") or ""
    return _DOCUMENT.search(address) is not None or host_of(address) not in ("", host)


def unglued(blocks: Sequence[Block], page: PageLines) -> list[Block]:
    """The blocks, with those that extraction made of several lines of the page taken apart
    again.
    """
    known = set(page.keys)
    starts: dict[str, int] = {}
    for at in range(len(page.keys) - 1, -1, -1):
        starts[_letters(page.keys[at])[:_START]] = at
    out: list[Block] = []
    for block in blocks:
        whole = key(block.text)
        is_whole = whole in known or block.part is Part.HEAD
        parts = [] if is_whole else _parts(_letters(whole), page, starts)
        out += [Block(block.part, x) for x in parts] or [block]
    return out


def _letters(line_key: str) -> str:
    return line_key.replace(" ", "")


def _parts(letters: str, page: PageLines, starts: Mapping[str, int]) -> list[str]:
    """The neighbouring lines of the page that together have exactly these letters; [] where there
    are none.
    """
    beginnings = (starts.get(letters[:size]) for size in range(_START, 0, -1))
    at = next((x for x in beginnings if x is not None), None)
    found: list[str] = []
    while at is not None and at < len(page.keys) and letters:
        line = _letters(page.keys[at])
        if not letters.startswith(line):
            return []
        letters = letters[len(line) :]
        found += [page.lines[at].text] if line else []
        at += 1
    return found if not letters and len(found) > 1 else []


def holds_none(blocks: Sequence[Block], page: PageLines) -> bool:
    """Whether the blocks are no article by themselves: a feed, teasers, the site's own name."""
    counted = _count(blocks, page)
    starts = {0, *_starts(counted, page)} if counted else set()
    return max((_best_range(counted, x)[0] for x in starts), default=0) < _MIN_ARTICLE


def below_headline(page: PageLines, limits: tuple[int, int]) -> list[Block]:
    """The lines from the headline to the end of the article's range (`range_below`), without the
    links, times and teasers among them.
    """
    return [
        Block(page.lines[n].part, page.lines[n].text)
        for n in range(*limits)
        if page.kinds[n] in _TEXT
    ]


def range_below(page: PageLines) -> tuple[int, int]:
    """The positions of the lines from the headline to the end of the article's range (half-open);
    (0, 0) where the page shows no headline with prose below it.
    """
    counted = [_on_page(Block(x.part, x.text), page, at) for at, x in enumerate(page.lines)]
    ranges = [_best_range(counted, at + 1) for at in page.headlines]
    best, start, end = max(ranges, key=lambda x: x[0], default=(0.0, 0, 0))
    return (start, end) if best >= _MIN_ARTICLE else (0, 0)


def share_of(blocks: Sequence[Block], expected: Sequence[Block]) -> float:
    """The share of the characters of `expected` that stand in `blocks`, 1.0 where nothing is
    expected. Lines are compared by their beginnings, since extraction joins some.
    """
    held = " ".join(key(x.text) for x in blocks)
    total = sum(len(x.text) for x in expected)
    found = sum(len(x.text) for x in expected if key(x.text)[:_BEGINNING] in held)
    return found / total if total else 1.0


def _count(blocks: Sequence[Block], page: PageLines) -> list[_Counted]:
    positions = page.positions
    out: list[_Counted] = []
    last = -1
    for block, block_key in ((x, key(x.text)) for x in blocks):
        places = positions.get(block_key)
        if not places:
            running = page_gate.is_running(block, frozenset())
            out.append(_Counted(block, None, len(block.text) / 2 if running else 0, None))
            continue
        following = bisect_right(places, last)
        at = places[following] if following < len(places) else places[0]
        out.append(_on_page(block, page, at, _skipped(page, last, at) if out else 0))
        last = max(last, at)
    return _weakened(out, page)


def _on_page(block: Block, page: PageLines, at: int, skipped: int = 0) -> _Counted:
    line, kind = page.lines[at], page.kinds[at]
    return _Counted(
        block,
        at,
        _value(line, kind) - skipped,
        parent_of(line) if kind is LineKind.PROSE else None,
    )


def _weakened(counted: Sequence[_Counted], page: PageLines) -> list[_Counted]:
    """The same, but prose below a line like "comments" counts little, unless it stands in an
    element that already gave prose.
    """
    out: list[_Counted] = []
    parents: set[html.HtmlElement] = set()
    total, last, ended = 0.0, 0, False
    for one in counted:
        if one.at is not None:
            ended = ended or (
                total > _MIN_ARTICLE and LineKind.END in page.kinds[last : one.at + 1]
            )
            last = max(last, one.at)
        if one.parent is not None and not ended:
            parents.add(one.parent)
        total += max(one.sum, 0)
        weak = ended and one.sum > 0 and one.parent not in parents
        out.append(one._replace(sum=one.sum * _AFTER_END) if weak else one)
    return out


def _value(line: TextLine, kind: LineKind) -> float:
    if kind is not LineKind.PROSE:
        return _AGAINST[kind]
    unlinked = len(line.text) - 2 * line.linked
    return min(unlinked, _MAX_PROSE) if unlinked > 0 else 0


def _skipped(page: PageLines, last: int, at: int) -> int:
    return min(sum(_SKIPPED.get(x, 0) for x in page.kinds[last + 1 : at]), _MAX_SKIPPED)


def parent_of(line: TextLine) -> html.HtmlElement:
    """The element whose paragraph a line is."""
    parent = line.container.getparent()
    return parent if line.container.tag in _INSIDE and parent is not None else line.container


def _starts(counted: Sequence[_Counted], page: PageLines) -> list[int]:
    """Where the article can begin: at a headline, or with the first block where there is none."""
    starts = {
        next((n for n, x in enumerate(counted) if x.at is not None and x.at >= at), None)
        for at in page.headlines
    } - {None}
    return sorted(x for x in starts if x is not None) or ([0] if counted else [])


def _best_range(counted: Sequence[_Counted], start: int) -> tuple[float, int, int]:
    """The highest sum from `start`, and the blocks that make it (half-open)."""
    last_of = {x.parent: n for n, x in enumerate(counted)}
    best = current = 0.0
    end = reach = start
    parents: set[html.HtmlElement] = set()
    for n in range(start, len(counted)):
        one = counted[n]
        if current < best - _FAR_BELOW and n > reach:
            break
        if one.parent in parents:
            current = max(current, best)
        current += one.sum
        if one.parent is not None and one.sum > 0 and current > best - _FAR_BELOW:
            parents.add(one.parent)
            reach = max(reach, last_of[one.parent])
        if current > best:
            best, end = current, n + 1
    return best, start, end
