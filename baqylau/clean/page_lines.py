"""The lines of a page with what each of them is: prose, a link, a menu entry, a time, a heading, a
label. A tree and the article's titles come in, `PageLines` goes out.

A teaser is prose too; it is told from the article by the link or the time that stands before each
of several in a row.
"""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice

from lxml import html

from baqylau.clean import boilerplate_lines, markup, page_gate, wordlists
from baqylau.clean.blocks import Part
from baqylau.clean.markup import TextLine
from baqylau.clean.menus import HEADLINE
from baqylau.model.hosts import host_of
from baqylau.text.normal import key


class LineKind(StrEnum):
    """What a line of a page is."""

    PROSE = "prose"
    TEASER = "teaser"
    LINK = "link"
    """A link as long as a headline."""
    MENU = "menu"
    TIME = "time"
    HEAD = "head"
    LABEL = "label"
    END = "end"
    """A line like "read also" or "comments", after which no article continues."""


_LINK_SHARE = 0.8
"""Share of a line's characters in links above which it is a link."""
_LONG_PROSE = 140
"""A longer line is prose even without a full stop."""
_MAX_TIME = 60
_MAX_END = 100
_MAX_TEASER = 450
_MIN_TEASERS = 3
"""So many teasers in a row; a single "read also" between two paragraphs makes no teaser of the
second.
"""
_MIN_OPENING_LINK = 15
_CLOCK = re.compile(r"\d{1,2}:\d{2}\b")
_MIN_TITLE = 10
_MAX_BESIDE_TITLE = 40
"""Characters of a time or a section that may stand in one line with the headline."""
_MAX_HEADLINES = 30
"""Lines tried as the headline: each costs a walk down the page, and a page may repeat it."""
_MIN_PART_OF_TITLE = 25


@dataclass(frozen=True)
class PageLines:
    """`keys`, `kinds` and `lines` are parallel; `headlines` are the positions of lines that hold
    the article's title; `host` is the page's own.
    """

    lines: Sequence[TextLine]
    keys: Sequence[str]
    kinds: Sequence[LineKind]
    headlines: Sequence[int]
    host: str

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """The positions of each line, by its key."""
        found: dict[str, list[int]] = {}
        for at, line_key in enumerate(self.keys):
            found.setdefault(line_key, []).append(at)
        return found


def read(tree: html.HtmlElement, titles: Iterable[str | None], url: str) -> PageLines:
    """The lines of the page's body."""
    body = tree.find("body")
    lines = markup.lines(tree if body is None else body)
    keys = [key(x.text) for x in lines]
    kinds = [kind_of(x) for x in lines]
    headlines = _headlines(lines, keys, titles)
    for at in _teasers(lines, kinds, frozenset(headlines)):
        kinds[at] = LineKind.TEASER
    return PageLines(lines, keys, kinds, headlines, host_of(url))


def kind_of(line: TextLine) -> LineKind:
    """What one line is, judged by itself."""
    size = len(line.text)
    if line.linked > _LINK_SHARE * size:
        if " " not in line.text:
            return LineKind.LABEL  # an address or one word: the article itself may give it
        return LineKind.LINK if size >= HEADLINE else LineKind.MENU
    if size <= _MAX_END and wordlists.pattern("tail").search(line.text):
        return LineKind.END
    if size < _MAX_TIME and boilerplate_lines.is_dated(line.text):
        return LineKind.TIME
    if size >= _LONG_PROSE or page_gate.has_sentences(line.text, line.part is Part.ITEM):
        return LineKind.PROSE
    return LineKind.HEAD if line.part is Part.HEAD else LineKind.LABEL


def _teasers(
    lines: Sequence[TextLine], kinds: Sequence[LineKind], headlines: Set[int]
) -> list[int]:
    """The positions of prose that follows a link or a time, or begins with a link as long as a
    headline, where each of several in a row does. Prose below the article's own headline does not.
    """
    found: list[int] = []
    row: list[int] = []
    for at, kind in enumerate(kinds):
        if kind is not LineKind.PROSE:
            continue
        if len(lines[at].text) < _MAX_TEASER and (
            _opens_with_headline(lines[at])
            or (lines[at].part is Part.ROW and _CLOCK.match(lines[at].text))
            or (_follows_mark(kinds, at) and at - 1 not in headlines)
        ):
            row.append(at)
        else:
            found += row if len(row) >= _MIN_TEASERS else []
            row = []
    return found + (row if len(row) >= _MIN_TEASERS else [])


def _follows_mark(kinds: Sequence[LineKind], at: int) -> bool:
    """Whether a link or a time stands directly before a line, or a time before its heading."""
    before = kinds[max(at - 2, 0) : at]
    return bool(before) and (
        before[-1] in (LineKind.LINK, LineKind.TIME)
        or (before[-1] in (LineKind.LABEL, LineKind.HEAD) and before[0] is LineKind.TIME)
    )


def _opens_with_headline(line: TextLine) -> bool:
    return line.opens and line.linked >= _MIN_OPENING_LINK


def _headlines(
    lines: Sequence[TextLine], keys: Sequence[str], titles: Iterable[str | None]
) -> list[int]:
    title_keys = {x for x in (key(title) for title in titles if title) if len(x) >= _MIN_TITLE}
    found = (
        at
        for at, (line, line_key) in enumerate(zip(lines, keys, strict=True))
        if len(line.text) <= boilerplate_lines.MAX_LINE and _holds_title(line_key, title_keys)
    )
    return list(islice(found, _MAX_HEADLINES))


def _holds_title(line_key: str, title_keys: set[str]) -> bool:
    return line_key in title_keys or any(
        (x in line_key and len(line_key) < len(x) + _MAX_BESIDE_TITLE)
        or (len(line_key) >= _MIN_PART_OF_TITLE and line_key in x)
        for x in title_keys
    )
