"""Reads gold sentences. Comes in: a file in the format described in README.md. Goes out: sentences
with their expected facts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Expected:
    """One expected fact: its spans in the sentence and its slots."""

    spans: list[tuple[int, int]]
    slots: dict[str, str | None]
    optional: bool


@dataclass
class Gold:
    """One sentence of a gold file."""

    line: int
    text: str
    known: dict[str, str]
    facts: list[Expected] = field(default_factory=list)


def read(path: Path) -> list[Gold]:
    """The sentences of a file. Raises `ValueError` with file and line where one is malformed."""
    found: list[Gold] = []
    known: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            if line.startswith("@"):
                known = dict(_pairs(line[1:]))
            elif line[0].isspace():
                if line.strip() != "nothing":
                    found[-1].facts.append(_expected(found[-1].text, line.strip()))
            else:
                found.append(Gold(number, line.strip().replace("¶", "\n"), known))
                known = {}
        except (ValueError, IndexError) as wrong:
            raise ValueError(f"{path.name}:{number}: {wrong}") from wrong
    return found


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    for part in line.split("|"):
        key, equals, value = part.partition("=")
        if not equals:
            raise ValueError(f"{part.strip()!r} is not written as `name = value`")
        yield key.strip(), value.strip()


def _expected(text: str, line: str) -> Expected:
    words, _, slots = line.partition(" | ")
    optional = words.startswith("?")
    spans = [_span(text, piece.strip()) for piece in words.lstrip("? ").split(" … ")]
    given = {k: None if v == "null" else v for k, v in _pairs(slots)} if slots else {}
    return Expected(spans, given, optional)


def _span(text: str, words: str) -> tuple[int, int]:
    nth = 1
    if len(words) > 2 and words[-2] == "#" and words[-1].isdigit():
        words, nth = words[:-2], int(words[-1])
    at = -1
    for _ in range(nth):
        at = text.find(words, at + 1)
        if at < 0:
            raise ValueError(f"{words!r} does not stand in the sentence")
    return at, at + len(words)
