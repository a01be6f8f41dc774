"""The attributes of a page's elements, read once: a tree comes in, the elements whose class, id or
property holds some word go out.

One XPath expression for each question (authors, tags, sections, breadcrumbs, signatures, microdata)
walked through the whole page each time, which together took twice as long as parsing it.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from lxml import html

_READ = frozenset({"class", "id", "itemprop", "property", "rel", "data-testid", "align"})


class Attributes:
    """The attributes of a tree as it was when this was made; elements removed later stay here."""

    def __init__(self, tree: html.HtmlElement) -> None:
        self.elements: list[html.HtmlElement] = [
            x for root in (tree, *tree.itersiblings()) for x in root.iter()
        ]
        """Every element in document order, also of what libxml2 puts behind the tree of a page
        with several ends. Holding them spares lxml from making them again for each step that walks
        through the tree.
        """
        self._by_name: dict[str, dict[str, list[html.HtmlElement]]] = {x: {} for x in _READ}
        for node in self.elements:
            for name, value in node.items():
                if name in _READ:
                    self._by_name[name].setdefault(value, []).append(node)

    @cached_property
    def _numbers(self) -> dict[html.HtmlElement, int]:
        return {node: number for number, node in enumerate(self.elements)}

    def having(self, *names: str) -> list[html.HtmlElement]:
        """The elements with one of these attributes, in document order."""
        return self.in_order(
            node for name in names for nodes in self._by_name[name].values() for node in nodes
        )

    def holding(self, name: str, *parts: str) -> Iterator[html.HtmlElement]:
        """The elements whose attribute contains one of these parts, in no order."""
        for value, nodes in self._by_name[name].items():
            if any(x in value for x in parts):
                yield from nodes

    def equal(self, name: str, value: str) -> list[html.HtmlElement]:
        """The elements whose attribute is `value`, in document order."""
        return self._by_name[name].get(value, [])

    def in_order(self, nodes: Iterable[html.HtmlElement]) -> list[html.HtmlElement]:
        """These elements in document order, each once."""
        found = set(nodes)
        if len(found) < 2:
            return list(found)
        return sorted(found, key=self._numbers.__getitem__)

    def links_in(self, nodes: Iterable[html.HtmlElement]) -> list[html.HtmlElement]:
        """The links in these elements, in document order; an element that is itself a link
        counts.
        """
        return self.in_order(link for node in nodes for link in node.iter("a"))
