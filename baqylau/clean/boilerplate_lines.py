"""Removes extracted blocks that are not article text: the repeated title, bylines, dates, lists of
links at the end, boilerplate lines. Blocks come in, fewer blocks go out, each removal is logged.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from baqylau.clean import wordlists
from baqylau.clean.blocks import Block, DecisionLog, Part
from baqylau.lang.calendar import calendar
from baqylau.text.normal import key

MAX_LINE = 300
"""Characters; a longer block counts as prose, whatever it begins with."""
_SIMILAR = 0.9
"""Similarity (0 to 1) from which a heading counts as the title: outlets change a mark or a word
between headline and page title.
"""
_EDGE_BLOCKS = 4
"""Bylines, dates and counters are looked for among so many blocks at either end."""
_PICTURE_ADDRESS = re.compile(r"(?:(?<!\s)\s+)?\bpic\.(?:twitter|x)\.com/\w+")
"""The picture's address at the end of an embedded post."""
LINK_SHARE = 0.8
"""Share of a line's characters in links above which the line is only a link."""
_PROSE_ENDS = re.compile(r"[.!?…:;][\"”»')\]]*$")
_MAX_DATE_LINE = 90
_MAX_DATE_WORDS = 9
"""A line with a date and so few words is only a date; so is a longer one that is mostly figures."""
_MAX_WORD = 12
_FIGURES = 0.75
_PARTS = re.compile(r"\w+")
_MAX_COUNTER_LINE = 60
_COUNTED = re.compile(r"[^\W\d_]+")
_CLOCK_OR_DAY = re.compile(
    r"\d:\d{2}|\d\D\d{1,2}\D(?:19|20)?\d{2}\b|\b(?:19|20)\d{2}\D\d{2}\D\d{2}"
)
"""A time of day, or a day in figures."""
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
"""Beside the name of a month it makes a date; alone it does not: "2018 Jeongdong Theater Tradition
Series".
"""
_WORDS = re.compile(r"[^\W\d_]{3,}")


def without_title(
    blocks: Sequence[Block], title: str | None, others: Sequence[str], log: DecisionLog
) -> list[Block]:
    """The blocks without the title, where it is repeated among the first ones or as a heading."""
    title_keys = {key(x) for x in (title, *others) if x}
    out: list[Block] = []
    for at, block in enumerate(blocks):
        near = at < _EDGE_BLOCKS + 2
        if (
            (near or block.part is Part.HEAD)
            and len(block.text) <= MAX_LINE
            and _is_title(key(block.text), title_keys, near)
        ):
            log.dropped("repeated title", block.text)
        else:
            out.append(block)
    return out


def _is_title(text: str, title_keys: set[str], near: bool) -> bool:
    if text in title_keys or (near and text.strip("0123456789 |") in title_keys):
        return True  # alone, or beside its day and hour
    return near and any(
        abs(len(text) - len(x)) < 0.2 * len(x)
        and SequenceMatcher(None, text, x, autojunk=False).ratio() >= _SIMILAR
        for x in title_keys
    )


def without_boilerplate(blocks: Sequence[Block], log: DecisionLog) -> list[Block]:
    """The blocks without boilerplate lines and the lists under headings like "read also"."""
    single, tail = wordlists.pattern("single"), wordlists.pattern("tail")
    total = sum(len(x.text) for x in blocks)
    out: list[Block] = []
    seen = 0
    skipping = False
    for block in blocks:
        seen += len(block.text)
        if "pic." in block.text:
            block = Block(block.part, _PICTURE_ADDRESS.sub("", block.text))
        short = len(block.text) <= MAX_LINE
        if short and single.search(block.text):
            log.dropped("boilerplate line", block.text)
        elif is_counter(block.text):
            log.dropped("a counter of views", block.text)
        elif short and seen > total / 3 and tail.search(block.text):
            log.dropped("end of the article", block.text)
            skipping = True
        elif skipping and not _is_prose(block):
            log.dropped("after the end of the article", block.text)
        else:
            skipping = False
            out.append(block)
    return out


def without_offers(blocks: Sequence[Block], log: DecisionLog) -> list[Block]:
    """A teaser without the lines that offer a subscription for the rest."""
    out: list[Block] = []
    for block in blocks:
        if len(block.text) <= MAX_LINE and wordlists.pattern("paywall").search(block.text):
            log.dropped("paywall line", block.text)
        else:
            out.append(block)
    return out


def _is_prose(block: Block) -> bool:
    return len(block.text) >= 150 and bool(_PROSE_ENDS.search(block.text))


def without_closing_links(
    blocks: Sequence[Block], linked: frozenset[str], log: DecisionLog
) -> list[Block]:
    """The blocks without the lines at the end that are only links, where there are two or more:
    they lead to other articles.
    """
    end = len(blocks)
    while end and key(blocks[end - 1].text) in linked:
        end -= 1
    if len(blocks) - end < 2:
        return list(blocks)
    for block in blocks[end:]:
        log.dropped("links at the end", block.text)
    return list(blocks[:end])


def without_edges(blocks: Sequence[Block], authors: Sequence[str], log: DecisionLog) -> list[Block]:
    """The blocks without bylines, dates and counters that stand alone near the beginning and the
    end.
    """
    names = {key(x) for x in authors}
    last = len(blocks) - _EDGE_BLOCKS
    out: list[Block] = []
    for at, block in enumerate(blocks):
        rule = _edge_rule(block, names) if at < _EDGE_BLOCKS or at >= last else None
        if rule:
            log.dropped(rule, block.text)
        else:
            out.append(block)
    while out and out[-1].part is Part.HEAD:
        log.dropped("a heading without text", out.pop().text)
    return out


def _edge_rule(block: Block, names: set[str]) -> str | None:
    text = block.text
    if len(text) > 120:
        return None
    line_key = key(text)
    if names and line_key and _only_names(line_key, names):
        return "byline"
    if _is_date_alone(text):
        return "a date alone"
    return None if any(map(str.isalpha, text)) else "figures alone"


def _is_date_alone(text: str) -> bool:
    """Whether a line is only a date and a time, perhaps with a place, or a row of dates and
    counters.
    """
    if len(text) > _MAX_DATE_LINE or not is_dated(text) or _PROSE_ENDS.search(text):
        return False
    parts = _PARTS.findall(text)
    figures = sum(x.isdigit() for x in parts)
    return (
        all(len(x) <= _MAX_WORD for x in parts)
        and (len(text) <= _MAX_COUNTER_LINE and len(parts) <= _MAX_DATE_WORDS)
    ) or figures >= _FIGURES * len(parts)


def is_counter(text: str) -> bool:
    """Whether a line counts views or readers: figures, and no words but those of counters."""
    if len(text) > _MAX_COUNTER_LINE or not any(map(str.isdigit, text)):
        return False
    found = _COUNTED.findall(text.lower())
    counters, beside = wordlists.words("counters", "words"), wordlists.words("counters", "beside")
    return any(x in counters for x in found) and all(x in counters or x in beside for x in found)


def is_dated(text: str) -> bool:
    """Whether a line holds a time of day or a date."""
    return bool(_CLOCK_OR_DAY.search(text)) or (
        bool(_YEAR.search(text)) and any(calendar().month(x) for x in _WORDS.findall(text))
    )


_BYLINE_WORDS = re.compile(
    r"\b(?:by|and|und|et|von|и|және|автор|авторы|текст|фото|мәтін|редактор|от|с|the|text|words"
    r"|photo|тілшісі|корреспондент)\b"
)


def _only_names(line_key: str, names: set[str]) -> bool:
    rest = line_key
    for name in sorted(names, key=len, reverse=True):
        if name:
            rest = rest.replace(name, " ")
    return rest != line_key and not _BYLINE_WORDS.sub(" ", rest).strip()
