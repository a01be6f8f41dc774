"""Spans of a text, half-open and in Unicode code points, and an index that finds spans by their
place. Comes in: offsets. Goes out: what lies there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`text[start:end]` of the article text it belongs to."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def covers(self, other: Self) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Self) -> bool:
        return self.start < other.end and other.start < self.end


class Bounds(Protocol):
    """Anything that lies in a text: a span, a mention, a token."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


Located = TypeVar("Located", bound=Bounds)
_BLOCK_SIZE = 128  # characters per block of the index: about one sentence


class SpanIndex(Generic[Located]):
    """Finds what lies at a place of a text. A query costs the same in a short note and in a
    megabyte of text.
    """

    def __init__(self, items: Iterable[Located] = ()) -> None:
        self._blocks: dict[int, list[Located]] = {}
        for item in items:
            self.add(item)

    def add(self, item: Located) -> None:
        for block in range(
            item.start // _BLOCK_SIZE, (max(item.end, item.start + 1) - 1) // _BLOCK_SIZE + 1
        ):
            self._blocks.setdefault(block, []).append(item)

    def touching(self, start: int, end: int) -> Iterator[Located]:
        """Everything that shares a character with `[start, end)`, in the order in which it was
        added.
        """
        first = start // _BLOCK_SIZE
        for block in range(first, (max(end, start + 1) - 1) // _BLOCK_SIZE + 1):
            for item in self._blocks.get(block, ()):
                if (
                    item.start < end
                    and start < item.end
                    and (block == first or item.start // _BLOCK_SIZE == block)
                ):
                    yield item

    def at(self, offset: int) -> Located | None:
        """What covers this character; of several, the one added first."""
        for item in self._blocks.get(offset // _BLOCK_SIZE, ()):
            if item.start <= offset < item.end:
                return item
        return None
