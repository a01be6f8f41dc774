"""Takes out of the extracted blocks what is no article text: the title again, bylines, dates,
tails, boilerplate lines.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from baqylau.clean import wordlists
from baqylau.clean.blocks import Block, DecisionLog, Part
from baqylau.lang.calendar import calendar
from baqylau.text.normal import key

_SHORT = 300
"""A longer block is prose whatever it begins with."""
_ALIKE = 0.9
"""Likeness above which a head is the title again: outlets change a mark or a word between headline
and page title.
"""
_EDGE = 4
"""Blocks from either end among which bylines, dates and counters stand."""
_PICTURE = re.compile(r"\s*\bpic\.(?:twitter|x)\.com/\w+")
"""The address of a picture that an embedded post shows."""
LINKED = 0.8
"""Share of a line's characters in links from which it is a link and nothing else."""
_PROSE_ENDS = re.compile(r"[.!?…:;][\"”»')\]]*$")
_DATE_ONLY = re.compile(
    r"^(?:\W*(?:\d{1,4}|\w{3,12}day|\w{2,12}\.?|um|at|в|жылғы|ж|г|года?|gmt|utc|uhr|am|pm|a\.m"
    r"|p\.m|\+?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)\W*){1,9}$",
    re.I,
)
_DATED = re.compile(r"\d:\d{2}|\d\D\d{1,2}\D(?:19|20)?\d{2}\b|\b(?:19|20)\d{2}\D\d{2}\D\d{2}")
"""A clock or a day in figures."""
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
"""Beside the name of a month it makes a date; alone it does not: "2018 Jeongdong Theater Tradition
Series".
"""
_WORDS = re.compile(r"[^\W\d_]{3,}")


def without_title(
    blocks: Sequence[Block], title: str | None, others: Sequence[str], ledger: DecisionLog
) -> list[Block]:
    """The blocks without the title where it stands again among the first ones or as a head."""
    wanted = {key(x) for x in (title, *others) if x}
    out: list[Block] = []
    for at, block in enumerate(blocks):
        near = at < _EDGE + 2
        if (
            (near or block.part is Part.HEAD)
            and len(block.text) <= _SHORT
            and _is_title(key(block.text), wanted, near)
        ):
            ledger.dropped("title again", block.text)
        else:
            out.append(block)
    return out


def _is_title(text: str, wanted: set[str], near: bool) -> bool:
    if text in wanted:
        return True
    return near and any(
        abs(len(text) - len(x)) < 0.2 * len(x)
        and SequenceMatcher(None, text, x, autojunk=False).ratio() >= _ALIKE
        for x in wanted
    )


def without_boilerplate(blocks: Sequence[Block], ledger: DecisionLog) -> list[Block]:
    """The blocks without boilerplate lines and without tails of links."""
    single, tail = wordlists.pattern("single"), wordlists.pattern("tail")
    total = sum(len(x.text) for x in blocks)
    out: list[Block] = []
    seen = 0
    skipping = False
    for block in blocks:
        seen += len(block.text)
        if "pic." in block.text:
            block = Block(block.part, _PICTURE.sub("", block.text))
        short = len(block.text) <= _SHORT
        if short and single.search(block.text):
            ledger.dropped("boilerplate line", block.text)
        elif short and seen > total / 3 and tail.search(block.text):
            ledger.dropped("tail", block.text)
            skipping = True
        elif skipping and not _is_prose(block):
            ledger.dropped("under a tail's head", block.text)
        else:
            skipping = False
            out.append(block)
    return out


def without_offers(blocks: Sequence[Block], ledger: DecisionLog) -> list[Block]:
    """A teaser without the lines that sell the rest."""
    out: list[Block] = []
    for block in blocks:
        if len(block.text) <= _SHORT and wordlists.pattern("paywall").search(block.text):
            ledger.dropped("paywall line", block.text)
        else:
            out.append(block)
    return out


def _is_prose(block: Block) -> bool:
    return len(block.text) >= 150 and bool(_PROSE_ENDS.search(block.text))


def without_closing_links(
    blocks: Sequence[Block], linked: frozenset[str], ledger: DecisionLog
) -> list[Block]:
    """The blocks without the lines at the end that are links and nothing else, two at least: other
    articles.
    """
    end = len(blocks)
    while end and key(blocks[end - 1].text) in linked:
        end -= 1
    if len(blocks) - end < 2:
        return list(blocks)
    for block in blocks[end:]:
        ledger.dropped("links at the end", block.text)
    return list(blocks[:end])


def without_edges(
    blocks: Sequence[Block], authors: Sequence[str], ledger: DecisionLog
) -> list[Block]:
    """The blocks without bylines, dates and counters that stand alone near the beginning and the
    end.
    """
    names = {key(x) for x in authors}
    last = len(blocks) - _EDGE
    out: list[Block] = []
    for at, block in enumerate(blocks):
        rule = _edge_rule(block, names) if at < _EDGE or at >= last else None
        if rule:
            ledger.dropped(rule, block.text)
        else:
            out.append(block)
    while out and out[-1].part is Part.HEAD:
        ledger.dropped("a head with nothing under it", out.pop().text)
    return out


def _edge_rule(block: Block, names: set[str]) -> str | None:
    text = block.text
    if len(text) > 120:
        return None
    said = key(text)
    if names and said and _only_names(said, names):
        return "byline"
    if (
        len(text) <= 60
        and _is_dated(text)
        and _DATE_ONLY.match(text)
        and not _PROSE_ENDS.search(text)
    ):
        return "a date alone"
    if re.fullmatch(r"[\d\s.,:|/–—-]+", text):
        return "figures alone"
    return None


def _is_dated(text: str) -> bool:
    return bool(_DATED.search(text)) or (
        bool(_YEAR.search(text)) and any(calendar().month(x) for x in _WORDS.findall(text))
    )


_BETWEEN = re.compile(
    r"\b(?:by|and|und|et|von|и|және|автор|авторы|текст|фото|мәтін|редактор|от|с|the|text|words"
    r"|photo|тілшісі|корреспондент)\b"
)


def _only_names(said: str, names: set[str]) -> bool:
    rest = said
    for name in sorted(names, key=len, reverse=True):
        if name:
            rest = rest.replace(name, " ")
    return rest != said and not _BETWEEN.sub(" ", rest).strip()
