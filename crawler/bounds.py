"""The bound in time for reading one body in the crawler's own process: seconds in, and the process
ends where the reading takes longer.

A parser in C or one regular expression cannot be interrupted from Python, and nothing else of the
crawler goes on meanwhile. Whoever started the process starts it anew (`baqylau run`, compose,
systemd), and the mark in the frontier (`Desk.begin_reading`) tells the next visit which body it
was.
"""

import faulthandler
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

LONGEST_READING = 60.0
"""Seconds. The largest body (10 MiB) of feeds and lists takes under 20 on a slow machine; beyond 30
the leases of this crawler's visits have run out anyway.
"""


@contextmanager
def ending_the_process(longest: float | None = None) -> Iterator[None]:
    """Inside, the process has so many seconds (None: `LONGEST_READING`); then it says where it was
    and ends with status 1. The clock runs in a thread that needs no turn of the interpreter's.
    """
    faulthandler.dump_traceback_later(longest or LONGEST_READING, exit=True, file=_errors())
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _errors() -> TextIO:
    """Standard error where it is a file: a stand-in without a number cannot be written to then."""
    try:
        sys.stderr.fileno()
    except (AttributeError, OSError, io.UnsupportedOperation):
        return sys.__stderr__ or sys.stderr
    return sys.stderr
