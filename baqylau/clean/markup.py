"""Blocks directly from HTML, where it is known which element holds the text: an element comes in,
paragraphs with their kind go out.

It serves the bodies that an outlet's layout selects, Telegram posts, and the restoring of lost
lines; elsewhere trafilatura chooses the text.
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
    """One line of an element: `container` is the innermost block element that holds it, `linked`
    counts its characters in links; `opens` says that it begins with a link.
    """

    part: Part
    text: str
    container: html.HtmlElement
    linked: int
    opens: bool = False


def blocks(body: html.HtmlElement) -> list[Block]:
    """Every line of the element in reading order; a line break, and each block element, ends a
    line.
    """
    return [Block(x.part, x.text) for x in lines(body)]


def lines(body: html.HtmlElement) -> list[TextLine]:
    """The same, each line with its container."""
    out: list[TextLine] = []
    run: list[str] = []
    linked = 0
    opens = False
    ends_lines, skipped = (
        wordlists.words("elements", "blocks"),
        wordlists.words("elements", "unread"),
    )

    def end(part: Part, container: html.HtmlElement) -> None:
        nonlocal linked, opens
        line = one_line("".join(run))
        run.clear()
        if line:
            out.append(TextLine(part, line, container, linked, opens))
        linked, opens = 0, False

    def walk(node: html.HtmlElement, part: Part, container: html.HtmlElement) -> None:
        # libxml2 bounds a tree at 256 levels, so this recursion is bounded too
        nonlocal linked, opens
        if not isinstance(node.tag, str) or node.tag in skipped:
            return
        inner = _PARTS.get(node.tag, part)
        if node.tag == "a":
            opens = opens or not any(x.strip() for x in run)
            linked += len(node.text_content())
        elif node.tag == "tr":
            cells = [one_line(" ".join(x.itertext())) for x in node if isinstance(x.tag, str)]
            run.append(" | ".join(x for x in cells if x))
            linked = sum(len(x.text_content()) for x in node.iter("a"))
            end(Part.ROW, node)
            return
        run.append(node.text or "")
        for child in node:
            ends = child.tag in ends_lines
            if ends or child.tag == "br":
                end(inner, container)
            walk(child, inner, child if ends else container)
            if ends:
                end(_PARTS.get(child.tag, inner), child)
            run.append(child.tail or "")

    walk(body, Part.PARAGRAPH, body)
    end(Part.PARAGRAPH, body)
    return out
