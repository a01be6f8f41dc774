"""Takes menus and lists of links off the tree at once, before anything careful is done with it:
half of a page's elements, none of its article.

What the links said is kept: a text made of the same words is a menu, and a page full of headlines
is a listing.
"""

import re
from dataclasses import dataclass, field

from lxml import html

from baqylau.clean.prose import Held

_FEWEST = 6
"""Links from which a block without prose can be a menu; lists of sources under an article are
shorter.
"""
_LINKED = 0.8
"""Share of its text that is links."""
_LONGER = re.compile(r"\w{5,}")
HEADLINE = 25
"""Characters from which a link may be a headline."""


@dataclass(slots=True)
class Menus:
    """Longer words of the links taken off, and the addresses their headlines lead to."""

    words: set[str] = field(default_factory=set)
    headlines: set[str] = field(default_factory=set)

    def note(self, link: html.HtmlElement, said: str) -> None:
        self.words.update(_LONGER.findall(said))
        if len(said) >= HEADLINE:
            self.headlines.add(link.get("href") or "")


def take_off(held: Held) -> Menus:
    """Drops the menus beside the prose, in place."""
    found = Menus()
    for home in list(held):
        for child in list(home):
            if child not in held:
                _take_off(child, found)
    return found


def _take_off(node: html.HtmlElement, found: Menus) -> None:
    links = [(x, x.text_content().strip()) for x in node.iter("a")]
    if len(links) < _FEWEST:
        return
    total = len(node.text_content().strip())
    if (
        sum(len(said) for _, said in links) >= _LINKED * total
        and next(node.iterdescendants("h1"), None) is None
    ):
        for link, said in links:
            found.note(link, said)
        node.drop_tree()


def all_links(tree: html.HtmlElement, taken: Menus) -> Menus:
    """What was taken off, with the links still on the page."""
    found = Menus(set(taken.words), set(taken.headlines))
    for link in tree.iter("a"):
        found.note(link, link.text_content().strip())
    return found
