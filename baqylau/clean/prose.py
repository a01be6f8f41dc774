"""Where the running text of a page is: a tree in, characters of prose by element out."""

from lxml import html

Held = dict[html.HtmlElement, int]
"""Characters of running text by element, for those that have any."""
_PROSE = 60
"""Characters from which a text node counts as prose, whatever element holds it."""


def by_element(tree: html.HtmlElement) -> Held:
    """Characters of running text in each element that has any: text nodes of at least `_PROSE`
    characters count for all their ancestors.
    """
    held: Held = {}
    for node in tree.iter():
        said, tail = node.text, node.tail
        if (
            said
            and len(said) >= _PROSE
            and len(said.strip()) >= _PROSE
            and isinstance(node.tag, str)
        ):
            _count(held, node, len(said))
        if tail and len(tail) >= _PROSE and len(tail.strip()) >= _PROSE:
            _count(held, node.getparent(), len(tail))
    return held


def _count(held: Held, home: html.HtmlElement | None, size: int) -> None:
    while home is not None:
        held[home] = held.get(home, 0) + size
        home = home.getparent()


def of(node: html.HtmlElement) -> int:
    """Characters of running text in one element."""
    return sum(len(x) for x in node.itertext() if len(x) >= _PROSE and len(x.strip()) >= _PROSE)
