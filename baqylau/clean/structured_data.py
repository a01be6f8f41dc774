"""What a page declares about itself: JSON-LD, meta tags, microdata and link tags.

A tree comes in, one `StructuredData` goes out. Values are not interpreted here; each keeps the name
of the tag or property it comes from.
"""

from dataclasses import dataclass, field
from typing import Any

from lxml import html

from baqylau.clean import jsonld
from baqylau.clean.attributes import Attributes
from baqylau.text.normal import one_line


@dataclass(frozen=True, slots=True)
class StructuredData:
    """`meta` holds each meta name or property in lower case with its first content; `ld` is the
    article's JSON-LD node, `ld_page` its page's. `organizations` are those of the `authors` that
    JSON-LD calls organizations.
    """

    meta: dict[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    ld: dict[str, Any] = field(default_factory=dict)
    ld_page: dict[str, Any] = field(default_factory=dict)
    ld_types: frozenset[str] = frozenset()
    items: dict[str, tuple[str, ...]] = field(default_factory=dict)
    canonical: str | None = None
    language: str | None = None
    title: str | None = None
    site_names: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    organizations: frozenset[str] = frozenset()

    def value(self, *names: str) -> str | None:
        """The first of these meta values that is there and not empty."""
        return next((self.meta[x] for x in names if self.meta.get(x)), None)

    def ld_text(self, key: str) -> str | None:
        """A JSON-LD value as one line, or None where it is no text."""
        value = self.ld.get(key)
        value = value[0] if isinstance(value, list) and value else value
        value = value.get("@value") if isinstance(value, dict) else value
        return one_line(value) or None if isinstance(value, str) else None

    def ld_time(self, key: str) -> str | None:
        """A JSON-LD time: its text, or the number of seconds or milliseconds since 1970 as text."""
        value = self.ld.get(key)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return repr(value)
        return self.ld_text(key)


def read(tree: html.HtmlElement, attributes: Attributes) -> StructuredData:
    """Everything the page declares. It reads the scripts, so call it before they are removed."""
    meta, tags = _meta(tree)
    nodes = jsonld.nodes(tree)
    node = jsonld.article(nodes)
    creator = node.get("author") or node.get("creator")
    title = tree.find(".//head/title")
    title = tree.find(".//title") if title is None else title
    return StructuredData(
        meta=meta,
        tags=tags,
        ld=node,
        ld_page=jsonld.page(nodes),
        ld_types=frozenset(t for x in nodes for t in jsonld.types(x)),
        items=_items(attributes),
        canonical=_canonical(tree),
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or None,
        title=one_line(title.text_content()) if title is not None else None,
        site_names=_site_names(meta, nodes),
        authors=jsonld.names(creator, nodes),
        organizations=jsonld.organizations(creator, nodes),
    )


def _meta(tree: html.HtmlElement) -> tuple[dict[str, str], tuple[str, ...]]:
    found: dict[str, str] = {}
    tags: list[str] = []
    for node in tree.iter("meta"):
        content = one_line(node.get("content") or node.get("value") or "")
        if not content:
            continue
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (node.get(key) or "").strip().lower()
            if name:
                found.setdefault(name, content)
                if name == "article:tag":
                    tags.append(content)
    return found, tuple(tags)


def _items(attributes: Attributes) -> dict[str, tuple[str, ...]]:
    """Microdata values by property: the machine-readable value (content, datetime) where there is
    one, else the visible text.
    """
    found: dict[str, list[str]] = {}
    for node in attributes.having("itemprop", "property"):
        name = (node.get("itemprop") or (node.get("property") or "").rpartition(":")[2]).lower()
        if node.tag == "meta" or name in ("", "articlebody"):
            continue
        hidden = node.get("title") if node.tag == "abbr" else None
        value = node.get("content") or node.get("datetime") or hidden or node.text_content()[:500]
        if one_line(value):
            found.setdefault(name, []).append(one_line(value))
    return {name: tuple(values) for name, values in found.items()}


def _canonical(tree: html.HtmlElement) -> str | None:
    for node in tree.iter("link"):
        if "canonical" in (node.get("rel") or "").lower().split():
            return (node.get("href") or "").strip() or None
    return None


def _site_names(meta: dict[str, str], nodes: tuple[dict[str, Any], ...]) -> tuple[str, ...]:
    found = [
        meta[x]
        for x in (
            "og:site_name",
            "application-name",
            "apple-mobile-web-app-title",
            "dc.publisher",
            "twitter:site",
        )
        if x in meta
    ]
    for node in nodes:
        if jsonld.types(node) & {"Organization", "NewsMediaOrganization", "WebSite"}:
            found.extend(
                x for x in (node.get("name"), node.get("alternateName")) if isinstance(x, str)
            )
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            found.append(publisher["name"])
    return tuple(dict.fromkeys(one_line(x).lstrip("@") for x in found if one_line(x)))
