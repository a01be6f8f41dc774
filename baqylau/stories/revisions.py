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
class Piece:
    """Characters that stand in both texts, only in the earlier or only in the later."""

    text: str
    state: State


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`state` is "gone" or "new" for a paragraph only one text has, "same" where both have one."""

    pieces: tuple[Piece, ...]
    state: State


def compare(before: str, after: str) -> list[Paragraph]:
    """Both texts in one, in order: without what is new it is the earlier, without what is gone the
    later.
    """
    old, new = before.split("\n"), after.split("\n")
    found: list[Paragraph] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Paragraph((Piece(x, "same"),), "same") for x in old[a:b]]
        else:
            found += [_paragraph(x, y) for x, y in zip_longest(old[a:b], new[c:d])]
    return found


def _paragraph(before: str | None, after: str | None) -> Paragraph:
    if before is None:
        return Paragraph((Piece(after or "", "new"),), "new")
    if after is None:
        return Paragraph((Piece(before, "gone"),), "gone")
    return Paragraph(tuple(_pieces(before, after)), "same")


def _pieces(before: str, after: str) -> list[Piece]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) * len(new) > _MANY:
        return [Piece(before, "gone"), Piece(after, "new")]
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("".join(old[a:b]), "same"))
            continue
        gone, new_text = "".join(old[a:b]), "".join(new[c:d])
        found += [Piece(gone, "gone")] if gone else []
        found += [Piece(new_text, "new")] if new_text else []
    return found
