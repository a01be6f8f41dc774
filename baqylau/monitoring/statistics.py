"""The two formulas by which counts are judged: a share estimated from counts and a prior, and the
tail of a binomial distribution. Counts come in, shares and probabilities go out.
"""

import math

MIN_SHARE_MISSING = 0.01  # the lowest estimate, however long nothing was missing
PRIOR_WEIGHT = 10  # the weight of the prior, in counted cases


def share_missing(missing: int, of: int, believed: float | None) -> float:
    """The usual share that is missing, from counts and from the share `believed` to be there (None:
    no prior).
    """
    weight = PRIOR_WEIGHT if believed is not None else 0
    return max(
        MIN_SHARE_MISSING, (missing + weight * (1 - (believed or 0.0))) / max(of + weight, 1)
    )


def tail(missing: int, of: int, share: float) -> float:
    """The binomial probability that `missing` or more of `of` are missing, each with `share`."""
    return math.fsum(
        math.comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(missing, of + 1)
    )
