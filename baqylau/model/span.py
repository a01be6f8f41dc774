"""A piece of a text by its characters: half-open, in Unicode code points."""

from dataclasses import dataclass
from typing import Self


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
