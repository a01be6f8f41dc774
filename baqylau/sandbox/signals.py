"""Processes that Ctrl-C does not end: only the process that started them does."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ignore_sigint() -> Iterator[None]:
    """Processes and threads started inside never receive SIGINT, which a terminal sends to a whole
    process group.

    A process that is still importing has no handler yet and would die with a traceback. The signal
    mask is inherited; that of this thread is restored.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
