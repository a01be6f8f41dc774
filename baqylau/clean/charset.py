"""Bytes of an unknown charset come in, text goes out. The declared charset is used only where the
decoded letters fit it.

Order: a byte order mark; bytes that are valid UTF-8; the declared charset; the charset whose
letters look most like written Russian or Kazakh. A page that was decoded in the wrong charset
before it was stored as UTF-8 ("РџСЂРё…", "Ð¿Ñ€Ð¸…") is repaired.
"""

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]{2,20})", re.I
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]{2,20})", re.I)
_DECLARATION_BYTES = 8192
"""Bytes in which a declaration is looked for. Browsers look at 1,024; some outlets write theirs
later.
"""

_CYRILLIC = ("windows-1251", "koi8-r", "iso-8859-5", "cp866")
_COMMON_LETTERS = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё")
_SAMPLE = 200_000
"""Characters whose letters are counted: enough to be certain, and bounded on a page of many
megabytes.
"""
_REPAIR_SAMPLE = 60_000
"""Characters examined for signs of an earlier decoding in the wrong charset; the page's head and
headline are among them.
"""
_MAX_BROKEN_SHARE = 0.02
"""Share of the bytes above ASCII that may be wrong in UTF-8; with more, the page is in another
charset. A cut character is one wrong byte; in a cp1251 text it is half of them.
"""
_MOJIBAKE = re.compile(
    r"[РС][\u0400-\u04ff\u00a0-\u00bf\u2010-\u2122]|[ÐÑÒÓ][\u0080-\u00bf\u0152-\u0178\u2010-\u2122]"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """`charset` is the one used; `note` says what was wrong with the declaration, None where
    nothing was.
    """

    text: str
    charset: str
    note: str | None = None


def declared(body: bytes, content_type: str | None) -> str | None:
    """The charset the header or the page itself names, as Python knows it; None where neither names
    a known one.
    """
    found = _HEADER.search(content_type or "")
    names = [found[1]] if found else []
    names += [x.decode("ascii", "replace") for x in _META.findall(body[:_DECLARATION_BYTES])[:1]]
    for name in names:
        try:
            codec = codecs.lookup(name)
        except (LookupError, ValueError):
            continue
        # hex, rot13 and the like are codecs too, but no charset of a page
        if getattr(codec, "_is_text_encoding", True):
            return codec.name
    return None


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Any bytes as text; never raises."""
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(charset, "replace"), charset)
    named = declared(body, content_type)
    if named and named.startswith("utf-16") and body.count(b"\0") < len(body) // 10:
        named = None  # a page that declares UTF-16 in single bytes is not in UTF-16
    if named and named.startswith(("iso2022", "utf-7", "hz")) and body.isascii():
        return Decoded(body.decode(named, "replace"), named)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(body, named)
    repaired = _repair(text)
    if repaired is not None:
        return Decoded(
            repaired,
            "utf-8",
            "the text had been read in a wrong charset before it was stored; turned back",
        )
    return Decoded(text, "utf-8")


def _not_utf8(body: bytes, named: str | None) -> Decoded:
    sample = body[:_SAMPLE]
    high = sum(x >= 0x80 for x in sample) or 1
    broken = sample.decode("utf-8", "replace").count("\ufffd")
    if named in (None, "utf-8") and broken / high <= _MAX_BROKEN_SHARE:
        return Decoded(body.decode("utf-8", "replace"), "utf-8", f"{broken} bytes are not UTF-8")
    if named is not None and named != "utf-8" and not _single_byte(named):
        return Decoded(body.decode(named, "replace"), named)
    best = max(_CYRILLIC, key=lambda x: _cyrillic_likeness(sample.decode(x, "replace")))
    if _cyrillic_likeness(sample.decode(best, "replace")) > 0.5:
        right = named is None or codecs.lookup(best).name == named
        return Decoded(
            body.decode(best, "replace"),
            best,
            None if right else f"{named} is declared, but the letters are {best}",
        )
    if named is None and broken / high < 0.5:
        return Decoded(body.decode("utf-8", "replace"), "utf-8", f"{broken} bytes are not UTF-8")
    fallback = named if named not in (None, "utf-8") else "cp1252"
    return Decoded(body.decode(fallback, "replace"), fallback, f"not UTF-8; read as {fallback}")


def _single_byte(name: str) -> bool:
    return name.startswith(("cp125", "iso8859", "koi8", "cp866", "latin", "mac", "ascii"))


def _cyrillic_likeness(text: str) -> float:
    """From 0 to 1: the share of common small Cyrillic letters among the characters beyond ASCII, as
    in written Russian or Kazakh; 0 where there are fewer than 8 letters.
    """
    letters = [x for x in text if x > "\x7f" and x.isalpha()]
    if len(letters) < 8:
        return 0.0
    return sum(x in _COMMON_LETTERS for x in letters) / _beyond_ascii(text)


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _repair(text: str) -> str | None:
    sample = text[:_REPAIR_SAMPLE]
    # counting the first letters of the pairs is fast, and nearly every page ends here
    firsts = sum(map(sample.count, "РСÐÑÒÓ"))
    if (
        firsts < 20
        or firsts < (enough := max(20.0, _beyond_ascii(sample) * 0.35))
        or len(_MOJIBAKE.findall(sample)) < enough
    ):
        return None
    for charset in ("windows-1251", "cp1252", "latin-1"):
        decoded = _decode_again(text, charset)
        if decoded is not None and _cyrillic_likeness(
            decoded[:_REPAIR_SAMPLE]
        ) > _cyrillic_likeness(sample):
            return decoded
    return None


def _decode_again(text: str, charset: str) -> str | None:
    # cp1252 and cp1251 leave holes (0x81, 0x98 …) that browsers read as the control character of
    # the same number
    raw = bytearray()
    for x in text:
        try:
            raw += x.encode(charset)
        except UnicodeEncodeError:
            if x > "\xff":
                return None
            raw.append(ord(x))
    decoded = raw.decode("utf-8", "replace")
    return decoded if decoded.count("\ufffd") <= len(decoded) * 0.01 else None
