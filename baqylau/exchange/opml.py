"""OPML, the format in which feed readers exchange lists of feeds: outlets come in, a document goes
out; a document comes in, its feeds go out.

<outline text="BAQ.KZ" type="rss" xmlUrl="https://…/rss.xml" htmlUrl="https://…/" language="ru"/>
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from baqylau.errors import InputError
from baqylau.model.outlet import Outlet, SourceKind


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
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as wrong:
        raise InputError(
            f"not an OPML document ({wrong}); export the subscriptions of the other reader as OPML"
            " again"
        ) from wrong
    if root.tag != "opml":
        raise InputError(
            f"not an OPML document: its root is <{root.tag}>; export the subscriptions of the other"
            " reader as OPML again"
        )
    found: dict[str, OpmlFeed] = {}
    for outline in root.iter("outline"):
        feed = _feed(outline)
        if feed:
            found.setdefault(feed.url, feed)
    return list(found.values())


def _feed(outline: etree._Element) -> OpmlFeed | None:
    url = (outline.get("xmlUrl") or "").strip()
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    parent = outline.getparent()
    return OpmlFeed(
        name=(outline.get("title") or outline.get("text") or parts.hostname).strip(),
        url=url,
        home=(outline.get("htmlUrl") or "").strip() or f"{parts.scheme}://{parts.netloc}/",
        language=outline.get("language"),
        folder=parent.get("text") if parent is not None and parent.tag == "outline" else None,
    )
