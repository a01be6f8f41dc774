"""The two formats of web archives, WARC and the older ARC: unpacked bytes come in; where a record
begins, how long it is, and the record as WARC bytes go out.
"""

import re
from dataclasses import dataclass
from typing import Protocol

LONGEST_HEAD = 2**16  # bytes of a record's headers; usual tools write some hundreds
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_TARGET = re.compile(rb"^WARC-Target-URI:[^\r\n]+", re.IGNORECASE | re.MULTILINE)
_WARC = re.compile(rb"WARC/\d\.\d{1,2}\r?\n")
_WARC_START = re.compile(rb"WARC/\d\.\d{1,2}\r?\n[A-Za-z-]{1,64}:")  # a record's first two lines
_ARC = re.compile(rb"(?:https?|ftp|dns|whois|filedesc|metadata):")
_ARC_START = re.compile(rb"(?<=\n)(?:https?|ftp|dns|whois|filedesc|metadata):")
_MOMENT = re.compile(rb"\d{14}")


@dataclass(frozen=True, slots=True)
class Head:
    """The headers of one record have `size` bytes, its block has `length`; `prefix` are the
    headers in the form of WARC.
    """

    size: int
    length: int
    prefix: bytes


class RecordFormat(Protocol):
    longest_start: int
    """Bytes by which the beginning of a record is recognized."""
    ending: bytes
    """What stands behind the block of a record."""

    def begins(self, content: bytearray, position: int) -> bool:
        """Whether a record may begin there."""

    def head(self, content: bytearray) -> Head | None:
        """The head of the record at the beginning; None where more bytes are needed. Raises
        `ValueError` where no record begins there.
        """

    def find(self, content: bytearray, position: int) -> int:
        """Where a record begins at or behind the position; -1 where none does."""


class Warc:
    longest_start = 128
    ending = b"\r\n\r\n"

    def begins(self, content: bytearray, position: int) -> bool:
        return _WARC.match(content, position) is not None

    def head(self, content: bytearray) -> Head | None:
        if not b"WARC/".startswith(bytes(content[:5])) and not content.startswith(b"WARC/"):
            raise ValueError("no WARC record begins here")
        end = _HEAD_END.search(content, 0, LONGEST_HEAD)
        if end is None:
            _require_shorter(content)
            return None
        length = _LENGTH.search(content, 0, end.end())
        if length is None:
            raise ValueError("the record's headers have no Content-Length")
        prefix = _TARGET.sub(_without_spaces, bytes(content[: end.end()]), count=1)
        return Head(end.end(), int(length[1]), prefix)

    def find(self, content: bytearray, position: int) -> int:
        found = _WARC_START.search(content, position)
        return found.start() if found else -1


class Arc:
    longest_start = LONGEST_HEAD
    ending = b"\n"

    def begins(self, content: bytearray, position: int) -> bool:
        return _ARC.match(content, position) is not None

    def head(self, content: bytearray) -> Head | None:
        end = content.find(b"\n", 0, LONGEST_HEAD)
        if end < 0:
            _require_shorter(content)
            return None
        url, moment, kind, length = _arc_line(bytes(content[:end]))
        lines = [b"WARC-Target-URI: " + url.replace(b" ", b"%20")]
        if url.startswith(b"filedesc:"):
            lines = [b"WARC-Type: warcinfo"]
        elif url.startswith(b"http"):
            lines += [b"WARC-Type: response", b"Content-Type: application/http; msgtype=response"]
        else:
            lines += [b"WARC-Type: resource", b"Content-Type: " + kind]
        lines.append(b"WARC-Date: " + _iso(moment))
        lines.append(b"Content-Length: %d" % length)
        return Head(end + 1, length, b"\r\n".join((b"WARC/1.0", *lines, b"", b"")))

    def find(self, content: bytearray, position: int) -> int:
        for found in _ARC_START.finditer(content, position):
            end = content.find(b"\n", found.start(), found.start() + LONGEST_HEAD)
            try:
                _arc_line(bytes(content[found.start() : max(end, found.start())]))
            except ValueError:
                continue
            return found.start()
        return -1


def format_of(content: bytearray) -> RecordFormat:
    """ARC where the content begins with the address of an ARC record, else WARC."""
    return Arc() if _ARC.match(content) else Warc()


def _without_spaces(target: re.Match[bytes]) -> bytes:
    """The line of an address; spaces inside the address are written as %20."""
    name, _, url = target[0].partition(b":")
    return name + b": " + url.strip(b" \t").replace(b" ", b"%20")


def _require_shorter(content: bytearray) -> None:
    if len(content) >= LONGEST_HEAD:
        raise ValueError(f"the record's headers are longer than {LONGEST_HEAD} bytes")


def _arc_line(line: bytes) -> tuple[bytes, bytes, bytes, int]:
    """Address, time, type and length. The address may have spaces in it, the rest has none."""
    words = line.rstrip(b"\r").split(b" ")
    if _ARC.match(line) and words[-1].isdigit() and len(words[-1]) <= 12:
        for count in (5, 10):
            if len(words) >= count and _MOMENT.fullmatch(words[2 - count]):
                url = b" ".join(words[: 1 - count])
                return url, words[2 - count], words[3 - count], int(words[-1])
    raise ValueError("no ARC record begins here")


def _iso(moment: bytes) -> bytes:
    """20260301060000 → 2026-03-01T06:00:00Z"""
    m = moment
    return b"%b-%b-%bT%b:%b:%bZ" % (m[:4], m[4:6], m[6:8], m[8:10], m[10:12], m[12:])
