"""Repairs XML that is not quite XML: the text of a feed or sitemap comes in, one that a parser can
read goes out; and unpacks what is packed. What is well-formed stays as it is.

Outlets send a byte order mark, blank lines or a PHP notice before the first tag, bare `&`, HTML
entities, control characters, a wrong charset. One such byte would void the whole list.
"""

import html
import re
import zlib

MOST_BYTES = 50 * 2**20  # the sitemap protocol's own limit for one uncompressed file
_GZIP = b"\x1f\x8b"
_PACKED_TIMES = 3  # a server that packs what was packed already
# a character that XML 1.0 does not know
_UNKNOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ENTITY = re.compile(
    r"&(?:(amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{1,30});)?"
)
_SECTION = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))", re.DOTALL)
_DECLARATION = re.compile(r"<\?xml[^>]{0,300}\?>")
_ROOT = re.compile(
    r"<(?:\?xml|!DOCTYPE|(?:[a-z]{1,20}:)?(?:urlset|sitemapindex|rss|feed|RDF|channel)\b)", re.I
)
_FIRST_TAG = re.compile(r"<(?=[?!]|[A-Za-z])")
_ROOT_END = re.compile(r"</(?:[a-z]{1,20}:)?(?:urlset|sitemapindex|rss|feed|RDF)\s*>", re.I)
_ENTRY_ENDS = ("</url>", "</sitemap>", "</item>", "</entry>")


class TooLarge(ValueError):
    """The bytes unpack to more than the limit."""


def unpack(body: bytes) -> bytes:
    """The file itself, ungzipped where it is gzip, also where it has several members, was packed
    twice or breaks off. Raises `TooLarge`.
    """
    for _ in range(_PACKED_TIMES):
        if not body.startswith(_GZIP):
            break
        body = _unpacked(body)
    return body


def _unpacked(body: bytes) -> bytes:
    parts: list[bytes] = []
    left = MOST_BYTES
    while body.startswith(_GZIP):
        unzip = zlib.decompressobj(wbits=31)
        try:
            part = unzip.decompress(body, left + 1)
            body = unzip.unused_data.lstrip(b"\x00")
        except zlib.error:
            part, body = _sound_part(body, left + 1), b""
        parts.append(part)
        left -= len(part)
        if left < 0:
            raise TooLarge(f"unpacks to more than {MOST_BYTES} bytes")
    return b"".join(parts)


def _sound_part(body: bytes, most: int) -> bytes:
    """What stands before the place where packed bytes are broken."""
    unzip, parts, size = zlib.decompressobj(wbits=31), [], 0
    for start in range(0, len(body), 1024):
        try:
            part = unzip.decompress(body[start : start + 1024], most - size)
        except zlib.error:
            break
        parts.append(part)
        size += len(part)
        if size >= most:
            break
    return b"".join(parts)


def repaired(text: str) -> str:
    """The text without what keeps a parser from reading it, and without its XML declaration. What
    stands before the root is left out, and so is an entry that breaks off.
    """
    root = _ROOT.search(text) or _FIRST_TAG.search(text)
    if not _ROOT_END.search(text[-1000:]):
        end = max(text.rfind(x) + len(x) if x in text else 0 for x in _ENTRY_ENDS)
        text = text[:end] if end else text
    text = _DECLARATION.sub("", text[root.start() :] if root else "", count=1)
    parts = _SECTION.split(_UNKNOWN.sub(" ", text))
    # every second part is a CDATA section or a comment, where & stands for itself
    parts[::2] = [_ENTITY.sub(_known_entity, x) for x in parts[::2]]
    return "".join(parts).lstrip()


def _known_entity(found: re.Match[str]) -> str:
    if found[1]:
        return found[0]
    if found[2]:
        meant = html.unescape(found[0])
        return html.escape(meant) if meant != found[0] else f"&amp;{found[0][1:]}"
    return "&amp;"
