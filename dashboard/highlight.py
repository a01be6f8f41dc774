"""Facts drawn into a text: an article's text and its facts come in, paragraphs of sentences of
pieces come out.

Spans may overlap and cross sentences. The text is cut at every boundary; each piece knows all kinds
and facts it belongs to.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Fact = Mapping[str, Any]
Group = tuple[int, int, tuple[int, ...]]
"""Sentences that overlap, as one: start, end, the facts in them."""
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

    A stretch between sentences with facts has neither.
    """

    anchors: tuple[int, ...]
    starts: tuple[int, ...]
    pieces: tuple[HighlightedText, ...]


def paragraphs(text: str, facts: Sequence[Fact]) -> list[list[HighlightedSentence]]:
    """The text without loss: joining the pieces of a paragraph, and the paragraphs by a line feed,
    gives it back.
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
        reached = bisect_left(spans, (end,))
        near = [x for x in (*near, *spans[seen:reached]) if x[1] > start]
        seen = reached
        inside = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
        stretches = _stretches(text, start, end, inside, near, groups)
        found.append(
            [
                _sentence(facts, groups[i] if i >= 0 else None, start, pieces)
                for i, pieces in stretches
            ]
        )
        start = end + 1
    return found


def spans_of(fact: Fact) -> Iterator[tuple[int, int, str]]:
    """What of a fact is marked: of a quote its content and the words that name its speaker, of the
    others all of it.
    """
    if fact["type"] not in ("quote", "forecast"):
        yield fact["start"], fact["end"], fact["type"]
        return
    for start, end in fact["content"]:
        yield start, end, fact["type"]
    if fact.get("speaker"):
        yield fact["speaker"]["start"], fact["speaker"]["end"], "speaker"


def _groups(text: str, facts: Sequence[Fact]) -> list[Group]:
    """Sentences with facts, overlapping ones united: (start, end, facts). Each begins at a
    character of a line: the line feeds between paragraphs are drawn by nobody and could carry no
    anchor.
    """
    united: list[Group] = []
    for n in sorted(range(len(facts)), key=lambda n: tuple(facts[n]["sentence"])):
        start, end = max(0, facts[n]["sentence"][0]), min(len(text), facts[n]["sentence"][1])
        while start < end and text[start] == "\n":
            start += 1
        if united and start < united[-1][1]:
            first, last, members = united[-1]
            united[-1] = (first, max(last, end), (*members, n))
        else:
            united.append((start, end, (n,)))
    return united


def _stretches(
    text: str, start: int, end: int, cuts: list[int], near: list[Marked], groups: list[Group]
) -> list[tuple[int, list[HighlightedText]]]:
    """A paragraph cut into (index of the group it stands in or -1, pieces). `near` are the marks
    that touch it, in order of their start.
    """
    found: list[tuple[int, list[HighlightedText]]] = []
    here: list[Marked] = []
    for a, b in zip([start, *cuts], [*cuts, end], strict=True):
        reached = bisect_right(near, a, key=lambda x: x[0])
        here, near = [x for x in (*here, *near[:reached]) if x[1] > a], near[reached:]
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
    """Which group the place lies in; they stand in order and apart."""
    before = bisect_right(groups, place, key=lambda x: x[0]) - 1
    return before if before >= 0 and place < groups[before][1] else -1


def _sentence(
    facts: Sequence[Fact], group: Group | None, start: int, pieces: list[HighlightedText]
) -> HighlightedSentence:
    """Of a group that reaches over several paragraphs only the first part carries the anchors."""
    if group is None or group[0] < start:
        return HighlightedSentence((), (), tuple(pieces))
    return HighlightedSentence(
        group[2], tuple(dict.fromkeys(facts[n]["sentence"][0] for n in group[2])), tuple(pieces)
    )
