"""The two formulas by which counts are judged: a share estimated from counts and a prior, and the
tail of a binomial distribution. Counts come in, shares and probabilities go out.
"""

import math

MIN_SHARE_MISSING = 0.01  # the lowest estimate, however long nothing was missing
_NEGLIGIBLE = 1e-9  # of a sum
PRIOR_WEIGHT = 10  # the weight of the prior, in counted cases


def share_missing(missing: int, of: int, believed: float | None) -> float:
    """The usual share that is missing, from counts and from the share `believed` to be there (None:
    no prior; then one case more of each kind is counted, since ten pages in a row say little).
    """
    if believed is None:
        return max(MIN_SHARE_MISSING, (missing + 1) / (of + 2))
    return max(
        MIN_SHARE_MISSING, (missing + PRIOR_WEIGHT * (1 - believed)) / max(of + PRIOR_WEIGHT, 1)
    )


def tail(missing: int, of: int, share: float) -> float:
    """The binomial probability that `missing` or more of `of` are missing, each with `share`."""
    return math.fsum(
        math.comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(missing, of + 1)
    )


def lower_tail(count: float, mean: float, variance: float) -> float:
    """The probability of `count` or fewer, where counts have this mean and variance: negative
    binomial where the variance is above the mean, else Poisson.
    """
    if count >= mean:
        return 1.0
    last = math.floor(count)
    if variance > mean:
        size = mean * mean / (variance - mean)
        odds = mean / (mean + size)
        log = math.lgamma(last + size) - math.lgamma(size) - math.lgamma(last + 1)
        log += size * math.log1p(-odds) + last * math.log(odds)
    else:
        size, odds = math.inf, 0.0
        log = last * math.log(mean) - mean - math.lgamma(last + 1)
    term = total = math.exp(log)
    for k in range(last, 0, -1):
        term *= k / mean if math.isinf(size) else k / ((k - 1 + size) * odds)
        total += term
        if term < total * _NEGLIGIBLE:
            break
    return min(1.0, total)
