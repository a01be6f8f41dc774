"""Counts over the whole archive, remembered for a while: a question and how to answer it come in,
an answer goes out.

An answer is kept a hundred times as long as it took, at most a minute: counting then costs a
hundredth of the time at most, and a small house sees every count at once.
"""

import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_TIMES = 100
_LONGEST = 60.0  # seconds
_ROOM = 500  # answers; beyond that the oldest goes

T = TypeVar("T")


class AdaptiveCache:
    """Safe to ask from several threads; two that ask the same at once may both count. `clock` gives
    seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._answers: dict[Hashable, tuple[float, Any]] = {}
        self._lock = threading.Lock()

    def ask(self, question: Hashable, count: Callable[[], T]) -> T:
        """The answer, counted now or remembered."""
        began = self._clock()
        with self._lock:
            until, known = self._answers.get(question, (began, None))
        if until > began:
            answer: T = known
            return answer
        answer = count()
        ended = self._clock()
        with self._lock:
            self._answers.pop(question, None)
            self._answers[question] = (ended + min((ended - began) * _TIMES, _LONGEST), answer)
            while len(self._answers) > _ROOM:
                del self._answers[next(iter(self._answers))]
        return answer
