"""Two editions of one event side by side: their texts come in; rows of sentences that say the same,
and sentences without a counterpart, go out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from baqylau.analysis.omissions import Counterpart, counterparts
from baqylau.facts.analysis import paragraphs_of
from baqylau.lang.en.segment import segment as segment_english
from baqylau.lang.segment import segment

MOST_SENTENCES = 150
"""Sentences of an edition that are compared; each is compared with each of the other edition."""

_LONGEST = 60_000  # characters, far more than so many sentences take


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of each edition that say the same. Where one is None, `absent` tells whether the
    other has no counterpart, or has it in another row.
    """

    first: str | None
    second: str | None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Aligned:
    """`cut`: an edition is longer than what was compared."""

    rows: tuple[Row, ...]
    absent_in_second: int
    absent_in_first: int
    cut: bool


def sentences_of(text: str, language: str) -> list[str]:
    """The sentences of a text, as its language splits them; of a long one those of its beginning.
    The words are not tagged, which takes far longer.
    """
    text = text[:_LONGEST]
    split = segment_english if language == "en" else segment
    found, _ = split(text, paragraphs_of(text))
    return [text[x.start : x.end].strip() for x in found]


def aligned(first: str, first_language: str, second: str, second_language: str) -> Aligned:
    """The sentences of two texts in different languages, in order of the first."""
    ours, theirs = sentences_of(first, first_language), sentences_of(second, second_language)
    cut = max(len(ours), len(theirs)) > MOST_SENTENCES
    ours, theirs = ours[:MOST_SENTENCES], theirs[:MOST_SENTENCES]
    of_ours, of_theirs = counterparts(ours, first_language, theirs, second_language)
    rows = _rows(ours, theirs, of_ours, of_theirs)
    return Aligned(
        tuple(rows), sum(x.absent for x in of_ours), sum(x.absent for x in of_theirs), cut
    )


def _rows(
    ours: Sequence[str],
    theirs: Sequence[str],
    of_ours: Sequence[Counterpart],
    of_theirs: Sequence[Counterpart],
) -> list[Row]:
    pairs = _pairs(of_ours, of_theirs)
    paired = {j: i for i, j in pairs.items()}
    behind: dict[int, list[int]] = {}  # sentences of the second edition without a row of their own
    last = -1
    for j in range(len(theirs)):
        if j in paired:
            last = paired[j]
        else:
            behind.setdefault(last, []).append(j)
    rows = []
    for i in range(-1, len(ours)):
        if i >= 0:
            there = theirs[pairs[i]] if i in pairs else None
            rows.append(Row(ours[i], there, there is None and of_ours[i].absent))
        rows += [Row(None, theirs[j], of_theirs[j].absent) for j in behind.get(i, ())]
    return rows


def _pairs(of_ours: Sequence[Counterpart], of_theirs: Sequence[Counterpart]) -> dict[int, int]:
    """Each sentence of the first edition with its counterpart, each sentence once, the nearest
    first.
    """
    found = [
        *((x.shared, i, x.index) for i, x in enumerate(of_ours) if not x.absent),
        *((x.shared, x.index, j) for j, x in enumerate(of_theirs) if not x.absent),
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(found, key=lambda x: -x[0]):
        if i is not None and j is not None and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs
