"""The text of a page comes in, a tree goes out, within bounds that keep hostile pages from stopping
a worker.

What is no HTML (PDF, JSON, zeros) is refused with a reason before it reaches the parser.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

MAX_CHARACTERS = 6 * 2**20
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
_LONG_TAG_LENGTH = 20_000
"""A tag with so many characters has its attributes counted; the longest harmless one measured, with
data in an attribute, has 60,000.
"""
_LONG_TAG = re.compile(rf"<([A-Za-z][\w:-]{{0,30}})[^<>]{{{_LONG_TAG_LENGTH},}}>?")
_NUMBERED_CHARACTER = re.compile(r"&#(x[0-9a-f]{1,7}|[0-9]{1,8});?", re.I)
_ODD_TAG = re.compile(r"<([A-Za-z][\w:-]{0,30}+)(?=[^\s\w:>/.-])")
"""A tag whose name is followed by a character that cannot stand in a name: libxml2 keeps `a~href="`
as a name, which its own functions then refuse.
"""


class _Element(html.HtmlElement):  # type: ignore[misc]  # lxml comes without types
    """An element whose text is serialised, not collected by XPath: that takes half of the time, and
    it is needed hundreds of times a page.
    """

    def text_content(self) -> str:
        return (
            etree.tostring(self, method="text", encoding="unicode", with_tail=False)
            if len(self)
            else self.text or ""
        )


_CLASSES = etree.ElementDefaultClassLookup(element=_Element)
"""One class for every element: lxml.html calls a Python function of its own each time an element is
touched.
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
    text = text[:MAX_CHARACTERS]
    raw = text.encode("utf-8", "surrogatepass")
    given = text
    if _may_hold_controls(raw):
        text = _CONTROLS.sub("", text)
    if "&#" in text and any(
        _replacement(x) is not None for x in set(_NUMBERED_CHARACTER.findall(text))
    ):
        text = _NUMBERED_CHARACTER.sub(
            lambda x: x[0] if (character := _replacement(x[1])) is None else character, text
        )
    text = _ODD_TAG.sub(r"<\1 ", text)
    if not text.strip():
        return Parsed(None, "an empty body")
    if not _TAG.search(text):
        return Parsed(None, "no HTML in the body")
    for start, end in reversed(list(_long_tags(text))):
        text = text[:start] + _LONG_TAG.sub(_without_attributes, text[start:end]) + text[end:]
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        tree = html.document_fromstring(
            raw if text == given else text.encode("utf-8", "replace"), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as wrong:
        return Parsed(None, f"the parser found no document ({str(wrong)[:80]})")
    if raw.count(b"<") >= _MAX_NODES:
        _drop_surplus(tree)
    return Parsed(tree)


def _long_tags(text: str) -> Iterator[tuple[int, int]]:
    """The positions of pieces, each from its "<" to the next, whose first `_LONG_TAG_LENGTH`
    characters hold no ">". Only long pieces are searched.
    """
    at = 0
    while len(text) - at >= _LONG_TAG_LENGTH:
        if last := text.rfind("<", at, at + _LONG_TAG_LENGTH) + 1:
            at = last
            continue
        end = text.find("<", at + _LONG_TAG_LENGTH)
        end = len(text) if end < 0 else end
        if text.find(">", at, at + _LONG_TAG_LENGTH) < 0:
            yield max(at - 1, 0), end
        at = end + 1


def _may_hold_controls(raw: bytes) -> bool:
    """Whether `_CONTROLS` can match in a text. It searches the UTF-8 bytes, which is ten times as
    fast as the expression itself.
    """
    return len(raw.translate(None, _CONTROL_BYTES)) < len(raw) or any(
        first in raw and x.search(raw) for first, x in _BEYOND_ASCII
    )


def _replacement(digits: str) -> str | None:
    """What replaces a numbered character: "" for one that no text may hold, the windows-1252
    character for 128 to 159, as browsers do. None where the character may stay.
    """
    digits = digits.lower()
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
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


def _without_attributes(tag: re.Match[str]) -> str:
    return f"<{tag[1]}>" if len(_ATTRIBUTE.findall(tag[0])) > _MAX_ATTRIBUTES else tag[0]


def _drop_surplus(tree: html.HtmlElement) -> None:
    """Drops everything after the first `_MAX_NODES` elements."""
    surplus = [node for number, node in enumerate(tree.iter()) if number >= _MAX_NODES]
    for node in reversed(surplus):
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)
