"""Splits web archives into records: the bytes of an archive come in, its records go out as WARC
bytes, one by one; where the archive is damaged, a `DamagedRecord` and then the next whole record.

A Content-Length gives the length of each record, however the file was packed. Behind damage, the
beginning of the next record is searched for.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from baqylau.exchange.record_formats import LONGEST_HEAD, Head, RecordFormat, Warc, format_of
from baqylau.exchange.unpacking import Area, Damage, PartEnd, Piece, pieces

LARGEST = 64 * 2**20  # bytes of one record, unpacked; a longer one is a video or an attack
_BETWEEN = re.compile(rb"[\r\n]*(?:\x00{1,8}[\r\n]+)?")
"""What may stand between two records; more NUL bytes are a hole in the file."""


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record; `offset` is in bytes of the archive: of the record, or of the packed part that it
    is in. `progress` is the share of the archive that was read.
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


def split(area: Area) -> Iterator[WarcRecord | DamagedRecord]:
    """Every record in order; an empty archive has none. Raises `InputError` for a packing that is
    not read.
    """
    ahead = _Ahead(area)
    while ahead.has(1):
        ahead.skip_between()
        if ahead.content:
            yield from _next(ahead)
        if ahead.damage and not ahead.content:
            damage = ahead.take_damage()
            yield DamagedRecord(damage.part, ahead.progress, damage.reason)


def _next(ahead: "_Ahead") -> Iterator[WarcRecord | DamagedRecord]:
    """The record at the beginning of the content, or why there is none; both are taken off."""
    offset = ahead.offset()
    try:
        head = _head(ahead)
        end = _block_end(ahead, head)
        behind = _behind(ahead, end)
    except ValueError as wrong:
        ahead.skip_to_next()
        reason = ahead.take_damage().reason if ahead.damage and not ahead.content else str(wrong)
        yield DamagedRecord(offset, ahead.progress, reason)
        return
    record = head.prefix + bytes(ahead.content[head.size : end]) + b"\r\n\r\n"
    ahead.take(end)
    yield WarcRecord(offset, ahead.progress, record)
    if behind:
        ahead.take(behind)
        yield DamagedRecord(offset, ahead.progress, f"{behind} bytes behind a record are no record")


def _head(ahead: "_Ahead") -> Head:
    while (head := ahead.format.head(ahead.content)) is None:
        if not ahead.more():
            raise ValueError("the record's headers have no end")
    if head.size + head.length > LARGEST:
        raise ValueError(f"the record is larger than {LARGEST // 2**20} MiB")
    return head


def _block_end(ahead: "_Ahead", head: Head) -> int:
    """Where the block ends. Raises `ValueError` where the archive or packed part ends before it."""
    end = head.size + head.length
    while True:
        if any(0 < x < end for x in ahead.starts()):
            raise ValueError("its packed part ends before the record does")
        if len(ahead.content) >= end:
            return end
        if not ahead.more():
            raise ValueError("the file ends before the record does")


def _behind(ahead: "_Ahead", end: int) -> int:
    """How many bytes of the packed part stand behind its last record. Raises `ValueError` where the
    record does not end where its length says, or its packed part is damaged.
    """
    position = end
    while (position := ahead.after_between(position)) == len(ahead.content) and ahead.more():
        pass
    at_end = position == len(ahead.content)
    if at_end and ahead.damage and not ahead.damage.cut and ahead.end_of_part(end) is None:
        raise ValueError(ahead.damage.reason)
    if at_end or ahead.begins(position) or ahead.content.startswith(ahead.format.ending, end):
        return 0
    # some packers write other bytes behind the last record
    while len(ahead.content) < position + LONGEST_HEAD and ahead.end_of_part(end) is None:
        if not ahead.more():
            break
    part_end = ahead.end_of_part(end)
    if part_end is None or ahead.format.find(ahead.content[end:part_end], 0) >= 0:
        raise ValueError("the record does not end where its Content-Length says")
    return part_end - end


class _Ahead:
    """The unpacked bytes that were not taken yet, and where in them packed parts begin and end.

    `damage` is what stands right behind the content; nothing is read beyond it before it is taken.
    """

    def __init__(self, area: Area) -> None:
        self.content = bytearray()
        self.damage: Damage | None = None
        self.progress = 0.0
        self.format: RecordFormat = Warc()
        self._size = max(area.end - area.start, 1)
        self._pieces = pieces(area)
        self._taken = 0  # bytes taken off before the content
        self._parts: deque[tuple[int, int]] = deque()  # (place in all bytes, offset of the part)
        self._ends: deque[int] = deque()  # places in all bytes where a part ended well
        while b"\n" not in self.content and len(self.content) < LONGEST_HEAD and self.more():
            pass
        self.format = format_of(self.content)

    def more(self) -> bool:
        """Reads on; False where there is nothing more, or damage."""
        while self.damage is None:
            match next(self._pieces, None):
                case None:
                    return False
                case PartEnd():
                    self._ends.append(self._taken + len(self.content))
                case Damage() as damage:
                    self.damage = damage
                    self._reached(damage.reached)
                case Piece(data, part, reached):
                    self._reached(reached)
                    if part is not None and (not self._parts or self._parts[-1][1] != part):
                        self._parts.append((self._taken + len(self.content), part))
                    self.content += data
                    if data:
                        return True
        return False

    def has(self, size: int) -> bool:
        """Whether the content has so many bytes, or damage stands in it."""
        while len(self.content) < size and self.more():
            pass
        return len(self.content) >= size or self.damage is not None

    def take(self, size: int) -> None:
        del self.content[:size]
        self._taken += size
        while len(self._parts) > 1 and self._parts[1][0] <= self._taken:
            self._parts.popleft()
        while self._ends and self._ends[0] < self._taken:
            self._ends.popleft()

    def skip_between(self) -> None:
        self.take(self.after_between(0))

    def after_between(self, position: int) -> int:
        found = _BETWEEN.match(self.content, position)
        return found.end() if found else position

    def skip_to_next(self) -> None:
        """Takes off everything up to the next record, which does not begin at the first byte."""
        while (found := self.format.find(self.content, 1)) < 0:
            self.take(max(len(self.content) - self.format.longest_start, 0))
            if not self.more():
                found = len(self.content)
                break
        self.take(found)

    def take_damage(self) -> Damage:
        damage = self.damage
        assert damage is not None
        self.damage = None
        return damage

    def offset(self) -> int:
        """The offset in the archive of the content, or of the packed part that it begins in."""
        return self._parts[0][1] if self._parts else self._taken

    def starts(self) -> Iterator[int]:
        """Places of the content where a packed part begins with a record."""
        for place, _ in self._parts:
            if self.begins(place - self._taken):
                yield place - self._taken

    def begins(self, position: int) -> bool:
        return position >= 0 and self.format.begins(self.content, position)

    def end_of_part(self, position: int) -> int | None:
        """Where the packed part ends that has the byte before the position."""
        return next((x - self._taken for x in self._ends if x - self._taken >= position), None)

    def _reached(self, offset: int) -> None:
        self.progress = max(self.progress, min(offset / self._size, 1.0))
