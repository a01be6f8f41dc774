"""The only place that reads the time of this machine."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, time-zone aware, in UTC."""
    return datetime.now(UTC)
