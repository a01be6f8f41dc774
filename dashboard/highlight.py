"""Highlighting of facts: an article's text and its facts come in; paragraphs come out, each a list
of sentences, each a list of pieces.

Spans may overlap and cross sentences. The text is cut at every boundary of a span; each piece names
all kinds and facts that it belongs to.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Fact = Mapping[str, Any]
Group = tuple[int, int, tuple[int, ...]]
"""Overlapping sentences joined to one: start, end, the facts in them."""
Marked = tuple[int, int, str, int]
"""Start, end, kind, fact."""


@dataclass(frozen=True, slots=True)
class HighlightedText:
    """Characters with the same marks. `facts` are indices into the list of facts."""

    text: str
    kinds: tuple[str, ...] = ()
    facts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class HighlightedSentence:
    """`anchors` are the facts whose sentence begins here, `starts` where in the text those
    sentences begin.

    Text between sentences with facts has neither.
    """

    anchors: tuple[int, ...]
    starts: tuple[int, ...]
    pieces: tuple[HighlightedText, ...]


def paragraphs(text: str, facts: Sequence[Fact]) -> list[list[HighlightedSentence]]:
    """The whole text, cut up: the pieces of each paragraph joined, and the paragraphs joined by
    line feeds, give the text back.
    """
    groups = _groups(text, facts)
    spans = sorted(
        (a, b, kind, n)
        for n, fact in enumerate(facts)
        for a, b, kind in spans_of(fact)
        if 0 <= a < b <= len(text)
    )
    cuts = sorted(
        {x for a, b, _, _ in spans for x in (a, b)} | {x for a, b, _ in groups for x in (a, b)}
    )
    found, start, seen, near = [], 0, 0, list[Marked]()
    for line in text.split("\n"):
        end = start + len(line)
        end_index = bisect_left(spans, (end,))
        near = [x for x in (*near, *spans[seen:end_index]) if x[1] > start]
        seen = end_index
        inside = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
        parts = _cut_paragraph(text, start, end, inside, near, groups)
        found.append(
            [_sentence(facts, groups[i] if i >= 0 else None, start, pieces) for i, pieces in parts]
        )
        start = end + 1
    return found


def spans_of(fact: Fact) -> Iterator[tuple[int, int, str]]:
    """The characters of a fact to mark: of a quote or forecast its content and the words that name
    its speaker, of other facts the whole span.
    """
    if fact["type"] not in ("quote", "forecast"):
        yield fact["start"], fact["end"], fact["type"]
        return
    for start, end in fact["content"]:
        yield start, end, fact["type"]
    if fact.get("speaker"):
        yield fact["speaker"]["start"], fact["speaker"]["end"], "speaker"


def _groups(text: str, facts: Sequence[Fact]) -> list[Group]:
    """Sentences with facts, overlapping ones joined: (start, end, facts). Each begins at a
    character of a line: line feeds between paragraphs are not part of the page, so that an anchor
    there would be lost.
    """
    joined: list[Group] = []
    for n in sorted(range(len(facts)), key=lambda n: tuple(facts[n]["sentence"])):
        start, end = max(0, facts[n]["sentence"][0]), min(len(text), facts[n]["sentence"][1])
        while start < end and text[start] == "\n":
            start += 1
        if joined and start < joined[-1][1]:
            first, last, members = joined[-1]
            joined[-1] = (first, max(last, end), (*members, n))
        else:
            joined.append((start, end, (n,)))
    return joined


def _cut_paragraph(
    text: str, start: int, end: int, cuts: list[int], near: list[Marked], groups: list[Group]
) -> list[tuple[int, list[HighlightedText]]]:
    """A paragraph cut into (index of the group it stands in or -1, pieces). `near` are the marks
    that touch it, in order of their start.
    """
    found: list[tuple[int, list[HighlightedText]]] = []
    here: list[Marked] = []
    for a, b in zip([start, *cuts], [*cuts, end], strict=True):
        end_index = bisect_right(near, a, key=lambda x: x[0])
        here, near = [x for x in (*here, *near[:end_index]) if x[1] > a], near[end_index:]
        marks = sorted((n, kind) for _, _, kind, n in here)
        piece = HighlightedText(
            text[a:b],
            tuple(dict.fromkeys(kind for _, kind in marks)),
            tuple(dict.fromkeys(n for n, _ in marks)),
        )
        group = _group_at(groups, a)
        if not found or found[-1][0] != group:
            found.append((group, []))
        found[-1][1].append(piece)
    return found


def _group_at(groups: list[Group], place: int) -> int:
    """The index of the group that contains the place, or -1. Groups are in order and do not
    overlap.
    """
    before = bisect_right(groups, place, key=lambda x: x[0]) - 1
    return before if before >= 0 and place < groups[before][1] else -1


def _sentence(
    facts: Sequence[Fact], group: Group | None, start: int, pieces: list[HighlightedText]
) -> HighlightedSentence:
    """A group may reach over several paragraphs: only its first part gets the anchors."""
    if group is None or group[0] < start:
        return HighlightedSentence((), (), tuple(pieces))
    return HighlightedSentence(
        group[2], tuple(dict.fromkeys(facts[n]["sentence"][0] for n in group[2])), tuple(pieces)
    )
