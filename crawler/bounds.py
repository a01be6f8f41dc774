"""The time limit for parsing one body in the crawler's own process: seconds come in, and where
parsing takes longer, the process ends.

A parser in C or one regular expression cannot be interrupted from Python, and the crawler does
nothing else meanwhile. The supervisor of the process (`baqylau run`, compose, systemd) starts it
anew. Before parsing, `Frontier.begin_reading` sets a mark at the body's address, which is cleared
when parsing has ended. So the next visit still finds the mark and knows which body it was.
"""

import faulthandler
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

LONGEST_READING = 60.0
"""Seconds. The largest body (10 MiB) of a feed or list takes under 20 on a slow machine; after 30
the leases of this crawler's visits have run out anyway.
"""


@contextmanager
def process_time_limit(longest: float | None = None) -> Iterator[None]:
    """Gives the `with` block so many seconds (None: `LONGEST_READING`). After that the process
    prints its stack and ends with status 1. The clock runs in a thread that does not need the
    interpreter's lock.
    """
    faulthandler.dump_traceback_later(longest or LONGEST_READING, exit=True, file=_errors())
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _errors() -> TextIO:
    """Standard error where it is a file: faulthandler cannot write to an object without a file
    descriptor.
    """
    try:
        sys.stderr.fileno()
    except (AttributeError, OSError, io.UnsupportedOperation):
        return sys.__stderr__ or sys.stderr
    return sys.stderr
