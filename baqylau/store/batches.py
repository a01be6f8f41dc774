"""Long work on many rows, cut into write transactions that are short enough for everybody else.

Comes in: an engine. Goes out: one write transaction after the other, and the number of rows to
change in the next. Used by retention and by erasure on request.
"""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from baqylau.store.connect import writing
from baqylau.store.dialect import locks

_WANTED = 0.06  # seconds of one transaction; others should not wait longer than 0.2
_FIRST, _FEWEST, _MOST = 200, 50, 2_000  # rows of one transaction
_REMEMBERED = 4  # transactions whose pace is remembered
# seconds; a waiting SQLite writer tries again after 1, 2, 5, 10, 15, 20, then every 25 ms
_PAUSE = 0.025


class Batches:
    """Opens write transactions and adapts their size to the time that they take.

    SQLite has one write lock and no queue for it: a writer that waits tries again every few
    milliseconds. So after each transaction we leave the lock free for as long as we had it, up to
    25 ms (until the next try of a waiting writer), and for half as long where that is longer.
    PostgreSQL locks rows, so no pause is needed.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.size = _FIRST
        self._held = 0.0
        self._paces: deque[float] = deque(maxlen=_REMEMBERED)  # seconds for one row
        self._pauses = locks.has_one_writer(engine)

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """One write transaction; the caller should change about `size` rows in it, and call `fit`
        with the number afterwards.
        """
        with writing(self.engine) as connection:
            began = time.monotonic()
            yield connection
        self._held = time.monotonic() - began
        if self._pauses:
            time.sleep(max(min(self._held, _PAUSE), self._held / 2))

    def fit(self, rows: int) -> None:
        """Adapts the size of the next transaction; `rows` is how many the last one went through.

        The best pace of the last few is taken: on a busy machine a transaction is slow because it
        had no processor for a while, and fewer rows would not make it quicker.
        """
        if rows:
            self._paces.append(self._held / rows)
            fitting = int(_WANTED / max(min(self._paces), 1e-9))
            self.size = min(_MOST, max(_FEWEST, min(self.size * 2, fitting)))
