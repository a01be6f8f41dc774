"""Where a page holds running text: a tree comes in, characters of prose by element go out."""

from lxml import html

ProseLengths = dict[html.HtmlElement, int]
"""Characters of running text by element, for those that have any."""
_MIN_PROSE = 60
"""A text node of so many characters counts as prose, whatever element holds it."""


def by_element(tree: html.HtmlElement) -> ProseLengths:
    """Characters of running text in each element that has any: text nodes of at least `_MIN_PROSE`
    characters count for all their ancestors.
    """
    prose_lengths: ProseLengths = {}
    for node in tree.iter():
        text, tail = node.text, node.tail
        if (
            text
            and len(text) >= _MIN_PROSE
            and len(text.strip()) >= _MIN_PROSE
            and isinstance(node.tag, str)
        ):
            _count(prose_lengths, node, len(text))
        if tail and len(tail) >= _MIN_PROSE and len(tail.strip()) >= _MIN_PROSE:
            _count(prose_lengths, node.getparent(), len(tail))
    return prose_lengths


def _count(prose_lengths: ProseLengths, element: html.HtmlElement | None, size: int) -> None:
    while element is not None:
        prose_lengths[element] = prose_lengths.get(element, 0) + size
        element = element.getparent()


def of(node: html.HtmlElement) -> int:
    """Characters of running text in one element."""
    return sum(
        len(x) for x in node.itertext() if len(x) >= _MIN_PROSE and len(x.strip()) >= _MIN_PROSE
    )
