"""Lists of feeds that are not quite XML: the bytes of an OPML document come in, its tree goes out.

Other readers write a bare `&`, entities of HTML, another charset than they declare, characters that
XML forbids, blank lines before the declaration, attributes without quotation marks. No document
type is read, so no entity of the document's own is ever resolved.
"""

import html
import re

from lxml import etree

from baqylau.errors import InputError

_REMEDY = "export the subscriptions of the other reader as OPML again"
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""", re.IGNORECASE)
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AMPERSAND = re.compile(r"&(?:(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)?")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_VALUE = re.compile(r"""=\s*"[^"]*"|=\s*'[^']*'""")


def parse(document: bytes) -> etree._Element:
    """The root of the document, mended where it must be. Raises `InputError` where it is no OPML:
    where no <opml> is its root and no outline with a feed is in it.
    """
    text = _without_prologue(_NOT_XML.sub("", _decoded(document)))
    text = _AMPERSAND.sub(_entity, text)
    problem = "it is empty"
    try:
        root = _xml(text)
        if _is_opml(root) or _has_feeds(root):
            return root
        problem = f"its root is <{str(root.tag)[:40]}>"
    except etree.XMLSyntaxError as wrong:
        problem = str(wrong)
        for mended in (_without_angles, _recovered, _as_html):
            mended_root = mended(text)
            if mended_root is not None and _has_feeds(mended_root):
                return mended_root
    raise InputError(f"not an OPML document ({problem}); {_REMEDY}")


def _decoded(document: bytes) -> str:
    """UTF-8 wherever it can be read so, whatever is declared; else the charset declared, else the
    usual one of Cyrillic.
    """
    document = document.lstrip()
    for bom, charset in _BOMS:
        if document.startswith(bom):
            return document.decode(charset, "replace").lstrip("\ufeff")
    declared = _DECLARED.search(document[:400])
    names = ["utf-8", declared[1].decode("ascii") if declared else "cp1251", "cp1251"]
    for name in names:
        try:
            return document.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return document.decode("utf-8", "replace")


def _without_prologue(text: str) -> str:
    """What follows declarations, the document type and comments at the beginning."""
    position = 0
    while True:
        while position < len(text) and text[position].isspace():
            position += 1
        end = -1
        if text.startswith("<?", position):
            end = text.find(">", position)
        elif text.startswith("<!--", position):
            close = text.find("-->", position)
            end = close + 2 if close >= 0 else -1
        elif text[position : position + 9].upper() == "<!DOCTYPE":
            end = text.find(">", position)
            if 0 <= text.find("[", position) < end:
                end = text.find(">", max(text.find("]", position), position))
        if end < 0:
            return text[position:]
        position = end + 1


def _entity(found: re.Match[str]) -> str:
    """A reference as XML knows it; `&` that begins none is written out."""
    name = found[1]
    if name is None:
        return "&amp;"
    if name in _OF_XML:
        return found[0]
    character = html.unescape(found[0])
    if character == found[0]:
        return f"&amp;{name};"
    return html.escape(_NOT_XML.sub("", character))


def _xml(text: str, recover: bool = False) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, recover=recover, encoding="utf-8"
    )
    return etree.fromstring(text.encode("utf-8"), parser)


def _without_angles(text: str) -> etree._Element | None:
    """With the `<` inside values written out."""
    try:
        return _xml(_VALUE.sub(lambda x: x[0].replace("<", "&lt;"), text))
    except etree.XMLSyntaxError:
        return None


def _recovered(text: str) -> etree._Element | None:
    try:
        return _xml(text, recover=True)
    except etree.XMLSyntaxError:
        return None


def _as_html(text: str) -> etree._Element | None:
    """As a browser reads it, which needs no quotation marks around values."""
    try:
        parser = etree.HTMLParser(no_network=True, encoding="utf-8")
        return etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _is_opml(root: etree._Element) -> bool:
    return str(root.tag).rpartition("}")[2].lower() == "opml"


def _has_feeds(root: etree._Element) -> bool:
    return any(
        str(x.tag).rpartition("}")[2].lower() == "outline"
        and any(str(y).rpartition("}")[2].lower() == "xmlurl" for y in x.attrib)
        for x in root.iter(etree.Element)
    )
