"""Blocks of a text: trafilatura's body element comes in, paragraphs with their kind go out. Also
the log of what cleaning decided about them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from lxml import etree

from baqylau.text.normal import clear, one_line


class Part(StrEnum):
    """What a block is in its text."""

    PARAGRAPH = "paragraph"
    HEAD = "head"
    ITEM = "item"
    QUOTE = "quote"
    ROW = "row"


class Block(NamedTuple):
    """One line of the article text."""

    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision: `action` is what `rule` did with `text` (dropped, added, chose; kept)."""

    action: str
    rule: str
    text: str


@dataclass(slots=True)
class DecisionLog:
    """Everything decided about one page, in order; what `explain-clean` shows."""

    entries: list[Entry] = field(default_factory=list)

    def dropped(self, rule: str, text: str) -> None:
        self.entries.append(Entry("dropped", rule, one_line(text)))

    def added(self, rule: str, text: str) -> None:
        self.entries.append(Entry("added", rule, one_line(text)))

    def chose(self, rule: str, text: str) -> None:
        self.entries.append(Entry("chose", rule, one_line(text)))


def of(body: etree._Element) -> list[Block]:
    """The blocks of an extracted body in reading order; a line break inside a paragraph ends it."""
    return [block for child in body for block in _blocks(child, Part.PARAGRAPH) if block.text]


_PARTS = {"head": Part.HEAD, "quote": Part.QUOTE, "item": Part.ITEM}


def _blocks(node: etree._Element, part: Part) -> Iterator[Block]:
    if not isinstance(node.tag, str):
        return
    if node.tag == "row":
        yield Block(
            Part.ROW, one_line(" | ".join(filter(None, (one_line(_cell(x)) for x in node))))
        )
        return
    part = _PARTS.get(node.tag, part)
    run = [node.text or ""]
    for child in node:
        if child.tag in _INLINE:
            run.append(text_of(child))
        else:
            yield from _lines(run, part)
            run = []
            yield from _blocks(child, part)
        run.append(child.tail or "")
    yield from _lines(run, part)


def text_of(node: etree._Element) -> str:
    """All text of an element."""
    return "".join(str(x) for x in node.itertext())


def _cell(node: etree._Element) -> str:
    """The text of a cell; its lines and paragraphs are parted by a space."""
    inner = (f"{_cell(x) if x.tag in _INLINE else f' {_cell(x)} '}{x.tail or ''}" for x in node)
    return (node.text or "") + "".join(inner)


_INLINE = frozenset({"hi", "ref", "del", "code", "graphic", "span"})


def _lines(run: list[str], part: Part) -> Iterator[Block]:
    line = one_line("".join(run))
    if line:
        yield Block(part, line)


def text(blocks: list[Block]) -> str:
    """The article text: one block a line."""
    return clear("\n".join(x.text for x in blocks))
