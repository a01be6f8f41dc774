"""Removes menus and lists of links from the tree, before the costlier steps: they are half of a
page's elements and hold none of its article.

The prose lengths of the elements come in; the words and headlines of the removed links go out: a
text made of the same words is a menu, and a page full of headlines is a listing.
"""

import re
from dataclasses import dataclass, field

from lxml import html

from baqylau.clean.prose import ProseLengths

_MIN_LINKS = 6
"""A block without prose and with so many links can be a menu; lists of sources under an article are
shorter.
"""
_LINK_SHARE = 0.8
"""Share of a menu's text that stands in links."""
_LONG_WORD = re.compile(r"\w{5,}")
HEADLINE = 25
"""A link with so many characters may be a headline."""


@dataclass(slots=True)
class PageLinks:
    """The longer words of links, and the addresses to which links of a headline's length lead."""

    words: set[str] = field(default_factory=set)
    headlines: set[str] = field(default_factory=set)

    def add(self, link: html.HtmlElement, text: str) -> None:
        self.words.update(_LONG_WORD.findall(text))
        if len(text) >= HEADLINE:
            self.headlines.add(link.get("href") or "")


def remove(prose_lengths: ProseLengths) -> PageLinks:
    """Removes the menus beside the prose from the tree, in place."""
    found = PageLinks()
    for element in list(prose_lengths):
        for child in list(element):
            if child not in prose_lengths:
                _remove_if_menu(child, found)
    return found


def _remove_if_menu(node: html.HtmlElement, found: PageLinks) -> None:
    links = [(x, x.text_content().strip()) for x in node.iter("a")]
    if len(links) < _MIN_LINKS:
        return
    total = len(node.text_content().strip())
    if (
        sum(len(text) for _, text in links) >= _LINK_SHARE * total
        and next(node.iterdescendants("h1"), None) is None
    ):
        for link, text in links:
            found.add(link, text)
        node.drop_tree()


def all_links(tree: html.HtmlElement, removed: PageLinks) -> PageLinks:
    """The links that were removed together with those still on the page."""
    found = PageLinks(set(removed.words), set(removed.headlines))
    for link in tree.iter("a"):
        found.add(link, link.text_content().strip())
    return found
