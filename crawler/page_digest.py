"""A hash of what is read of a page: its body comes in, a hash goes out that stays the same when
only counters, scripts or attributes of the page change.

Counted out are elements that hold a number alone, short lines that name a counter, and outside of
paragraphs and headlines what an element says of a counter alone ("19 comments"); `counters.toml`
has their words. A number inside a paragraph, a headline or a list of the article counts: an edit
from five to six is news. Every expression is linear.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

_WORDS = tomllib.loads((Path(__file__).parent / "counters.toml").read_text(encoding="utf-8"))
_LABELS = tuple(_WORDS["labels"])
_CLASS = re.compile("|".join(re.escape(x) for x in _WORDS["classes"]), re.IGNORECASE)
_TOKEN = re.compile(r"<[^<>]*>|[^<>]+|[<>]")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
_UNREAD = frozenset(
    {"script", "style", "noscript", "svg", "iframe", "template", "select", "form", "button"}
)
_INLINE = frozenset({"a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "mark", "q", "s"})
_INLINE |= frozenset({"small", "span", "strong", "sub", "sup", "time", "u"})
_TEXT = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_PROSE = _TEXT | {"li", "td", "th", "dd"}
_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([\w-]{3,20})", re.IGNORECASE)
_HEAD = 2_048  # bytes in which a page names its charset
_NUMBER = re.compile(
    r"(?<![\s.,'’·|•/()\u00a0\u2009\u202f+-])[\s.,'’·|•/()\u00a0\u2009\u202f+-]*+\d[\s\d.,'’·|•/()\u00a0\u2009\u202f+-]*"
)
_DIGITS = re.compile(r"\d(?:[\d\s.,]{0,12}\d)?\s?(?:[kKmM]|[кКмМ])?")
_COUNTER = re.compile(
    r"[\[(]?[+]?\d[\d\s.,]{0,12}(?:[kKmM]|[кКмМ])?\s?(?:"
    + "|".join(re.escape(x) for x in _LABELS)
    + r")\w{0,15}[\])]?",
    re.IGNORECASE,
)
_BEGINS_COUNTER = frozenset("[(+0123456789")
_DATE = re.compile(r"\d{1,2}[.:/]\d\d|\d{4}-\d\d")
_COUNTS = re.compile(r'("\w{0,40}Count"\s{0,9}:\s{0,9})"?\d[\d ]{0,12}"?')
_META = re.compile(
    r"(?:property|name|itemprop)\s{0,9}=\s{0,9}[\"']?(?:og:|article:|author|date|desc)", re.I
)
LONGEST_LABEL = 60  # characters of a line that names a counter
LABEL_WORDS = 5  # with the number, where that line is a paragraph or a headline


def digest(body: bytes) -> str:
    """SHA-256 (hex) of what is read of the page."""
    text = _decoded(body)
    found = hashlib.sha256()
    for line in _lines(text):
        found.update(line.encode("utf-8", "surrogateescape") + b"\n")
    return found.hexdigest()


def _decoded(body: bytes) -> str:
    """The body in the charset that it names, so that the words beside counters are found. What
    cannot be decoded stays as it is.
    """
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        named = _CHARSET.search(body, 0, _HEAD)
        try:
            return body.decode(named[1].decode() if named else "utf-8", "surrogateescape")
        except (LookupError, UnicodeError):
            return body.decode("utf-8", "surrogateescape")


def _lines(text: str) -> Iterator[str]:
    """The lines of the page that are read: text between block elements, and what its head says."""
    unread: str | None = None
    element, before = "", ""
    pieces: list[str] = []
    for token in _TOKEN.findall(text):
        name = _name(token)
        if unread is not None:
            if unread == "ld" and not name:
                yield _COUNTS.sub(r"\1", token)
            if name in (unread, "script" if unread == "ld" else "") and token.startswith("</"):
                unread = None
        elif not name:
            if not token.startswith("<!") and token.strip():
                piece = " ".join(token.split())
                if piece[0] not in _BEGINS_COUNTER or not _counts(piece, element, before):
                    pieces.append(piece)
        elif name in _UNREAD and not token.startswith("</"):
            unread = "ld" if name == "script" and "ld+json" in token else name
        elif name == "meta" and _META.search(token):
            yield token
        elif name not in _INLINE:
            yield from _line(pieces, element)
            element, pieces = "" if token.startswith("</") else name, []
        before = token
    yield from _line(pieces, element)


def _name(token: str) -> str:
    tag = _TAG.match(token)
    return tag[1].lower() if tag else ""


def _counts(piece: str, element: str, before: str) -> bool:
    """Whether the text between two tags only says what a counter stands at. `before` is the tag
    before it: it may name a counter, and a link is no part of a paragraph's statement.
    """
    name = _name(before)
    if element in _TEXT and name != "a":
        return False
    if name in _INLINE and _is_number(piece.strip("[]")) and _CLASS.search(before):
        return True
    return _COUNTER.fullmatch(piece) is not None


def _line(pieces: list[str], element: str) -> Iterator[str]:
    """One line without its counters; nothing where it is a counter alone."""
    line = " ".join(pieces)
    prose = element in _PROSE
    if not line or (_is_number(line) and not prose):
        return
    short = len(line) <= LONGEST_LABEL and (
        element not in _TEXT or (len(pieces) == 1 and line.count(" ") < LABEL_WORDS)
    )
    if short and any(x in line.lower() for x in _LABELS):
        line = _DIGITS.sub("", line)
    elif not prose:
        line = " ".join(x for x in pieces if not _is_number(x))
    yield line


def _is_number(piece: str) -> bool:
    return _NUMBER.fullmatch(piece) is not None and not _DATE.search(piece)
