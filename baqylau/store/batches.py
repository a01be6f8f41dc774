"""Long work on many rows, cut into write transactions that are short enough for everybody else.

Comes in: an engine. Goes out: one write transaction after the other, each with the number of rows
to change in it. Used by retention and by erasure on request.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from baqylau.store.connect import writing
from baqylau.store.dialect import locks

_WANTED = 0.06  # seconds of one transaction; others should not wait longer than 0.2
_FIRST, _FEWEST, _MOST = 200, 25, 2_000  # rows of one transaction


class Batches:
    """Opens write transactions and adapts their size to the time that they take.

    SQLite has one write lock and no queue for it: a writer that waits tries again every few
    milliseconds. So after each transaction we leave the lock free for as long as we had it, and
    every try of another writer finds it free half of the time. PostgreSQL locks rows, so no pause
    is needed.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.size = _FIRST
        self._pauses = locks.has_one_writer(engine)

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """One write transaction; the caller should change about `size` rows in it."""
        with writing(self.engine) as connection:
            began = time.monotonic()
            yield connection
        held = time.monotonic() - began
        if held > _WANTED:
            self.size = max(_FEWEST, int(self.size * _WANTED / held))
        elif held < _WANTED / 2:
            self.size = min(_MOST, self.size * 2)
        if self._pauses:
            time.sleep(held)
