"""What a page calls its elements: a tree in, elements by their class, id and role out, for every rule that asks by name.

A page has a thousand elements and some two hundred different names: each rule looks at the names, and at each only once.
"""

from collections.abc import Callable
from operator import itemgetter
from typing import Any, NamedTuple

from lxml import etree, html

_CALLED = etree.XPath("//*[@class or @id or @rel or @itemprop or @data-testid]")


class Name(NamedTuple):
    """What an element is called, by attribute; None where it has not got it."""

    css_class: str | None
    css_id: str | None
    rel: str | None
    itemprop: str | None
    testid: str | None


class Named:
    """The elements of a tree that are called anything, as it was when they were looked at."""

    def __init__(self, tree: html.HtmlElement) -> None:
        found: Any = _CALLED(tree)
        self._places: dict[tuple[str | None, ...], tuple[Name, list[tuple[int, html.HtmlElement]]]] = {}
        for at, node in enumerate(found):
            get = node.get
            said = (get("class"), get("id"), get("rel"), get("itemprop"), get("data-testid"))
            if said not in self._places:
                self._places[said] = (Name(*said), [])
            self._places[said][1].append((at, node))

    def where(self, fits: Callable[[Name], object]) -> list[html.HtmlElement]:
        """The elements whose name fits, in document order; some may have left the tree since."""
        found = [x for name, places in self._places.values() if fits(name) for x in places]
        found.sort(key=_place)
        return [node for _, node in found]


_place = itemgetter(0)
