"""Unpacks web archives: the bytes of a file come in (packed with gzip or zstd, or not packed); the
unpacked bytes go out piece by piece, with the places where a packed part ends or is damaged.

A packed archive usually has one part (a gzip member, a zstd frame) for each record, but a person
may also have packed the whole file as one part. Both are read with the same small memory. Behind
damage, the next part that can be unpacked is searched for.
"""

import mmap
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import zstandard

from baqylau.errors import InputError

GZIP, ZSTD = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"
_DICTIONARY = b"\x5d\x2a\x4d\x18"  # the zstd frame that holds the dictionary of a .warc.zst
_SKIPPED = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")  # zstd frames that hold no content
_OPEN = re.compile(rb"WARC/|[a-z]{3,8}:")  # WARC and ARC that are not packed
_OTHERS = {
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
    b"\x04\x22\x4d\x18": "lz4",
}
"""Packings that are refused by name, by their first bytes."""
_CHUNK = 2**18  # bytes handed to an unpacker at a time
_PIECE = 2**20  # unpacked bytes of one piece at most
_WINDOW = 2**27  # bytes of a zstd window at most: what `zstd --long` makes
_LARGEST_DICTIONARY = 2**24  # bytes; those of archives have about 100,000
_TRIED = 256  # bytes that must come out of a part behind damage, before it counts as one
_MOST_TRIED = 10_000  # places behind one damage: random bytes look like a beginning once in 16 MB
_NEAR = 2**18  # bytes of a part that are unpacked to try it; a block of zstd has half as many
_OVERRUN = 2**16  # bytes by which damage may be noticed too late
_PADDING = re.compile(rb"\x00*")


@dataclass(frozen=True, slots=True)
class Area:
    """The bytes of one archive inside an open file: half-open offsets."""

    content: mmap.mmap
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Unpacked bytes. `part` is the offset of the packed part they come from, in bytes of the
    archive, None where it is not packed; `reached` is how far the archive was read.
    """

    data: bytes
    part: int | None
    reached: int


@dataclass(frozen=True, slots=True)
class PartEnd:
    """A packed part ended, and its checksum was right."""


@dataclass(frozen=True, slots=True)
class Damage:
    """The part at the offset `part` cannot be unpacked further; reading goes on at `reached`.
    `cut`: the archive only ends too early, so what was unpacked before is right.
    """

    part: int
    reached: int
    reason: str
    cut: bool = False


def pieces(area: Area) -> Iterator[Piece | PartEnd | Damage]:
    """The unpacked content in order. Raises `InputError` for a packing that is not read."""
    first = area.content[area.start : min(area.start + 8, area.end)]
    for magic, name in _OTHERS.items():
        if first.startswith(magic):
            raise InputError(f"it is packed with {name}; unpack it first, then import it again")
    if first.startswith(GZIP[:2]) and _begins(area, area.start, _gzip):
        return _parts(area, _gzip, GZIP)
    if first.startswith(ZSTD) or _SKIPPED.match(first):
        return _parts(area, _Zstd(area).frame, ZSTD)
    return _plain(area) if _OPEN.match(first) else _unknown(area)


def _plain(area: Area) -> Iterator[Piece]:
    for position in range(area.start, area.end, _CHUNK):
        end = min(position + _CHUNK, area.end)
        yield Piece(area.content[position:end], None, end - area.start)


def _unknown(area: Area) -> Iterator[Piece | PartEnd | Damage]:
    """An archive whose beginning is missing or overwritten."""
    packed = _next_part(area, area.start, _gzip, GZIP)
    if packed == area.end or area.content.find(b"WARC/", area.start, packed) >= 0:
        yield from _plain(area)
        return
    yield Damage(0, packed - area.start, "no record and no packed part begins here")
    yield from _parts(area, _gzip, GZIP, packed)


class _Broken(Exception):
    """A part cannot be unpacked further. `cut` as in `Damage`."""

    def __init__(self, reason: str, cut: bool = False) -> None:
        super().__init__(reason)
        self.cut = cut


_Unpacker = Callable[[Area, int], Iterator[tuple[bytes, int]]]
"""An area and the offset of a part → pieces of its content, each with the offset reached; the last
is the part's end. Raises `_Broken`.
"""


def _parts(
    area: Area, unpack: _Unpacker, magic: bytes, first: int | None = None
) -> Iterator[Piece | PartEnd | Damage]:
    position = area.start if first is None else first
    while position < area.end:
        part = reached = position
        try:
            for data, reached in unpack(area, position):
                yield Piece(data, part - area.start, reached - area.start)
        except _Broken as broken:
            # a part that was cut off may have run on into the next one
            earliest = part if broken.cut else max(part, reached - _OVERRUN)
            position = _next_part(area, earliest + 1, unpack, magic)
            cut = broken.cut and position == area.end
            lost = "" if cut or position < area.end else "; no later part of it can be unpacked"
            yield Damage(part - area.start, position - area.start, f"{broken}{lost}", cut)
        else:
            yield PartEnd()
            padding = _PADDING.match(area.content, reached, area.end)
            position = padding.end() if padding else reached


def _next_part(area: Area, position: int, unpack: _Unpacker, magic: bytes) -> int:
    """Where the next part begins of which something can be unpacked, or the end of the area."""
    for _ in range(_MOST_TRIED):
        position = area.content.find(magic, position, area.end)
        if position < 0:
            break
        if _begins(area, position, unpack):
            return position
        position += 1
    return area.end


def _begins(area: Area, position: int, unpack: _Unpacker) -> bool:
    """Whether a part begins at the position of which something can be unpacked."""
    got = 0
    near = Area(area.content, position, min(position + _NEAR, area.end))
    try:
        for data, _ in unpack(near, position):
            got += len(data)
            if got >= _TRIED:
                return True
    except _Broken as broken:
        return broken.cut and got > 0
    return True


def _gzip(area: Area, start: int) -> Iterator[tuple[bytes, int]]:
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    position, pending = start, b""
    while not unpacker.eof:
        if not pending:
            pending = area.content[position : min(position + _CHUNK, area.end)]
            position += len(pending)
            if not pending:
                raise _Broken("the file ends inside a packed part", cut=True)
        before = unpacker.copy()
        try:
            data = unpacker.decompress(pending, _PIECE)
        except zlib.error as wrong:
            yield _salvaged(before, pending), position - len(pending)
            raise _Broken(str(wrong)) from wrong
        pending = b"" if unpacker.eof else unpacker.unconsumed_tail
        yield data, position - len(pending) - len(unpacker.unused_data)


def _salvaged(unpacker: "zlib._Decompress", packed: bytes) -> bytes:
    """What can be unpacked before the first wrong byte."""
    found = []
    for position in range(len(packed)):
        try:
            found.append(unpacker.decompress(packed[position : position + 1]))
        except zlib.error:
            break
    return b"".join(found)


class _Zstd:
    """Unpacks the frames of one archive, with its dictionary where it has one."""

    def __init__(self, area: Area) -> None:
        self._dictionary: zstandard.ZstdCompressionDict | None = None
        head = area.content[area.start : area.start + 8]
        if head.startswith(_DICTIONARY) and len(head) == 8:
            size = int.from_bytes(head[4:], "little")
            if size <= _LARGEST_DICTIONARY and area.start + 8 + size <= area.end:
                self._dictionary = _dictionary(area.content[area.start + 8 : area.start + 8 + size])

    def frame(self, area: Area, start: int) -> Iterator[tuple[bytes, int]]:
        head = area.content[start : min(start + 18, area.end)]
        if _SKIPPED.match(head):
            yield b"", min(start + 8 + int.from_bytes(head[4:8], "little"), area.end)
            return
        end, whole = _frame_end(area, start, head)
        source = _Reader(area.content, start, end)
        unpacker = zstandard.ZstdDecompressor(
            dict_data=self._dictionary, max_window_size=_WINDOW
        ).stream_reader(source, read_size=_CHUNK)  # type: ignore[arg-type]
        try:
            while data := unpacker.read(_PIECE):
                yield data, end if source.position == end and whole else source.position
        except zstandard.ZstdError as wrong:
            raise _Broken(str(wrong)) from wrong
        if not whole:
            raise _Broken("the file ends inside a packed part", cut=True)
        yield b"", end


def _dictionary(content: bytes) -> zstandard.ZstdCompressionDict | None:
    """The dictionary, which may be packed itself; None for one that is damaged."""
    try:
        if content.startswith(ZSTD):
            unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
            content = unpacker.decompress(content, max_output_size=_LARGEST_DICTIONARY)
        return zstandard.ZstdCompressionDict(content)
    except zstandard.ZstdError:
        return None


def _frame_end(area: Area, start: int, head: bytes) -> tuple[int, bool]:
    """Where a frame ends by the sizes of its blocks (RFC 8878), and whether it is whole."""
    try:
        has_checksum = zstandard.get_frame_parameters(head).has_checksum
        position = start + zstandard.frame_header_size(head)
    except zstandard.ZstdError as wrong:
        raise _Broken(str(wrong), cut=len(head) < 18) from wrong
    last = False
    while not last:
        block = int.from_bytes(area.content[position : position + 3], "little")
        last, kind, size = bool(block & 1), block >> 1 & 3, block >> 3
        if position + 3 > area.end:
            return area.end, False
        position += 3 + (1 if kind == 1 else size)  # kind 1: one byte that is repeated
    position += 4 if has_checksum else 0
    return (position, True) if position <= area.end else (area.end, False)


class _Reader:
    """The bytes of one frame as a file."""

    def __init__(self, content: mmap.mmap, position: int, end: int) -> None:
        self._content, self.position, self._end = content, position, end

    def read(self, size: int = -1) -> bytes:
        stop = self._end if size < 0 else min(self.position + size, self._end)
        data = self._content[self.position : stop]
        self.position = stop
        return data
