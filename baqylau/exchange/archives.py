"""Files of web archives: an open file comes in, the archives in it go out. A WARC or ARC file is
one archive; a WACZ file is a zip file with several.
"""

import mmap
import os
import re
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from baqylau.exchange.unpacking import Area

_NAME = re.compile(r"\.w?arc(?:\.(?:gz|zst|bz2|xz|lz4|br))?$", re.IGNORECASE)
_ZIP_NAME = re.compile(r"\.wacz$", re.IGNORECASE)
ZIP = b"PK\x03\x04"
_LOCAL_HEAD = struct.Struct("<26xHH")  # of a zip entry: the lengths of its name and its extra field
_LARGEST_UNPACKED = 4 * 2**30  # bytes of an archive that is packed inside a WACZ
_ENCRYPTED = 1


@dataclass(frozen=True, slots=True)
class Archive:
    """One archive; `name` is its name inside a WACZ, `area` its bytes or why they cannot be read.
    `begins` and `ends` are shares of the file, 0 to 1.
    """

    name: str | None
    area: Area | str
    begins: float
    ends: float


def is_archive(name: str) -> bool:
    """Whether a file of this name holds a web archive."""
    return bool(_NAME.search(name) or _ZIP_NAME.search(name))


def archives(file: BinaryIO) -> Iterator[Archive]:
    """Every archive of the open file, in order; each is valid until the next is asked for. An empty
    file has none.
    """
    size = os.fstat(file.fileno()).st_size
    if not size:
        return
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content[:4] == ZIP:
            yield from _of_zip(file, content)
        else:
            yield Archive(None, Area(content, 0, size), 0.0, 1.0)


def _of_zip(file: BinaryIO, content: mmap.mmap) -> Iterator[Archive]:
    try:
        packed = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as wrong:
        yield Archive(None, f"the zip file cannot be opened: {wrong}", 0.0, 1.0)
        return
    entries = [x for x in packed.infolist() if is_archive(x.filename)]
    if not entries:
        yield Archive(None, "the zip file holds no WARC file", 0.0, 1.0)
    for number, entry in enumerate(entries):
        share = number / len(entries), (number + 1) / len(entries)
        if reason := _refusal(entry):
            yield Archive(entry.filename, reason, *share)
        elif entry.compress_type == zipfile.ZIP_STORED:
            yield Archive(entry.filename, _stored(content, entry), *share)
        else:
            yield from _unpacked(packed, entry, share)


def _refusal(entry: zipfile.ZipInfo) -> str | None:
    if _ZIP_NAME.search(entry.filename):
        return "a WACZ inside a WACZ is not read; unpack the outer one and import the folder"
    if entry.flag_bits & _ENCRYPTED:
        return "it is encrypted; unpack the file with its password and import the folder"
    if entry.compress_type != zipfile.ZIP_STORED and entry.file_size > _LARGEST_UNPACKED:
        return "it is too large to unpack here; unpack the file and import the folder"
    return None


def _stored(content: mmap.mmap, entry: zipfile.ZipInfo) -> Area | str:
    """The bytes of an entry that was not packed again."""
    head = content[entry.header_offset : entry.header_offset + _LOCAL_HEAD.size]
    if len(head) < _LOCAL_HEAD.size or not head.startswith(ZIP):
        return "its place in the zip file is wrong; the file is damaged"
    start = entry.header_offset + _LOCAL_HEAD.size + sum(_LOCAL_HEAD.unpack(head))
    return Area(content, start, max(start, min(start + entry.compress_size, len(content))))


def _unpacked(
    packed: zipfile.ZipFile, entry: zipfile.ZipInfo, share: tuple[float, float]
) -> Iterator[Archive]:
    """The archive unpacked into a temporary file, which has no name and ends with this."""
    with tempfile.TemporaryFile() as whole:
        reason = None
        try:
            with packed.open(entry) as source:
                shutil.copyfileobj(source, whole, 2**20)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as wrong:
            reason = f"it cannot be unpacked further: {wrong}"
        except OSError as wrong:
            reason = f"it cannot be unpacked: {wrong}; unpack the file and import the folder"
        whole.flush()
        if size := whole.tell():
            with mmap.mmap(whole.fileno(), 0, access=mmap.ACCESS_READ) as content:
                yield Archive(entry.filename, Area(content, 0, size), *share)
        if reason:
            yield Archive(entry.filename, reason, share[1], share[1])
