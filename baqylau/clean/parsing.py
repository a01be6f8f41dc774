"""Text of a page in, a tree out, with the bounds that keep hostile pages from stopping a worker.

What is no HTML at all (PDF, JSON, zeros) is refused with its reason before the parser sees it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

LIMIT = 6 * 2**20
"""Characters parsed; a page of 5 MB is read whole, the rest of a longer one is cut off."""
_MAX_NODES = 50_000
"""Elements kept. The largest news page measured has 14,000; extraction copies the tree four
times.
"""
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - {9, 10, 13})
_BEYOND_ASCII = (
    (b"\xc2", re.compile(rb"\xc2[\x80-\x9f]")),
    (b"\xef", re.compile(rb"\xef[\xb7\xbf]")),
    (b"\xed", re.compile(rb"\xed[\xa0-\xbf]")),
)
_LONG = 20_000
"""Characters from which a tag is looked at; the longest honest one measured, with its data in an
attribute, has 60,000.
"""
_LONG_TAG = re.compile(rf"<([A-Za-z][\w:-]{{0,30}})[^<>]{{{_LONG},}}>?")
_NUMBER = re.compile(r"&#(x[0-9a-f]{1,7}|[0-9]{1,8});?", re.I)
_ODD_TAG = re.compile(r"<([A-Za-z][\w:-]{0,30}+)(?=[^\s\w:>/.-])")
"""A tag whose name runs into something that is no name: libxml2 keeps `a~href="` as a name, and its
own tools refuse it.
"""


class _Element(html.HtmlElement):  # type: ignore[misc]  # lxml comes without types
    """An element whose text is written out, not searched for by XPath: half of the time, and it is
    asked for hundreds of times a page.
    """

    def text_content(self) -> str:
        return (
            etree.tostring(self, method="text", encoding="unicode", with_tail=False)
            if len(self)
            else self.text or ""
        )


_CLASSES = etree.ElementDefaultClassLookup(element=_Element)
"""One class for every element: lxml.html asks a function of its own, in Python, each time an
element is touched.
"""
_ATTRIBUTE = re.compile(r"\s[\w:.-]+\s*=?")
_MAX_ATTRIBUTES = 300
"""libxml2 compares each attribute of a tag with all before it: 100,000 of them took 92 s."""
_MAGIC = {
    "%PDF-": "a PDF served as a page",
    "PK\x03\x04": "an archive served as a page",
    "GIF8": "an image served as a page",
    "\x89PNG": "an image served as a page",
}
_TAG = re.compile(
    r"<(?:!doctype|html|head|body|div|p|title|meta|article|section|span|table|br|h1|a|script)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """`tree` is None where the page is no HTML; `reason` then says why."""

    tree: html.HtmlElement | None
    reason: str | None = None


def parse(text: str) -> Parsed:
    """A tree of at most 256 levels (libxml2's bound) without comments; never raises."""
    for magic, reason in _MAGIC.items():
        if text.startswith(magic):
            return Parsed(None, reason)
    text = text[:LIMIT]
    raw = text.encode("utf-8", "surrogatepass")
    given = text
    if _may_hold_controls(raw):
        text = _CONTROLS.sub("", text)
    if any(_character(x) is not None for x in set(_NUMBER.findall(text))):
        text = _NUMBER.sub(lambda x: x[0] if (said := _character(x[1])) is None else said, text)
    text = _ODD_TAG.sub(r"<\1 ", text)
    if not text.strip():
        return Parsed(None, "an empty body")
    if not _TAG.search(text):
        return Parsed(None, "no HTML in the body")
    for start, end in reversed(list(_long_tags(text))):
        text = text[:start] + _LONG_TAG.sub(_lighten, text[start:end]) + text[end:]
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        tree = html.document_fromstring(
            raw if text == given else text.encode("utf-8", "replace"), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as wrong:
        return Parsed(None, f"the parser found no document ({str(wrong)[:80]})")
    if text.count("<") >= _MAX_NODES:
        _cut(tree)
    return Parsed(tree)


def _long_tags(text: str) -> Iterator[tuple[int, int]]:
    """The pieces, each from its "<" to the next, whose first `_LONG` characters hold no ">". Only
    long pieces are looked into.
    """
    at = 0
    while len(text) - at >= _LONG:
        if last := text.rfind("<", at, at + _LONG) + 1:
            at = last
            continue
        end = text.find("<", at + _LONG)
        end = len(text) if end < 0 else end
        if text.find(">", at, at + _LONG) < 0:
            yield max(at - 1, 0), end
        at = end + 1


def _may_hold_controls(raw: bytes) -> bool:
    """Whether `_CONTROLS` has to be tried at all on a text: its bytes in UTF-8 are looked for
    first, ten times as fast.
    """
    return len(raw.translate(None, _CONTROL_BYTES)) < len(raw) or any(
        first in raw and x.search(raw) for first, x in _BEYOND_ASCII
    )


def _character(said: str) -> str | None:
    """A numbered character: those no text may hold are "", and 128 to 159 are what browsers take
    them for, windows-1252. None: it may stay.
    """
    said = said.lower()
    number = int(said[1:], 16) if said.startswith("x") else int(said)
    if 0x80 <= number < 0xA0:
        return bytes([number]).decode("cp1252", "ignore")
    if (
        (number < 0x20 and number not in (9, 10, 13))
        or number == 0x7F
        or 0xD800 <= number < 0xE000
        or number & 0xFFFE == 0xFFFE
        or number > 0x10FFFF
    ):
        return ""
    return None


def _lighten(tag: re.Match[str]) -> str:
    return f"<{tag[1]}>" if len(_ATTRIBUTE.findall(tag[0])) > _MAX_ATTRIBUTES else tag[0]


def _cut(tree: html.HtmlElement) -> None:
    """Drops everything after the first `_MAX_NODES` elements."""
    surplus = [node for number, node in enumerate(tree.iter()) if number >= _MAX_NODES]
    for node in reversed(surplus):
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)
