"""The people of a text in the order in which they are named.

Comes in: an `Analysis` and a place in it. Goes out: mentions of persons before it, latest first.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from baqylau.facts.analysis import Analysis, memoized
from baqylau.facts.grammar.speakers.history import MEMORY
from baqylau.model.fact import Mention


@memoized
def people(a: Analysis) -> tuple[Mention, ...]:
    return tuple(m for m in a.mentions if m.type == "person")


def named_before(a: Analysis, offset: int) -> Iterator[Mention]:
    """The people named before the offset, latest first."""
    last = bisect_left(people(a), offset, key=lambda m: m.start)
    return reversed(people(a)[max(0, last - MEMORY) : last])


def bearer(a: Analysis, name: str | None) -> str | None:
    """The person of the text whose name these words are, in full or by the last of them: what a
    table of offices knows names nobody whom the text does not.
    """
    words = name.split() if name else []
    return next(
        (
            m.name
            for m in people(a)
            if words and m.name.split()[-1] == words[-1] and _is_short_for(m.name, words)
        ),
        None,
    )


def _is_short_for(name: str, words: Sequence[str]) -> bool:
    """`Б. Сағынтаев` for Бақытжан Сағынтаев: each part is a word or its first letter."""
    return all(
        x in words or (x.endswith(".") and any(w.startswith(x[:-1]) for w in words))
        for x in name.split()
    )
