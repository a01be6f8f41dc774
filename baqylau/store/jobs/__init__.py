"""The job table, which is the truth about all work: what is pending, leased, done or set aside, and
why.

A job is one stage of one subject at one version. It is claimed with its attempt counted before the
work, and its result is committed only while its lease token still stands: two workers may run the
same job, one of them commits. Times are in UTC.
"""

from baqylau.store.jobs.adding import add, add_held, is_known
from baqylau.store.jobs.counting import counts, unfinished
from baqylau.store.jobs.giving_up import retry, set_aside
from baqylau.store.jobs.job import (
    ARTICLE,
    DONE,
    LEASED,
    LONGEST_LEASE,
    LOST,
    PENDING,
    SET_ASIDE,
    STATES,
    SUPERSEDED,
    Job,
    LeaseLost,
    decides_outcome,
)
from baqylau.store.jobs.leasing import claim, finishing, put_back, return_expired, wait
from baqylau.store.jobs.pauses import MOST_ATTEMPTS, longest_pause
from baqylau.store.jobs.sweeping import sweep

__all__ = [
    "ARTICLE",
    "DONE",
    "LEASED",
    "LONGEST_LEASE",
    "LOST",
    "MOST_ATTEMPTS",
    "PENDING",
    "SET_ASIDE",
    "STATES",
    "SUPERSEDED",
    "Job",
    "LeaseLost",
    "add",
    "add_held",
    "claim",
    "counts",
    "decides_outcome",
    "finishing",
    "is_known",
    "longest_pause",
    "put_back",
    "retry",
    "return_expired",
    "set_aside",
    "sweep",
    "unfinished",
    "wait",
]
