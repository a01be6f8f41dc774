"""A hash of what is read of a page: its body comes in, a hash goes out that stays the same when
only counters, scripts or attributes of the page change.

Counted out are elements that hold a number alone, and short lines that name a counter
(`counters.toml`). A number inside a paragraph, a headline or a list of the article counts: an edit
from five to six is news. Every expression is linear.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

_LABELS = tuple(
    tomllib.loads((Path(__file__).parent / "counters.toml").read_text(encoding="utf-8"))["labels"]
)
_TOKEN = re.compile(r"<[^<>]*>|[^<>]+|[<>]")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
_UNREAD = frozenset(
    {"script", "style", "noscript", "svg", "iframe", "template", "select", "form", "button"}
)
_INLINE = frozenset({"a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "mark", "q", "s"})
_INLINE |= frozenset({"small", "span", "strong", "sub", "sup", "time", "u"})
_PROSE = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "blockquote", "dd"})
_NUMBER = re.compile(
    r"(?<![\s.,'’·|•/()\u00a0\u2009\u202f+-])[\s.,'’·|•/()\u00a0\u2009\u202f+-]*+\d[\s\d.,'’·|•/()\u00a0\u2009\u202f+-]*"
)
_DIGITS = re.compile(r"\d(?:[\d\s.,]{0,12}\d)?\s?(?:[kKmM]|[кКмМ])?")
_DATE = re.compile(r"\d{1,2}[.:/]\d\d|\d{4}-\d\d")
_COUNTS = re.compile(r'("\w{0,40}Count"\s{0,9}:\s{0,9})"?\d[\d ]{0,12}"?')
_META = re.compile(
    r"(?:property|name|itemprop)\s{0,9}=\s{0,9}[\"']?(?:og:|article:|author|date|desc)", re.I
)
LONGEST_LABEL = 60  # characters of a line that names a counter


def digest(body: bytes) -> str:
    """SHA-256 (hex) of what is read of the page."""
    text = body.decode("utf-8", "surrogateescape")
    found = hashlib.sha256()
    for line in _lines(text):
        found.update(line.encode("utf-8", "surrogateescape") + b"\n")
    return found.hexdigest()


def _lines(text: str) -> Iterator[str]:
    """The lines of the page that are read: text between block elements, and what its head says."""
    unread: str | None = None
    prose, pieces = False, []
    for token in _TOKEN.findall(text):
        name = _name(token)
        if unread is not None:
            if unread == "ld" and not name:
                yield _COUNTS.sub(r"\1", token)
            if name in (unread, "script" if unread == "ld" else "") and token.startswith("</"):
                unread = None
        elif not name:
            if not token.startswith("<!") and token.strip():
                pieces.append(" ".join(token.split()))
        elif name in _UNREAD and not token.startswith("</"):
            unread = "ld" if name == "script" and "ld+json" in token else name
        elif name == "meta" and _META.search(token):
            yield token
        elif name not in _INLINE:
            yield from _line(pieces, prose)
            prose, pieces = name in _PROSE and not token.startswith("</"), []
    yield from _line(pieces, prose)


def _name(token: str) -> str:
    tag = _TAG.match(token)
    return tag[1].lower() if tag else ""


def _line(pieces: list[str], prose: bool) -> Iterator[str]:
    """One line without its counters; nothing where it is a counter alone."""
    line = " ".join(pieces)
    if not line or (_is_number(line) and not prose):
        return
    if len(line) <= LONGEST_LABEL and any(x in line.lower() for x in _LABELS):
        line = _DIGITS.sub("", line)
    elif not prose:
        line = " ".join(x for x in pieces if not _is_number(x))
    yield line


def _is_number(piece: str) -> bool:
    return _NUMBER.fullmatch(piece) is not None and not _DATE.search(piece)
