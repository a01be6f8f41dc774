"""When a lease has run out and when a wait is over, also after a clock that jumped back.

No lease and no wait is given for longer than a known time. One that ends later than twice that time
from now was written by a clock that ran ahead of ours, and nobody works under it: it is over. This
file only says what is over; `jobs.return_expired` gives the jobs of ended leases back. Column
expressions and times come in, expressions go out; times are time-zone aware, in UTC.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_

_TIMES = 2  # two machines' clocks and settings may differ; a lease too long by half is no jump

When = datetime | ColumnElement[datetime]


def horizon(moment: datetime, longest: timedelta) -> datetime:
    """What ends after this moment was not given by this clock."""
    return moment + _TIMES * longest


def is_over(end: ColumnElement[datetime], moment: When, beyond: When) -> ColumnElement[bool]:
    """Whether a lease that ends at `end` has run out; `beyond` is its `horizon`."""
    return or_(end <= moment, end > beyond)


def has_come(start: ColumnElement[datetime], moment: When, beyond: When) -> ColumnElement[bool]:
    """Whether what must not begin before `start` (None: any time) may begin now."""
    return or_(start.is_(None), start <= moment, start > beyond)
