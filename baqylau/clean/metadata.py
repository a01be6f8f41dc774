"""What an article is filed under: section, tags, picture and canonical address, from what the page
declares and prints.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from baqylau.clean import wordlists
from baqylau.clean.structured_data import StructuredData
from baqylau.model.hosts import site_of
from baqylau.text.normal import key, one_line

_MOST_TAGS = 20
_LONGEST_TAG = 60
_LONGEST_ADDRESS = 2000
"""Characters; browsers and servers refuse longer ones."""
_COMMAS = re.compile(r"\s*[,;|]\s*")
_FILED = etree.XPath(
    "(//@class[contains(.,'categor') or contains(.,'rubri') or contains(.,'section-name') or"
    " contains(.,'crumb')]|//@itemprop[.='genre'])/../descendant-or-self::a"
)
"""These go from the attributes up to their elements: half of the time of asking each element for
its attributes.
"""
_MENUS = ("menu", "nav", "header", "sidebar", "footer-", "related", "widget")
_CRUMBS = etree.XPath(
    "(//@class[contains(.,'breadcrumb') or"
    " contains(.,'Breadcrumb')]|//@id[contains(.,'breadcrumb')])/..//a"
)
_TAGS = etree.XPath(
    "//a[contains(concat(' ',@rel,' '),' tag ')]|//@class[contains(.,'tags') or"
    " contains(.,'tag-list') or contains(.,'taglist')]/parent::*[self::div or self::ul or self::p"
    " or self::section]//a"
)


def canonical(said: StructuredData, url: str) -> str:
    """The address the page gives itself, where it is one and of the same site; else its own."""
    for given in (said.canonical, said.said("og:url")):
        whole = address(given, url)
        if (
            whole
            and site_of(whole) == site_of(url)
            and (urlsplit(whole).path.strip("/") or not urlsplit(url).path.strip("/"))
        ):
            return whole
    return url


def address(given: str | None, url: str) -> str | None:
    """A given address as a whole one, where it is an address at all."""
    if not given or len(given) > _LONGEST_ADDRESS:
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


def image(said: StructuredData, url: str) -> str | None:
    """The article's picture, as a whole address."""
    for given in (
        *(said.meta.get(x) for x in wordlists.metadata("image")),
        *_pictures(said.ld.get("image")),
        *said.items.get("image", ()),
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
    tree: html.HtmlElement, said: StructuredData, sites: frozenset[str], title: str | None
) -> str | None:
    """The section the outlet files the article under: declared, or the last of its breadcrumbs."""
    for given in (
        said.ld_text("articleSection"),
        *(said.meta.get(x) for x in wordlists.metadata("section")),
        *said.items.get("articlesection", ()),
    ):
        name = one_line(given or "")
        if (
            name
            and len(name) <= _LONGEST_TAG
            and not name.startswith("http")
            and key(name) not in sites
            and not name.isdigit()
        ):
            return name
    named = next(
        (x for x in (_filed(node, sites, title) for node in _found(_FILED, tree)[:60]) if x), None
    )
    if named:
        return named
    crumbs = [one_line(x.text_content()) for x in _found(_CRUMBS, tree)[:8]]
    fitting = [
        x
        for x in crumbs
        if 2 < len(x) <= 40
        and key(x) not in sites
        and key(x) != key(title or "")
        and key(x) not in wordlists.words("elements", "home")
    ]
    return fitting[-1] if fitting else None


def _filed(link: html.HtmlElement, sites: frozenset[str], title: str | None) -> str | None:
    """A link's words where they name the section of this article: not in a menu, not the front
    page, not the title.
    """
    said = one_line(link.text_content())
    if (
        not 2 < len(said) <= 40
        or key(said) in sites
        or key(said) == key(title or "")
        or key(said) in wordlists.words("elements", "home")
    ):
        return None
    for one in link.iterancestors():
        names = f"{one.get('class') or ''} {one.get('id') or ''}".lower()
        if one.tag in ("nav", "aside") or (
            one.tag not in ("html", "body") and any(x in names for x in _MENUS)
        ):
            return None
    return said


def tags(tree: html.HtmlElement, said: StructuredData, sites: frozenset[str]) -> tuple[str, ...]:
    """What the outlet tags the article with: printed tags where there are any, else declared
    keywords.
    """
    for some in _given_tags(tree, said):
        kept = [
            x
            for x in dict.fromkeys(one_line(t).lstrip("#") for t in some)
            if 1 < len(x) <= _LONGEST_TAG and key(x) not in sites
        ]
        if kept:
            return tuple(kept[:_MOST_TAGS])
    return ()


def _given_tags(tree: html.HtmlElement, said: StructuredData) -> Iterator[Sequence[str]]:
    yield said.tags
    yield _keywords(said.ld.get("keywords"))
    yield [one_line(x.text_content()).lstrip("#") for x in _found(_TAGS, tree)[:40]]
    for name in wordlists.metadata("tags"):
        yield _keywords(said.meta.get(name))


def _keywords(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(x for x in value if isinstance(x, str))
    return tuple(x for x in _COMMAS.split(value) if x) if isinstance(value, str) else ()
