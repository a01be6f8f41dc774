"""Bodies of archived responses: bytes as a server sent them come in, their content-encoding decoded
goes out; and whether bytes look like an HTML page.

An archive may name an encoding that its tool has decoded already. So bytes that cannot be decoded
at all and look like HTML are taken as they are.
"""

import re
import zlib
from collections.abc import Callable, Iterator

import brotli
import zstandard

from baqylau.exchange.import_records import LARGEST

_WINDOW = 2**27  # bytes of a zstd window at most
_PIECE = 2**16  # bytes of a decoded piece, about
_PACKINGS = frozenset(
    {"aes128gcm", "bzip2", "compress", "dcb", "dcz", "exi", "lzma", "pack200-gzip", "sdch"}
    | {"x-bzip2", "x-compress", "xz"}
)
"""Content-encodings that pack a body and cannot be decoded here (those of IANA, and others that
were seen). Servers also write a charset there, which packs nothing.
"""
_MARKUP = re.compile(
    rb"<(?:!doctype\s{1,9}html|html|head|body|title|meta|article|div|p|h1|table|script|link)[\s>/]",
    re.IGNORECASE,
)
_BEFORE_MARKUP = ((b"<!--", b"-->"), (b"<?xml", b"?>"))
_SNIFFED = 8192  # bytes at the beginning of a body, in which its markup is looked for
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def decoded(body: bytes, encoding: str) -> bytes:
    """The body, without the content-encodings of the header's value. What breaks off is kept up to
    there. Raises `ValueError` for a body that we cannot decode or that is too large.
    """
    for name in reversed([x.strip().lower() for x in encoding.split(",") if x.strip()]):
        if name in _DECODERS:
            body = _decode(body, name)
        elif name in _PACKINGS and not looks_like_html(body):
            raise ValueError(f"its content-encoding is {name!r}, which cannot be decoded")
    if len(body) > LARGEST:
        raise ValueError(f"the page is larger than {LARGEST // 2**20} MiB")
    return body


def looks_like_html(body: bytes) -> bool:
    """Whether a browser that is told nothing would read the bytes as HTML."""
    head = body[:_SNIFFED]
    for bom, charset in _BOMS:
        if head.startswith(bom):
            head = head[len(bom) :].decode(charset, "replace").encode("utf-8")
            break
    return _MARKUP.match(_without_comments(head)) is not None


def _without_comments(head: bytes) -> bytes:
    """What follows comments and the XML declaration at the beginning."""
    position, found = 0, True
    while found:
        rest = head[position : position + 100].lstrip()
        position += len(head[position : position + 100]) - len(rest)
        found = False
        for begin, end in _BEFORE_MARKUP:
            if rest.startswith(begin) and (close := head.find(end, position)) >= 0:
                position, found = close + len(end), True
    return head[position:]


def _decode(body: bytes, name: str) -> bytes:
    """The body unpacked, or as it is where it is markup already: no packed body begins so."""
    if not body or looks_like_html(body):
        return body
    found, size = [], 0
    try:
        for part in _DECODERS[name](body):
            found.append(part)
            size += len(part)
            if size > LARGEST:
                raise ValueError(f"the page is larger than {LARGEST // 2**20} MiB")
    except (zlib.error, brotli.error, zstandard.ZstdError) as wrong:
        if not size:
            raise ValueError(f"it cannot be decoded as {name}: {wrong}") from wrong
    return b"".join(found)


def _gzip(body: bytes) -> Iterator[bytes]:
    while body:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        yield from _zlib(unpacker, body)
        body = unpacker.unused_data if unpacker.unused_data.startswith(b"\x1f\x8b") else b""


def _deflate(body: bytes) -> Iterator[bytes]:
    """With the header of zlib, as the standard says, or without it, as some servers send it."""
    has_header = body[0] & 15 == 8 and int.from_bytes(body[:2]) % 31 == 0
    return _zlib(zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS), body)


def _zlib(unpacker: "zlib._Decompress", body: bytes) -> Iterator[bytes]:
    while body and not unpacker.eof:
        yield unpacker.decompress(body, _PIECE)
        body = unpacker.unconsumed_tail


def _brotli(body: bytes) -> Iterator[bytes]:
    unpacker = brotli.Decompressor()
    for start in range(0, len(body), _PIECE):
        part = unpacker.process(body[start : start + _PIECE], output_buffer_limit=_PIECE)
        while part:
            yield part
            part = (
                b"" if unpacker.is_finished() else unpacker.process(b"", output_buffer_limit=_PIECE)
            )


def _zstd(body: bytes) -> Iterator[bytes]:
    unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    with unpacker.stream_reader(body, read_across_frames=True) as reader:
        while part := reader.read(_PIECE):
            yield part


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
