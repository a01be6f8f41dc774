"""Children that end only when whoever started them says so."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ignore_sigint() -> Iterator[None]:
    """Processes and threads started inside never hear SIGINT, which a terminal sends to a whole
    process group.

    A child that is still importing has no handler yet and would die with a traceback. The mask is
    inherited; this thread's own is restored.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
