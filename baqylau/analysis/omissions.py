"""What one edition of a story leaves out: the sentences of two editions in different languages come
in; the sentences without a counterpart in the other edition go out.

Sentences are compared by what does not depend on the language: names, figures, days, concepts
(`baqylau.stories.features`) and words that sound alike. What few sentences share counts most. A
sentence of the other edition has one nearest counterpart; what it shares with that one it hardly
shares with a second, so that the name of a person who is mentioned everywhere makes no pair.

"Absent" says that no counterpart was found, never why.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from baqylau.stories.features import features, name_key

ABSENT = 0.14
"""A sentence that shares less than this part of its weight with each sentence of the other edition
has no counterpart."""
_SECOND = 0.2  # of its weight counts what the nearest counterpart has too
_FIGURE, _DAY, _ALIKE = 2.0, 2.0, 0.7  # weights beside a name's or a concept's 1
_LETTERS = re.compile(r"[^\W\d_]+")
_SOUNDS = slice(0, 4)  # consonants by which words of two languages are one: комиссия, комиссия
_FEWEST_SOUNDS = 3

Items = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The sentence of the other edition that is nearest (its index; None where nothing is shared)
    and the part of the weight that both share, 0 to 1.
    """

    index: int | None
    shared: float

    @property
    def absent(self) -> bool:
        return self.shared < ABSENT


def counterparts(
    first: Sequence[str], first_language: str, second: Sequence[str], second_language: str
) -> tuple[list[Counterpart], list[Counterpart]]:
    """For each sentence of both editions its counterpart in the other one."""
    ours = [_items(x, first_language) for x in first]
    theirs = [_items(x, second_language) for x in second]
    count = len(ours) + len(theirs)
    seen = Counter(k for x in (*ours, *theirs) for k in x)
    weights = {k: math.log(1 + count / n) for k, n in seen.items()}
    return _side(ours, theirs, weights), _side(theirs, ours, weights)


def _items(sentence: str, language: str) -> dict[str, float]:
    """What a sentence says, by weight; a key begins with its kind."""
    found = features("", sentence, language)
    items = {f"name {x}": 1.0 for x in found.names}
    items |= {f"figure {x}": _FIGURE for x in found.figures}
    items |= {f"day {x}": _DAY for x in found.dates}
    items |= {f"concept {x}": 1.0 for x in found.concepts}
    for word in _LETTERS.findall(sentence):
        sounds = name_key(word.lower())[_SOUNDS]
        if len(sounds) >= _FEWEST_SOUNDS:
            items.setdefault(f"alike {sounds}", _ALIKE)
    return items


def _side(
    ours: Sequence[Items], theirs: Sequence[Items], rarity: Mapping[str, float]
) -> list[Counterpart]:
    wholes = [sum(v * rarity[k] for k, v in x.items()) for x in ours]

    def shared(index: int, other: Items, taken: Items | None) -> float:
        whole = wholes[index]
        both = (k for k in ours[index] if k in other)
        part = sum(
            ours[index][k] * rarity[k] * (_SECOND if taken and k in taken else 1.0) for k in both
        )
        return part / whole if whole else 0.0

    def nearest_to(other: Items) -> int | None:
        return max(range(len(ours)), key=lambda i: shared(i, other, None), default=None)

    nearest = [nearest_to(x) for x in theirs]
    found = []
    for index in range(len(ours)):
        best = Counterpart(None, 0.0)
        for place, other in enumerate(theirs):
            first = nearest[place]
            taken = None if first is None or first == index else ours[first]
            part = shared(index, other, taken)
            if part > best.shared:
                best = Counterpart(place, part)
        found.append(best)
    return found
