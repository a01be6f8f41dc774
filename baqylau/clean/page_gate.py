"""Is this text an article's, or a menu? Blocks and the page's visible elements in, a verdict out.

A menu returned as an article was the largest single loss measured on pages without a body.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from baqylau.clean.blocks import Block, Part

_SENTENCE = re.compile(r"[.!?…。．？！।][\"”»'’)\]]*(?:\s|$)|[.!?…][»”\"]|[。！？]")
_WORDS = re.compile(r"\w+")
_LEAST_WORDS = 8
"""Words from which a block with a full stop is a sentence and no label."""
_CAPITALS = 0.6
"""Share of capitalised words above which a line is a row of names: "Астана Алматы Шымкент …".
English headlines reach 0.8: many words only.
"""
_RUNNING = 0.35
"""Share of running text below which a text may be a menu: articles measured 0.6 and more; tables
and lists of results fall below too.
"""
_LINKISH = 0.5
"""Share of a text's longer words that stand in the page's links too; above it a text without
sentences is a menu. Of 270 articles, 4 have more.
"""
_ALL_LINKS = 0.75
"""Share above which it is a menu whatever else it holds: of 270 articles measured, none has
more.
"""
_LONGER = re.compile(r"\w{5,}")


@dataclass(frozen=True, slots=True)
class GateResult:
    """`running` is the number of characters in sentences, `share` their share of the text; `menu`
    that the rest is links.
    """

    running: int
    share: float
    menu: bool


def judge(blocks: Sequence[Block], link_words: Set[str], linked: frozenset[str]) -> GateResult:
    """How much of the text is sentences.

    `link_words` are the longer words of the page's links, `linked` holds the texts of the page that
    are nothing but a link.
    """
    total = sum(len(x.text) for x in blocks)
    running = sum(len(x.text) for x in blocks if is_running(x, linked))
    share = running / total if total else 0.0
    linkish = _linkish(blocks, link_words)
    return GateResult(
        running, share, linkish > _ALL_LINKS or (share < _RUNNING and linkish > _LINKISH)
    )


def _linkish(blocks: Sequence[Block], link_words: Set[str]) -> float:
    said = [word for x in blocks for word in _LONGER.findall(x.text)]
    return sum(x in link_words for x in said) / len(said) if said else 0.0


def is_running(block: Block, linked: frozenset[str]) -> bool:
    """Whether a block is made of sentences."""
    return block.text not in linked and _runs(block.text, block.part is Part.ITEM)


@lru_cache(maxsize=1024)
def _runs(text: str, item: bool) -> bool:
    """Asked four times for each block of a page."""
    if len(text) < 2 * _LEAST_WORDS - 1:
        return False
    words = _WORDS.findall(text)
    # scripts without spaces make long "words": count their letters instead
    size = max(len(words), len(text) // 12)
    if size < _LEAST_WORDS:
        return False
    if (
        len(words) >= 12
        and sum(x[:1].isupper() for x in words) > _CAPITALS * len(words)
        and len(_SENTENCE.findall(text)) * 20 < len(words)
    ):
        return False
    return bool(_SENTENCE.search(text)) or (item and size >= 15)
