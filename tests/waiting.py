"""Waits for a condition: a function comes in, its first true answer goes out; fails after a
limit.
"""

import time
from collections.abc import Callable
from typing import Any

PATIENCE = 120.0
"""Seconds that a test waits at most. Conditions usually hold after a few; the limit only ends a
test that hangs.
"""


def wait_until(condition: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """The first true answer of `condition`. Raises `AssertionError` after `seconds`."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"it did not happen within {seconds:g} s"
        time.sleep(0.05)  # between two checks
    return found
