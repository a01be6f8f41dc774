"""A cache for XPath expressions of trafilatura: an expression comes in, a callable that finds the
same elements goes out.

Four of trafilatura's lists test only the class, id, style or role of an element, mostly by regular
expressions. lxml calls back into Python for every test on every element, which takes half of the
time of the first stage. The result depends on the tag and these attributes alone, so it is cached
by them. `trafilatura_adapter` puts the cached expressions into the lists.
"""

import re
from functools import lru_cache
from typing import Any

from lxml import etree, html

_CACHED_KINDS = 20_000
"""Kinds of elements whose result is cached, for each expression; a page has about a hundred."""
_CASES = re.compile(r"translate\((@[\w-]+), '\w+', ?'\w+'\)|, 'i'(?=\))")
"""How the expressions ignore case."""
Attributes = tuple[tuple[str, str], ...]


class CachedXPath:
    """An XPath that tests only tags and attributes of elements. With `first` it stops at the first
    element found, for callers that need no more.
    """

    def __init__(self, expression: Any, *, first: bool = False) -> None:
        self._expression, self._first = expression, first
        self.path: str = expression.path
        path = _CASES.sub(r"\1", self.path)
        self._tags = re.findall(r"self::(\w+)", path)
        self._attributes = frozenset(re.findall(r"@([\w-]+)", path))
        self._sufficient = frozenset(re.findall(r"@([\w-]+) +or\b", path))
        self._wanted = re.compile("|".join(re.findall(r"'([^']*)'", path)).lower())
        self._matches = lru_cache(maxsize=_CACHED_KINDS)(self._evaluate)

    def __call__(self, tree: html.HtmlElement) -> list[html.HtmlElement]:
        """The elements of the tree that match, in document order."""
        found = []
        for node in tree.iterdescendants(*self._tags):
            attributes = tuple([x for x in node.items() if x[0] in self._attributes])
            if attributes and self._matches(node.tag, attributes):
                found.append(node)
                if self._first:
                    break
        return found

    def _evaluate(self, tag: str, attributes: Attributes) -> bool:
        """Whether the XPath matches such an element. It is evaluated only where one of its words
        stands in an attribute.
        """
        if not any(
            name in self._sufficient or self._wanted.search(value.lower())
            for name, value in attributes
        ):
            return False
        around: Any = html.Element("div")
        one = etree.SubElement(around, tag if self._tags else "p")
        for name, value in attributes:
            one.set(name, value)
        return bool(self._expression(around))
