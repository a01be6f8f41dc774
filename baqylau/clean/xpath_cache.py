"""What trafilatura asks of every element of a page, asked once of each kind of element: its XPath
lists in, the same elements found, out.

Four of its lists test the class, id, style or role of an element, mostly by regular expressions,
and nothing else. lxml calls back into Python for every test on every element: half of the time of
the first stage. The answer depends on these attributes alone, so it is remembered.
`trafilatura_adapter` puts the questions into the lists.
"""

import re
from functools import lru_cache
from typing import Any

from lxml import etree, html

_REMEMBERED = 20_000
"""Kinds of elements whose answer is remembered, for each question: a page has a hundred."""
_CASES = re.compile(r"translate\((@[\w-]+), '\w+', ?'\w+'\)|, 'i'(?=\))")
"""How an XPath disregards case."""
Said = tuple[tuple[str, str], ...]


class CachedXPath:
    """An XPath that asks elements for their tags and attributes only; `first` where nobody looks at
    more than the first element it finds.
    """

    def __init__(self, asks: Any, *, first: bool = False) -> None:
        self._asks, self._first = asks, first
        self.path: str = asks.path
        path = _CASES.sub(r"\1", self.path)
        self._tags = re.findall(r"self::(\w+)", path)
        self._attributes = frozenset(re.findall(r"@([\w-]+)", path))
        self._enough = frozenset(re.findall(r"@([\w-]+) +or\b", path))
        self._wanted = re.compile("|".join(re.findall(r"'([^']*)'", path)).lower())
        self._fits = lru_cache(maxsize=_REMEMBERED)(self._asked)

    def __call__(self, tree: html.HtmlElement) -> list[html.HtmlElement]:
        """The elements of the tree that fit, in document order."""
        found = []
        for node in tree.iterdescendants(*self._tags):
            said = tuple([x for x in node.items() if x[0] in self._attributes])
            if said and self._fits(node.tag, said):
                found.append(node)
                if self._first:
                    break
        return found

    def _asked(self, tag: str, said: Said) -> bool:
        """Whether the XPath finds such an element. It is tried only where one of its words stands
        in an attribute.
        """
        if not any(
            name in self._enough or self._wanted.search(value.lower()) for name, value in said
        ):
            return False
        around: Any = html.Element("div")
        one = etree.SubElement(around, tag if self._tags else "p")
        for name, value in said:
            one.set(name, value)
        return bool(self._asks(around))
