"""A cache for counts over the whole archive: a key and a function that counts come in, the count
goes out, computed now or taken from the cache.

A value is kept for a hundred times the time it took to compute, at most a minute. So counting takes
at most a hundredth of the time, and on a small archive every count is up to date.
"""

import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_FACTOR = 100
_MAX_AGE = 60.0  # seconds
_MAX_ENTRIES = 500  # beyond that the oldest entry is dropped

T = TypeVar("T")


class AdaptiveCache:
    """Safe for several threads; two threads that want the same value at once may both compute it.
    `clock` gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._entries: dict[Hashable, tuple[float, Any]] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The value of the key, from the cache or computed now."""
        began = self._clock()
        with self._lock:
            until, known = self._entries.get(key, (began, None))
        if until > began:
            value: T = known
            return value
        value = compute()
        ended = self._clock()
        with self._lock:
            self._entries.pop(key, None)
            self._entries[key] = (ended + min((ended - began) * _FACTOR, _MAX_AGE), value)
            while len(self._entries) > _MAX_ENTRIES:
                del self._entries[next(iter(self._entries))]
        return value
