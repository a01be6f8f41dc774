"""Where the running text of a page is: a tree in, characters of prose by element out."""

from lxml import html

Held = dict[html.HtmlElement, int]
"""Characters of running text by element, for those that have any."""
_PROSE = 60
"""Characters from which a text node counts as prose, whatever element holds it."""


def by_element(tree: html.HtmlElement) -> Held:
    """Characters of running text in each element that has any: text nodes of at least `_PROSE` characters count for all their ancestors."""
    held: Held = {}
    for node in tree.iter():
        for said, home in ((node.text, node), (node.tail, node.getparent())):
            if said and len(said) >= _PROSE and len(said.strip()) >= _PROSE and (home is not node or isinstance(node.tag, str)):
                while home is not None:
                    held[home] = held.get(home, 0) + len(said)
                    home = home.getparent()
    return held


def of(node: html.HtmlElement) -> int:
    """Characters of running text in one element."""
    return sum(len(x) for x in node.itertext() if len(x) >= _PROSE and len(x.strip()) >= _PROSE)
