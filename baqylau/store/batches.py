"""Long work on many rows, cut into write transactions that are short enough for everybody else.

Comes in: an engine. Goes out: one write transaction after the other, and the number of rows to take
in the next. Used by retention and by forgetting on request.
"""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from baqylau.store.connect import writing

_WANTED = 0.06  # seconds a transaction holds the lock; promised to others are 0.2
_FIRST, _FEWEST, _MOST = 200, 50, 2_000  # rows of a transaction
_REMEMBERED = 4  # transactions whose pace is known
_PAUSE = 0.025  # seconds; SQLite looks again after 1, 2, 5, 10, 15, 20, then every 25 ms


class Batches:
    """Gives write transactions and fits their size to the time that they take here.

    SQLite has one write lock and no queue for it: whoever waits looks again every few milliseconds.
    So after each transaction we leave the lock alone, for as long as we held it up to 25 ms (the
    next look of whoever waits) and for half of what is longer. PostgreSQL locks rows, so no pause
    is needed.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.size = _FIRST
        self._held = 0.0
        self._paces: deque[float] = deque(maxlen=_REMEMBERED)  # seconds for one row
        self._pauses = engine.dialect.name == "sqlite"

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """One write transaction; the caller is to change about `size` rows in it, and to say with
        `fit` how many it were.
        """
        with writing(self.engine) as connection:
            began = time.monotonic()
            yield connection
        self._held = time.monotonic() - began
        if self._pauses:
            time.sleep(max(min(self._held, _PAUSE), self._held / 2))

    def fit(self, rows: int) -> None:
        """So many rows were looked at in the last transaction: fits the size of the next to it.

        The best pace of the last few counts: on a busy machine a transaction is slow because it had
        no processor for a while, and fewer rows would not make it quicker.
        """
        if rows:
            self._paces.append(self._held / rows)
            fitting = int(_WANTED / max(min(self._paces), 1e-9))
            self.size = min(_MOST, max(_FEWEST, min(self.size * 2, fitting)))
