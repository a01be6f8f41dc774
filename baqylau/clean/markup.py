"""Blocks straight from HTML, where we know that an element is the text: an element in, paragraphs with their kind out.

Used for bodies an outlet's layout points at and for Telegram posts; everywhere else trafilatura chooses.
"""

from lxml import html

from baqylau.clean import words
from baqylau.clean.blocks import Block, Part
from baqylau.text.normal import one_line

_PARTS = {
    "h1": Part.HEAD, "h2": Part.HEAD, "h3": Part.HEAD, "h4": Part.HEAD, "h5": Part.HEAD, "h6": Part.HEAD,
    "li": Part.ITEM, "dt": Part.ITEM, "dd": Part.ITEM, "blockquote": Part.QUOTE, "q": Part.QUOTE,
}  # fmt: skip


def blocks(body: html.HtmlElement) -> list[Block]:
    """Every line of the element in reading order; a line break, and each block element, ends a line."""
    out: list[Block] = []
    run: list[str] = []
    ends_lines, unread = words.words("elements", "blocks"), words.words("elements", "unread")

    def end(part: Part) -> None:
        line = one_line("".join(run))
        run.clear()
        if line:
            out.append(Block(part, line))

    def walk(node: html.HtmlElement, part: Part) -> None:
        # libxml2 bounds a tree at 256 levels, so this recursion is bounded too
        if not isinstance(node.tag, str) or node.tag in unread:
            return
        inner = _PARTS.get(node.tag, part)
        if node.tag == "tr":
            cells = [one_line(x.text_content()) for x in node if isinstance(x.tag, str)]
            run.append(" | ".join(x for x in cells if x))
            end(Part.ROW)
            return
        run.append(node.text or "")
        for child in node:
            ends = child.tag in ends_lines or child.tag == "br"
            if ends:
                end(inner)
            walk(child, inner)
            if ends:
                end(_PARTS.get(child.tag, inner) if isinstance(child.tag, str) else inner)
            run.append(child.tail or "")

    walk(body, Part.PARAGRAPH)
    end(Part.PARAGRAPH)
    return out
