"""Waiting for something to be so: what a test waits for comes in; it returns when it is, or
fails.
"""

import time
from collections.abc import Callable
from typing import Any

PATIENCE = 120.0
"""Seconds a test waits for what takes a few: no measure of speed, only the end of a test that
hangs.
"""


def wait_until(sign: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """What `sign` answers once it is true. Raises `AssertionError` where time is up."""
    end = time.monotonic() + seconds
    while not (found := sign()):
        assert time.monotonic() < end, f"it did not happen within {seconds:g} s"
        time.sleep(0.05)  # between two looks
    return found
