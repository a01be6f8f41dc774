"""Blocks straight from HTML, where we know that an element is the text: an element in, paragraphs
with their kind out.

Used for bodies an outlet's layout points at and for Telegram posts; everywhere else trafilatura
chooses.
"""

from typing import NamedTuple

from lxml import html

from baqylau.clean import wordlists
from baqylau.clean.blocks import Block, Part
from baqylau.text.normal import one_line

_PARTS = {
    "h1": Part.HEAD, "h2": Part.HEAD, "h3": Part.HEAD, "h4": Part.HEAD, "h5": Part.HEAD,
    "h6": Part.HEAD, "summary": Part.HEAD, "li": Part.ITEM, "dt": Part.ITEM, "dd": Part.ITEM,
    "blockquote": Part.QUOTE, "q": Part.QUOTE,
}  # fmt: skip


class TextLine(NamedTuple):
    """One line of an element: `home` is the innermost element with lines of its own that holds it,
    `linked` its characters in links.
    """

    part: Part
    text: str
    home: html.HtmlElement
    linked: int


def blocks(body: html.HtmlElement) -> list[Block]:
    """Every line of the element in reading order; a line break, and each block element, ends a
    line.
    """
    return [Block(x.part, x.text) for x in lines(body)]


def lines(body: html.HtmlElement) -> list[TextLine]:
    """The same with the place of each line."""
    out: list[TextLine] = []
    run: list[str] = []
    linked = 0
    ends_lines, unread = (
        wordlists.words("elements", "blocks"),
        wordlists.words("elements", "unread"),
    )

    def end(part: Part, home: html.HtmlElement) -> None:
        nonlocal linked
        line = one_line("".join(run))
        run.clear()
        if line:
            out.append(TextLine(part, line, home, linked))
        linked = 0

    def walk(node: html.HtmlElement, part: Part, home: html.HtmlElement) -> None:
        # libxml2 bounds a tree at 256 levels, so this recursion is bounded too
        nonlocal linked
        if not isinstance(node.tag, str) or node.tag in unread:
            return
        inner = _PARTS.get(node.tag, part)
        if node.tag == "a":
            linked += len(node.text_content())
        elif node.tag == "tr":
            cells = [one_line(x.text_content()) for x in node if isinstance(x.tag, str)]
            run.append(" | ".join(x for x in cells if x))
            linked = sum(len(x.text_content()) for x in node.iter("a"))
            end(Part.ROW, node)
            return
        run.append(node.text or "")
        for child in node:
            ends = child.tag in ends_lines
            if ends or child.tag == "br":
                end(inner, home)
            walk(child, inner, child if ends else home)
            if ends:
                end(_PARTS.get(child.tag, inner), child)
            run.append(child.tail or "")

    walk(body, Part.PARAGRAPH, body)
    end(Part.PARAGRAPH, body)
    return out
