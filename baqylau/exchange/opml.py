"""OPML, the format in which feed readers exchange lists of feeds: outlets come in, a document goes
out; a document comes in, its feeds go out.

<outline text="BAQ.KZ" type="rss" xmlUrl="https://…/rss.xml" htmlUrl="https://…/" language="ru"/>
"""

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from baqylau.exchange.loose_xml import parse
from baqylau.model.outlet import Outlet, SourceKind

_FEED_TYPES = ("rss", "atom", "feed")


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """One outline with a feed. `home` is the site as the document gives it, or the feed's host;
    `folder` is the text of the outline around it.
    """

    name: str
    url: str
    home: str
    language: str | None = None
    folder: str | None = None


def write(outlets: Iterable[Outlet]) -> bytes:
    """Every feed of every enabled outlet, one folder for each country, as OPML 2.0 in UTF-8."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Baqylau: outlets"
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {}
    for outlet in outlets:
        feeds = (
            [x.url for x in outlet.discover if x.kind is SourceKind.FEED] if outlet.enabled else []
        )
        for url in feeds:
            if outlet.country not in folders:
                folders[outlet.country] = etree.SubElement(body, "outline", text=outlet.country)
            attributes = {
                "text": outlet.name,
                "title": outlet.name,
                "type": "rss",
                "xmlUrl": url,
                "htmlUrl": outlet.home,
                "language": outlet.languages[0],
            }
            etree.SubElement(folders[outlet.country], "outline", attributes)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def read(document: bytes) -> list[OpmlFeed]:
    """Every feed of the document in its order, each address once. Raises `InputError` where it is
    not OPML.
    """
    found: dict[str, OpmlFeed] = {}
    for outline in _outlines(parse(document)):
        if feed := _feed(outline):
            found.setdefault(feed.url, feed)
    return list(found.values())


def skipped(document: bytes) -> list[str]:
    """The addresses of feeds in the document that are not of the web, or are no addresses."""
    given = (_attribute(x, "xmlurl") for x in _outlines(parse(document)))
    return [x for x in given if x and _web_address(x) is None]


def _outlines(root: etree._Element) -> Iterator[etree._Element]:
    return (x for x in root.iter(etree.Element) if _local(x) == "outline")


def _feed(outline: etree._Element) -> OpmlFeed | None:
    url = _web_address(_attribute(outline, "xmlurl") or _address_of_type(outline))
    if url is None:
        return None
    parts = urlsplit(url)
    parent = outline.getparent()
    in_folder = parent is not None and _local(parent) == "outline"
    return OpmlFeed(
        name=_name(outline) or parts.hostname or url,
        url=url,
        home=_web_address(_attribute(outline, "htmlurl")) or f"{parts.scheme}://{parts.netloc}/",
        language=_attribute(outline, "language"),
        folder=_name(parent, "text") if parent is not None and in_folder else None,
    )


def _address_of_type(outline: etree._Element) -> str | None:
    """The address as readers give it that know only `url`."""
    kind = (_attribute(outline, "type") or "").lower()
    return _attribute(outline, "url") if kind in _FEED_TYPES else None


def _web_address(given: str | None) -> str | None:
    """The address in http or https; None where it is none. `feed:` is how some readers write it."""
    url = "".join((given or "").split())
    if url.lower().startswith("feed:"):
        rest = url[len("feed:") :]
        url = rest if rest.lower().startswith(("http:", "https:")) else f"http:{rest}"
    try:
        parts = urlsplit(url)
        return url if parts.scheme in {"http", "https"} and parts.hostname else None
    except ValueError:
        return None


def _name(outline: etree._Element, first: str = "title") -> str | None:
    other = "text" if first == "title" else "title"
    given = _attribute(outline, first) or _attribute(outline, other)
    return " ".join(given.split()) if given else None


def _attribute(element: etree._Element, name: str) -> str | None:
    """The attribute, whatever the case of its name; readers also escape values twice."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2].lower() == name and str(value).strip():
            return html.unescape(str(value)).strip()
    return None


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()
