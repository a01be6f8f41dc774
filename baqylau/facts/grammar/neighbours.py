"""Neighbours that belong together: what was found in reading order comes in, the same goes out with
two neighbours joined where they are the ends of one range (`5–7`, `с 3 мая по 9 июня`).
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")


def joined(found: Sequence[T], join: Callable[[T, T], T | None]) -> Iterator[T]:
    """Each found thing once; `join` gives what two neighbours are together, None where nothing."""
    skip = False
    for low, high in pairwise([*found, None]):
        if skip or low is None:
            skip = False
            continue
        both = join(low, high) if high is not None else None
        skip = both is not None
        yield low if both is None else both
