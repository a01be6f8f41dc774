"""Section, tags and picture of an article: what the page declares and prints
comes in, the values go out.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import html

from baqylau.clean import wordlists
from baqylau.clean.attributes import Attributes
from baqylau.clean.structured_data import StructuredData
from baqylau.text.normal import key, one_line

_MAX_TAGS = 20
_MAX_TAG = 60
_MAX_ADDRESS = 2000
"""Characters; browsers and servers refuse longer addresses."""
_COMMAS = re.compile(r"(?:(?<!\s)\s+)?[,;|]\s*")
_SECTION_CLASSES = ("categor", "rubri", "section-name", "crumb")
_BREADCRUMBS = ("breadcrumb", "Breadcrumb")
_TAG_CLASSES, _TAG_BOXES = (
    ("tags", "tag-list", "taglist"),
    frozenset({"div", "ul", "p", "section"}),
)
_MENUS = ("menu", "nav", "header", "sidebar", "footer-", "related", "widget")


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


def _section_links(attributes: Attributes) -> list[html.HtmlElement]:
    return attributes.links_in(
        (*attributes.holding("class", *_SECTION_CLASSES), *attributes.equal("itemprop", "genre"))
    )


def _breadcrumb_links(attributes: Attributes) -> list[html.HtmlElement]:
    boxes = {
        *attributes.holding("class", *_BREADCRUMBS),
        *attributes.holding("id", _BREADCRUMBS[0]),
    }
    return attributes.in_order(link for x in boxes for link in x.iterdescendants("a"))


def _tag_links(attributes: Attributes) -> list[html.HtmlElement]:
    marked = (
        x
        for x in attributes.holding("rel", "tag")
        if x.tag == "a" and " tag " in f" {x.get('rel')} "
    )
    boxes = (x for x in attributes.holding("class", *_TAG_CLASSES) if x.tag in _TAG_BOXES)
    return attributes.in_order((*marked, *attributes.links_in(boxes)))


def section(
    attributes: Attributes, structured: StructuredData, sites: frozenset[str], title: str | None
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
                _section_of_link(node, sites, title) for node in _section_links(attributes)[:60]
            )
            if x
        ),
        None,
    )
    if section_name:
        return section_name
    breadcrumbs = [one_line(x.text_content()) for x in _breadcrumb_links(attributes)[:8]]
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
    attributes: Attributes, structured: StructuredData, sites: frozenset[str]
) -> tuple[str, ...]:
    """The article's tags: from meta tags, JSON-LD keywords, printed tags or meta keywords, in this
    order; the first source with a usable tag counts.
    """
    for given in _given_tags(attributes, structured):
        names = [
            x
            for x in dict.fromkeys(one_line(t).lstrip("#") for t in given)
            if 1 < len(x) <= _MAX_TAG and key(x) not in sites
        ]
        if names:
            return tuple(names[:_MAX_TAGS])
    return ()


def _given_tags(attributes: Attributes, structured: StructuredData) -> Iterator[Sequence[str]]:
    yield structured.tags
    yield _keywords(structured.ld.get("keywords"))
    yield [one_line(x.text_content()).lstrip("#") for x in _tag_links(attributes)[:40]]
    for name in wordlists.metadata("tags"):
        yield _keywords(structured.meta.get(name))


def _keywords(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(x for x in value if isinstance(x, str))
    return tuple(x for x in _COMMAS.split(value) if x) if isinstance(value, str) else ()
