"""How long a job waits before it is tried again: its attempts come in, times go out."""

from datetime import timedelta

_FIRST_PAUSE, _LONGEST_PAUSE = (
    timedelta(seconds=5),
    timedelta(minutes=30),
)  # a page that failed is tried again soon, then ever less often
BUSY_PAUSE = timedelta(seconds=10)  # a restarted database or archive is back by then
MOST_ATTEMPTS = 10
"""With so many attempts the longest pause is reached."""


def longest_pause(attempts: int) -> timedelta:
    """The longest a job waits by itself where it may be tried so many times."""
    return max(BUSY_PAUSE, pause_after(min(attempts, MOST_ATTEMPTS)))


def pause_after(attempt: int) -> timedelta:
    return min(_FIRST_PAUSE * (1 << (attempt - 1)), _LONGEST_PAUSE)
