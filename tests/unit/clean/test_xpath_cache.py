"""trafilatura's lists find the same elements through the cache."""

from itertools import product

import pytest
from lxml import etree, html
from trafilatura import xpaths

from baqylau.clean import trafilatura_adapter
from baqylau.clean.xpath_cache import CachedXPath

TAGS = ("div", "section", "p", "span", "article", "main", "list", "item", "ul", "custom-box")
NAMES = (
    {}, {"class": "post-content wide"}, {"class": "Social-bar", "id": "x"}, {"id": "sidebar"},
    {"class": "story-body", "style": "display: none"}, {"role": "Navigation"},
    {"aria-hidden": "true"}, {"aria-hidden": "false"}, {"data-lp-replacement-content": ""},
    {"class": "Teaser"}, {"id": "cookie-note", "class": "text"},
    {"class": "text", "id": "cookie-note"}, {"class": "FullText"}, {"itemprop": "articleBody"},
    {"class": "image-caption"}, {"id": "reply-7"}, {"class": "hide-print"},
    {"style": "visibility:hidden"}, {"href": "/social/"}, {"class": "Page-content"},
)  # fmt: skip
ORIGINALS = [
    etree.XPath(x.path, namespaces={"re": xpaths.REGEXP_NS})
    for name in trafilatura_adapter.LISTS
    for x, now in zip(trafilatura_adapter.original(name), getattr(xpaths, name), strict=True)
    if isinstance(now, CachedXPath)
]


def _page() -> html.HtmlElement:
    page = html.Element("body")
    for tag, names in product(TAGS, NAMES):
        box = etree.SubElement(page, tag, names)
        etree.SubElement(box, "p", {"class": "text"}).text = "…"
    return page


@pytest.mark.parametrize("expression", ORIGINALS, ids=lambda x: x.path.strip()[:40])
def test_the_same_elements_are_found(expression: etree.XPath) -> None:
    page = _page()
    found = expression(page)
    first = "[1]" in expression.path
    for _ in range(2):  # evaluated, then from the cache
        assert CachedXPath(expression, first=first)(page) == (found[:1] if first else found)
    assert found


def test_seven_expressions_are_cached() -> None:
    assert len(ORIGINALS) == 7
