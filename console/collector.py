"""A pause of the garbage collector for short commands. Importing libraries makes a hundred thousand
objects and no garbage; collecting again and again takes a fifth of such a command's CPU time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """No collection until the block ends; for blocks that end soon."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
