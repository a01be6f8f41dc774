"""What an edit changed: two texts of one article come in, its paragraphs come out with what is gone
and what is new.

Paragraphs are matched first, words inside a paragraph that was rewritten after that, so that a long
text stays cheap.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

State = Literal["same", "gone", "new"]

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
# pairs of tokens; matching takes their product at worst, a second or so; beyond that a paragraph
# counts as rewritten whole
_MANY = 4_000_000


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """Characters that stand in both texts, only in the earlier or only in the later."""

    text: str
    state: State


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`state` is "gone" or "new" for a paragraph only one text has, "same" where both have one."""

    pieces: tuple[DiffPiece, ...]
    state: State


def compare(before: str, after: str) -> list[Paragraph]:
    """Both texts in one, in order: without what is new it is the earlier, without what is gone the
    later.
    """
    old, new = before.split("\n"), after.split("\n")
    found: list[Paragraph] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Paragraph((DiffPiece(x, "same"),), "same") for x in old[a:b]]
        else:
            found += [_paragraph(x, y) for x, y in zip_longest(old[a:b], new[c:d])]
    return found


def _paragraph(before: str | None, after: str | None) -> Paragraph:
    if before is None:
        return Paragraph((DiffPiece(after or "", "new"),), "new")
    if after is None:
        return Paragraph((DiffPiece(before, "gone"),), "gone")
    return Paragraph(tuple(_pieces(before, after)), "same")


def _pieces(before: str, after: str) -> list[DiffPiece]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) * len(new) > _MANY:
        return [DiffPiece(before, "gone"), DiffPiece(after, "new")]
    found: list[DiffPiece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(DiffPiece("".join(old[a:b]), "same"))
            continue
        gone, new_text = "".join(old[a:b]), "".join(new[c:d])
        found += [DiffPiece(gone, "gone")] if gone else []
        found += [DiffPiece(new_text, "new")] if new_text else []
    return found
