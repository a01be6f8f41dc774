"""Splits WARC files: an open file comes in, its records go out as bytes, one by one; where the file
is damaged, a `DamagedRecord` and then the next whole record.

A packed file has one gzip member for each record; in an unpacked file a Content-Length gives the
length of each record. Behind damage, the beginning of the next record is searched for.
"""

import mmap
import os
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

LARGEST = 64 * 2**20  # bytes of one record, unpacked; a longer one is a video or an attack
_GZIP = b"\x1f\x8b\x08"
_START, _END = b"WARC/1.", b"\r\n\r\n"
_LENGTH = re.compile(rb"^content-length:\s*(\d{1,12})\s*$", re.IGNORECASE | re.MULTILINE)
_LONGEST_HEAD = 2**16  # bytes of a record's headers; usual tools write some hundreds
_NEXT_PACKED = re.compile(re.escape(_GZIP))
_NEXT_OPEN = re.compile(rb"WARC/1\.\d\r\n[A-Za-z-]{1,64}:")  # a record's first two lines
_CHUNK = 2**18  # bytes handed to zlib at a time


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record; `offset` is in bytes of the file, `progress` is the share of the file up to its
    end.
    """

    offset: int
    progress: float
    record: bytes


@dataclass(frozen=True, slots=True)
class DamagedRecord:
    """Bytes that are not a whole record, and why."""

    offset: int
    progress: float
    reason: str


def split(file: BinaryIO) -> Iterator[WarcRecord | DamagedRecord]:
    """Every record of the open file in order; an empty file has none."""
    if not os.fstat(file.fileno()).st_size:
        return
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        packed = content[:2] == _GZIP[:2]
        position = 0
        while position < len(content):
            try:
                records, end = _at(content, position, packed)
            except (ValueError, zlib.error) as wrong:
                end = _next_start(content, position + 1, packed)
                yield DamagedRecord(position, end / len(content), str(wrong))
            else:
                for record in records:
                    yield WarcRecord(position, end / len(content), record)
            position = end


def _at(content: mmap.mmap, start: int, packed: bool) -> tuple[Sequence[bytes], int]:
    """The records at `start`, and where the next begin. Raises `zlib.error` or `ValueError`."""
    if not packed:
        record, end = _open_record(content, start)
        return (record,), end
    member, end = _member(content, start)
    return list(_records(member)), end


def _member(content: mmap.mmap, start: int) -> tuple[bytes, int]:
    """The gzip member at `start`, unpacked, and where it ends. Raises `zlib.error` or
    `ValueError`.
    """
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts, size, position = [], 0, start
    while not unpacker.eof:
        chunk = content[position : position + _CHUNK]
        if not chunk:
            raise ValueError("the file ends inside a record")
        part = unpacker.decompress(chunk, LARGEST + 1 - size)
        size += len(part)
        if size > LARGEST:
            raise ValueError(f"the record is larger than {LARGEST // 2**20} MiB")
        parts.append(part)
        position += len(chunk)
    return b"".join(parts), position - len(unpacker.unused_data)


def _records(member: bytes) -> Iterator[bytes]:
    """The records of one gzip member: usually one, or all records where the file was packed as a
    whole.
    Raises `ValueError` where there is none, or the last is not complete.
    """
    position = 0
    while position < len(member):
        end = _end(member, position)
        if member[end : end + len(_END)] == _END:
            end += len(_END)
        # some packers write other bytes behind the last record
        if member[end : end + len(_START)] != _START:
            end = len(member)
        yield member[position:end]
        position = end


def _end(content: mmap.mmap | bytes, start: int) -> int:
    """Where the block of the record at `start` ends by its Content-Length. Raises `ValueError`."""
    if content[start : start + len(_START)] != _START:
        raise ValueError("no WARC record begins here")
    head = content.find(_END, start)
    if head - start > _LONGEST_HEAD:
        raise ValueError(f"the record's headers are longer than {_LONGEST_HEAD} bytes")
    length = _LENGTH.search(content[start:head]) if head >= 0 else None
    if length is None:
        raise ValueError("the record's headers have no end or no Content-Length")
    end = head + len(_END) + int(length[1])
    if end - start > LARGEST:
        raise ValueError(f"the record is larger than {LARGEST // 2**20} MiB")
    if end > len(content):
        raise ValueError("the file ends before the record does")
    return end


def _open_record(content: mmap.mmap, start: int) -> tuple[bytes, int]:
    """The record at `start` of a file that is not packed, and where the next begins. Raises
    `ValueError`.
    """
    end = _end(content, start)
    if content[end : end + len(_END)] != _END:
        raise ValueError("the record does not end where its Content-Length says")
    return content[start : end + len(_END)], end + len(_END)


def _next_start(content: mmap.mmap, position: int, packed: bool) -> int:
    found = (_NEXT_PACKED if packed else _NEXT_OPEN).search(content, position)
    return found.start() if found else len(content)
