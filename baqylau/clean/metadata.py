"""Section, tags and picture of an article: what the page declares and prints
comes in, the values go out.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from baqylau.clean import wordlists
from baqylau.clean.structured_data import StructuredData
from baqylau.text.normal import key, one_line

_MAX_TAGS = 20
_MAX_TAG = 60
_MAX_ADDRESS = 2000
"""Characters; browsers and servers refuse longer addresses."""
_COMMAS = re.compile(r"(?:(?<!\s)\s+)?[,;|]\s*")
_SECTION_LINKS = etree.XPath(
    "(//@class[contains(.,'categor') or contains(.,'rubri') or contains(.,'section-name') or"
    " contains(.,'crumb')]|//@itemprop[.='genre'])/../descendant-or-self::a"
)
"""These expressions start at the attributes and go up to their elements, which takes half of the
time of testing the attributes of each element.
"""
_MENUS = ("menu", "nav", "header", "sidebar", "footer-", "related", "widget")
_BREADCRUMB_LINKS = etree.XPath(
    "(//@class[contains(.,'breadcrumb') or"
    " contains(.,'Breadcrumb')]|//@id[contains(.,'breadcrumb')])/..//a"
)
_TAG_LINKS = etree.XPath(
    "//a[contains(concat(' ',@rel,' '),' tag ')]|//@class[contains(.,'tags') or"
    " contains(.,'tag-list') or contains(.,'taglist')]/parent::*[self::div or self::ul or self::p"
    " or self::section]//a"
)


def address(given: str | None, url: str) -> str | None:
    """`given` as an absolute address; None where it is not an HTTP address."""
    if not given or len(given) > _MAX_ADDRESS:
        return None
    try:
        whole = urljoin(url, given.strip())
        return (
            whole
            if urlsplit(whole).scheme in ("http", "https") and urlsplit(whole).hostname
            else None
        )
    except ValueError:
        return None


def image(structured: StructuredData, url: str) -> str | None:
    """The absolute address of the article's picture; None where it declares none."""
    for given in (
        *(structured.meta.get(x) for x in wordlists.metadata("image")),
        *_pictures(structured.ld.get("image")),
        *structured.items.get("image", ()),
    ):
        whole = address(given, url)
        if whole:
            return whole
    return None


def _pictures(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        found = item.get("url") or item.get("contentUrl") if isinstance(item, dict) else item
        if isinstance(found, str):
            yield found


def _found(where: etree.XPath, tree: html.HtmlElement) -> list[html.HtmlElement]:
    found = where(tree)
    assert isinstance(found, list)
    return found


def section(
    tree: html.HtmlElement, structured: StructuredData, sites: frozenset[str], title: str | None
) -> str | None:
    """The section of the outlet: as declared, else as printed, else the last of the breadcrumbs."""
    for given in (
        structured.ld_text("articleSection"),
        *(structured.meta.get(x) for x in wordlists.metadata("section")),
        *structured.items.get("articlesection", ()),
    ):
        name = one_line(given or "")
        if (
            name
            and len(name) <= _MAX_TAG
            and not name.startswith("http")
            and key(name) not in sites
            and not name.isdigit()
        ):
            return name
    section_name = next(
        (
            x
            for x in (
                _section_of_link(node, sites, title) for node in _found(_SECTION_LINKS, tree)[:60]
            )
            if x
        ),
        None,
    )
    if section_name:
        return section_name
    breadcrumbs = [one_line(x.text_content()) for x in _found(_BREADCRUMB_LINKS, tree)[:8]]
    fitting = [
        x
        for x in breadcrumbs
        if 2 < len(x) <= 40
        and key(x) not in sites
        and key(x) != key(title or "")
        and key(x) not in wordlists.words("elements", "home")
    ]
    return fitting[-1] if fitting else None


def _section_of_link(
    link: html.HtmlElement, sites: frozenset[str], title: str | None
) -> str | None:
    """The link's text where it names the section of this article; None for a link in a menu, to the
    front page, or with the title.
    """
    name = one_line(link.text_content())
    if (
        not 2 < len(name) <= 40
        or key(name) in sites
        or key(name) == key(title or "")
        or key(name) in wordlists.words("elements", "home")
    ):
        return None
    for above in link.iterancestors():
        names = f"{above.get('class') or ''} {above.get('id') or ''}".lower()
        if above.tag in ("nav", "aside") or (
            above.tag not in ("html", "body") and any(x in names for x in _MENUS)
        ):
            return None
    return name


def tags(
    tree: html.HtmlElement, structured: StructuredData, sites: frozenset[str]
) -> tuple[str, ...]:
    """The article's tags: from meta tags, JSON-LD keywords, printed tags or meta keywords, in this
    order; the first source with a usable tag counts.
    """
    for given in _given_tags(tree, structured):
        names = [
            x
            for x in dict.fromkeys(one_line(t).lstrip("#") for t in given)
            if 1 < len(x) <= _MAX_TAG and key(x) not in sites
        ]
        if names:
            return tuple(names[:_MAX_TAGS])
    return ()


def _given_tags(tree: html.HtmlElement, structured: StructuredData) -> Iterator[Sequence[str]]:
    yield structured.tags
    yield _keywords(structured.ld.get("keywords"))
    yield [one_line(x.text_content()).lstrip("#") for x in _found(_TAG_LINKS, tree)[:40]]
    for name in wordlists.metadata("tags"):
        yield _keywords(structured.meta.get(name))


def _keywords(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(x for x in value if isinstance(x, str))
    return tuple(x for x in _COMMAS.split(value) if x) if isinstance(value, str) else ()
