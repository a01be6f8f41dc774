"""Detects changed outlets, whose pages lack a field that was filled before: observations come in,
findings go out. The last ten pages are judged, so that a relaunch shows within ten articles.

The number of pages without the field among the last ten is compared with a binomial distribution of
the share that lacked it before. A day brings as many windows as articles, so the probability is
that of a day with such a window; and the window must be worse than any before.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from baqylau.model.issue import Finding, Trouble
from baqylau.monitoring import UNLIKELY
from baqylau.monitoring.observations import Observations, PageReading
from baqylau.monitoring.statistics import share_missing, tail

WINDOW = 10  # pages
RECOVERED = 5  # pages in a row with the field: an open issue ends
PRIOR_SHARES = {"article": 0.85, "title": 0.98, "published": 0.95, "own": 0.95}
"""Share of pages with the field, at a new outlet for which the editor gave no expectation. Other
fields are judged once ten pages were read.
"""
LABELS = {
    "article": "pages read as articles",
    "own": "text of its own",
    "title": "title",
    "published": "printed time",
    "time": "time of day",
    "author": "author",
    "agreement": "readings of the printed time that agree",
}


def missing_fields(observed: Observations) -> list[Finding]:
    """A finding for each field that is missing now. Where pages are no articles any more, or all
    have the same text, only that is reported.
    """
    found = [x for x in (_field(name, observed) for name in LABELS) if x]
    return next(([x] for name in ("article", "own") for x in found if x.subject == name), found)


def coverage(readings: Sequence[PageReading]) -> dict[str, float]:
    """Share of readings with each field filled; a field that no reading has is left out."""
    filled = {name: [x.fields[name] for x in readings if name in x.fields] for name in LABELS}
    return {name: sum(values) / len(values) for name, values in filled.items() if values}


def _field(name: str, observed: Observations) -> Finding | None:
    pages = [x for x in observed.readings if name in x.fields]
    since = observed.since(Trouble.CHANGED, name)
    if since is not None and all(x.fields[name] for x in pages[-RECOVERED:]):
        return None
    before = [x for x in pages if x.fetched <= since] if since else pages[:-WINDOW]
    window = pages[len(before) :][-WINDOW:]
    usual = _usual_share_missing(name, before, observed)
    if usual is None or not window:
        return None
    missing = sum(not x.fields[name] for x in window)
    probability = min(1.0, tail(missing, len(window), usual) * _pages_a_day(pages))
    worst = _worst(before, name) if since is None else -1
    if since is None and (probability >= UNLIKELY or missing <= worst):
        return None
    first = next((x.fetched for x in window if not x.fields[name]), window[0].fetched)
    diagnosis = (
        f"{LABELS[name]}: missing in {missing} of the last {len(window)} pages, usually in"
        f" {usual:.0%}"
    )
    evidence = {
        "missing": missing,
        "of": len(window),
        "usual_share_missing": round(usual, 3),
        "pages_before": len(before),
    }
    return Finding(
        Trouble.CHANGED, name, since or _last_before(pages, first), diagnosis, evidence, probability
    )


def _usual_share_missing(
    name: str, before: Sequence[PageReading], observed: Observations
) -> float | None:
    prior = observed.filled.get(name, PRIOR_SHARES.get(name))
    if prior is None and len(before) < WINDOW:
        return None
    return share_missing(sum(not x.fields[name] for x in before), len(before), prior)


def _worst(before: Sequence[PageReading], name: str) -> int:
    """The highest number of pages without the field in any earlier window."""
    missing = [not x.fields[name] for x in before]
    return (
        max(
            (sum(missing[i : i + WINDOW]) for i in range(max(1, len(missing) - WINDOW + 1))),
            default=0,
        )
        if len(missing) > WINDOW
        else 0
    )


def _pages_a_day(pages: Sequence[PageReading]) -> float:
    """Pages read a day: how many windows a day brings."""
    days = (pages[-1].fetched - pages[0].fetched) / timedelta(days=1)
    return max(1.0, len(pages) / max(days, 1.0))


def _last_before(pages: Sequence[PageReading], moment: datetime) -> datetime:
    return max((x.fetched for x in pages if x.fetched < moment), default=moment)
