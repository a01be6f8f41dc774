"""The two formulas all counts are judged by: a share believed before it is counted, and the tail of
a binomial.
"""

import math

MIN_SHARE_MISSING = (
    0.01  # a share lower than this is never believed, however long nothing was missing
)
PRIOR_WEIGHT = 10  # so much a belief weighs against what was counted


def share_missing(missing: int, of: int, believed: float | None) -> float:
    """The usual share that is missing: counted, and leaning on the share that is believed to be
    there (None: no belief).
    """
    weight = PRIOR_WEIGHT if believed is not None else 0
    return max(
        MIN_SHARE_MISSING, (missing + weight * (1 - (believed or 0.0))) / max(of + weight, 1)
    )


def tail(missing: int, of: int, share: float) -> float:
    """The binomial probability of so many or more missing."""
    return math.fsum(
        math.comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(missing, of + 1)
    )
