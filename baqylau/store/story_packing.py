"""Prints, keys and features as columns hold them."""

import json
import zlib
from functools import lru_cache

from baqylau.stories.features import Features
from baqylau.stories.fingerprint import key_of

_HALF = 1 << 31


def short(print_: int) -> int:
    """A print as its column holds it: 32 bits with a sign. Of a million articles one print in a
    hundred is shared by chance, and a candidate shares many."""
    low = print_ & 0xFFFFFFFF
    return low - 2 * _HALF if low >= _HALF else low


@lru_cache(maxsize=100_000)
def key_number(key: str) -> int:
    """A key of the window as its column holds it."""
    return key_of([key])


def packed(features: Features) -> bytes:
    """Features as a column holds them."""
    given = {
        "language": features.language,
        "stems": dict(features.stems),
        "names": dict(features.names),
        "figures": sorted(features.figures),
        "dates": sorted(features.dates),
        "concepts": dict(features.concepts),
        "head": sorted(features.head),
        "head_names": sorted(features.head_names),
    }
    return zlib.compress(json.dumps(given, ensure_ascii=False).encode(), 6)


def unpacked(stored: bytes) -> Features:
    """The features of a column."""
    given = json.loads(zlib.decompress(stored))
    sets = {x: frozenset(given[x]) for x in ("figures", "dates", "head", "head_names")}
    return Features(**given | sets)
