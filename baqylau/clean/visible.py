"""What a reader sees on the page, element by element: a tree comes in, pieces of text with their
position go out.
"""

from itertools import islice
from typing import NamedTuple

from lxml import html

from baqylau.text.normal import key, one_line


class VisibleText(NamedTuple):
    """A piece of visible text; `at` is its position in document order."""

    node: html.HtmlElement
    at: int
    text: str
    key: str
    links: float
    """Share of the text that is links."""


_MAX_ELEMENTS = 80
"""An element with so many elements inside is a container, not a paragraph."""
_TEXT_TAGS = (
    "p",
    "h2",
    "h3",
    "h4",
    "li",
    "blockquote",
    "div",
    "span",
    "strong",
    "section",
    "header",
)


def read(tree: html.HtmlElement) -> list[VisibleText]:
    """The texts of elements that directly hold text, in document order; containers of paragraphs
    are left out.
    """
    found = []
    for at, node in enumerate(tree.iter(*_TEXT_TAGS)):
        if node.tag in {"div", "span", "section", "header", "blockquote", "li", "strong"} and (
            (not (node.text or "").strip() and len(node) != 1)
            or next(node.iter("p"), None) is not None
        ):
            continue
        if not len(node):
            text, links = one_line(node.text or ""), 0.0
        else:
            text = (
                one_line(node.text_content())
                if next(islice(node.iter(), _MAX_ELEMENTS, None), None) is None
                else ""
            )
            links = sum(len(x.text_content()) for x in node.iter("a")) / len(text) if text else 0.0
        if text:
            found.append(VisibleText(node, at, text, key(text), min(links, 1.0)))
    return found
