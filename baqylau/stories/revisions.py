"""What an edit changed: two texts of one article come in, its paragraphs go out with what was
removed ("gone") and what was added ("new").

Paragraphs are matched first, then the words inside a rewritten paragraph, so that a long text costs
little.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

DiffState = Literal["same", "gone", "new"]

_TOKEN = re.compile(
    r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d+)?"  # 2 400 000,5
    r"|\d\w*(?:[.,:/-]\w+)*"  # 1,49; 14:05; 30.11.2026; 5G; 12-летний
    r"|[^\W\d]\w*(?:[-\u2010\u2011'\u2019]\w+)*|\s+|[^\w\s]|\w"
)
"""A change is shown as whole numbers, with their separators, and whole words."""
MOST_PAIRS = 4_000_000
"""Pairs of tokens that are compared in one text: matching takes their product at worst, a second or
so. Beyond that a paragraph counts as rewritten whole.
"""


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """A piece of text that stands in both texts, only in the earlier, or only in the later."""

    text: str
    state: DiffState


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`state` is "gone" or "new" for a paragraph only one text has, "same" where both have one."""

    pieces: tuple[DiffPiece, ...]
    state: DiffState


def compare(before: str, after: str, most_pairs: int = MOST_PAIRS) -> list[Paragraph]:
    """Both texts merged, in order: without the pieces that are new it is the earlier text, without
    those that are gone the later one.
    """
    found: list[Paragraph] = []
    left = most_pairs
    for old, new in paired(before, after):
        if old == new:
            found.append(Paragraph((DiffPiece(old or "", "same"),), "same"))
            continue
        paragraph, pairs = _paragraph(old, new, left)
        found.append(paragraph)
        left -= pairs
    return found


def paired(before: str, after: str) -> Iterator[tuple[str | None, str | None]]:
    """The paragraphs of both texts in order, each with its counterpart; None where it has none."""
    old, new = before.split("\n"), after.split("\n")
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield from zip_longest(old[a:b], new[c:d])


def _paragraph(before: str | None, after: str | None, left: int) -> tuple[Paragraph, int]:
    """The paragraph, and how many pairs of tokens were compared; `left` may be."""
    if before is None:
        return Paragraph((DiffPiece(after or "", "new"),), "new"), 0
    if after is None:
        return Paragraph((DiffPiece(before, "gone"),), "gone"), 0
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pairs = len(old) * len(new)
    if pairs > left:
        whole = (DiffPiece(before, "gone"), DiffPiece(after, "new"))
        return Paragraph(whole, "same"), 0
    return Paragraph(tuple(_pieces(old, new)), "same"), pairs


def _pieces(old: Sequence[str], new: Sequence[str]) -> list[DiffPiece]:
    found: list[DiffPiece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(DiffPiece("".join(old[a:b]), "same"))
            continue
        gone, new_text = "".join(old[a:b]), "".join(new[c:d])
        found += [DiffPiece(gone, "gone")] if gone else []
        found += [DiffPiece(new_text, "new")] if new_text else []
    return found
