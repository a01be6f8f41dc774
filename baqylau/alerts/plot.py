"""A small bar chart for a mail: numbers come in, the bytes of a PNG go out.

PNG and not SVG: Gmail, Outlook and Yandex Mail do not show SVG in mails, and every client shows a
PNG that travels in the mail itself.
"""

import struct
import zlib
from collections.abc import Sequence

_HEIGHT, _BAR, _GAP, _EDGE = 96, 22, 6, 8  # pixels
_PALETTE = bytes((255, 255, 255, 27, 94, 90, 203, 213, 225))
"""White, the bars, the line they stand on."""


def bars(values: Sequence[int]) -> bytes:
    """One bar a value, from left to right; the highest fills the picture."""
    shown = [max(0, x) for x in values] or [0]
    width = 2 * _EDGE + len(shown) * _BAR + (len(shown) - 1) * _GAP
    room, most = _HEIGHT - 2 * _EDGE - 1, max(1, *shown)
    heights = [0 if not x else max(2, round(room * x / most)) for x in shown]
    rows = []
    for y in range(_HEIGHT):
        row = bytearray(width)
        above = _HEIGHT - _EDGE - 1 - y
        if above == 0:
            row[_EDGE : width - _EDGE] = bytes((2,)) * (width - 2 * _EDGE)
        for number, height in enumerate(heights):
            if 0 < above <= height:
                left = _EDGE + number * (_BAR + _GAP)
                row[left : left + _BAR] = bytes((1,)) * _BAR
        rows.append(b"\x00" + bytes(row))
    head = struct.pack(">IIBBBBB", width, _HEIGHT, 8, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", head),
            _chunk(b"PLTE", _PALETTE),
            _chunk(b"IDAT", zlib.compress(b"".join(rows), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
