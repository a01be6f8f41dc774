"""Decides whether an extracted text is an article or a menu: blocks and the words of the page's
links come in, a `GateResult` goes out.

Menus returned as articles were the largest single loss measured on pages without a body.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from baqylau.clean.blocks import Block, Part

_SENTENCE = re.compile(r"[.!?…。．？！।][\"”»'’)\]]*(?:\s|$)|[.!?…][»”\"]|[。！？]")
_WORDS = re.compile(r"\w+")
_MIN_WORDS = 8
"""A block with a full stop and so many words is a sentence; with fewer it is a label."""
_MAX_CAPITALS = 0.6
"""Share of capitalised words above which a line is a row of names: "Астана Алматы Шымкент …". It is
applied to lines of 12 words and more, since English headlines reach 0.8.
"""
_MIN_SENTENCE_SHARE = 0.35
"""A text with a lower share of sentences may be a menu: articles measured have 0.6 and more, but
tables and lists of results have less too.
"""
_MAX_LINK_SHARE = 0.5
"""Share of a text's longer words that also stand in the page's links; a text with more and with few
sentences is a menu. Of 270 articles measured, 4 have more.
"""
_MENU_LINK_SHARE = 0.75
"""A text with a higher share is a menu, whatever else it holds; of 270 articles measured, none has
more.
"""
_LONG_WORD = re.compile(r"\w{5,}")


@dataclass(frozen=True, slots=True)
class GateResult:
    """`running` is the number of characters in sentences, `share` their share of the text; `menu`
    says that the text is a menu.
    """

    running: int
    share: float
    menu: bool


NOTHING = GateResult(0, 0.0, menu=False)
"""The result for no text."""


def judge(blocks: Sequence[Block], link_words: Set[str], linked: frozenset[str]) -> GateResult:
    """How much of the text is sentences.

    `link_words` are the longer words of the page's links, `linked` holds the texts of the page that
    are nothing but a link.
    """
    total = sum(len(x.text) for x in blocks)
    running = sum(len(x.text) for x in blocks if is_running(x, linked))
    share = running / total if total else 0.0
    link_share = _link_share(blocks, link_words)
    return GateResult(
        running,
        share,
        link_share > _MENU_LINK_SHARE
        or (share < _MIN_SENTENCE_SHARE and link_share > _MAX_LINK_SHARE),
    )


def _link_share(blocks: Sequence[Block], link_words: Set[str]) -> float:
    long_words = [word for x in blocks for word in _LONG_WORD.findall(x.text)]
    return sum(x in link_words for x in long_words) / len(long_words) if long_words else 0.0


def is_running(block: Block, linked: frozenset[str]) -> bool:
    """Whether a block is made of sentences."""
    return block.text not in linked and has_sentences(block.text, block.part is Part.ITEM)


@lru_cache(maxsize=1024)
def has_sentences(text: str, item: bool) -> bool:
    """Whether a text is made of sentences. Cached: it is asked four times for each block."""
    if len(text) < 2 * _MIN_WORDS - 1:
        return False
    words = _WORDS.findall(text)
    # scripts without spaces make long "words": count their letters instead
    size = max(len(words), len(text) // 12)
    if size < _MIN_WORDS:
        return False
    if (
        len(words) >= 12
        and sum(map(str.isupper, [x[0] for x in words])) > _MAX_CAPITALS * len(words)
        and len(_SENTENCE.findall(text)) * 20 < len(words)
    ):
        return False
    return bool(_SENTENCE.search(text)) or (item and size >= 15)
