"""Which fields each page filled: page samples come in, one `PageReading` each goes out. A text or
time that many pages share belongs to the outlet's template and does not count as filled.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from baqylau.monitoring.observations import PageReading

SHARED = 3
"""So many addresses with one text show an error page, a paywall or a template; two may be one
article printed twice.
"""
FOOTER_AGE = timedelta(days=30)
"""A printed time this old that several pages share is the year in a footer, no publication day."""
BACKLOG = timedelta(days=7)
"""An article found later than that after it was printed says nothing about the delay."""


@dataclass(frozen=True, slots=True)
class PageSample:
    """One page that was read. `article` is None where the page is no article; `text` is a
    fingerprint of its text; `timed`: a time of day was printed; `signed`: an author is named.
    """

    fetched: datetime
    article: Hashable | None
    text: Hashable = None
    title: bool = False
    published: datetime | None = None
    timed: bool = False
    signed: bool = False
    disagree: bool = False
    first: bool = False  # its first revision


def readings(samples: Sequence[PageSample], first_visit: datetime) -> tuple[PageReading, ...]:
    """One reading for each sample, in their order."""
    texts: dict[Hashable, set[Hashable]] = defaultdict(set)
    moments: dict[datetime, set[Hashable]] = defaultdict(set)
    for x in samples:
        if x.article is not None:
            texts[x.text].add(x.article)
            if x.published is not None:
                moments[x.published].add(x.article)
    return tuple(
        _reading(
            x,
            len(texts[x.text]) < SHARED,
            len(moments[x.published]) if x.published else 0,
            first_visit,
        )
        for x in samples
    )


def _reading(sample: PageSample, own: bool, sharing: int, first_visit: datetime) -> PageReading:
    """A page that is no article lacks no other field; one without a printed time lacks no time of
    day.
    """
    if sample.article is None:
        return PageReading(sample.fetched, {"article": False})
    fields = {
        "article": True,
        "own": own,
        "title": sample.title,
        "published": False,
        "author": sample.signed,
    }
    if sample.published is None or (
        sharing >= SHARED and sample.fetched - sample.published > FOOTER_AGE
    ):
        return PageReading(sample.fetched, fields)
    fields |= {"published": True, "time": sample.timed, "agreement": not sample.disagree}
    delay = sample.fetched - sample.published
    has_delay = (
        sample.timed
        and sample.first
        and sample.published > first_visit
        and timedelta() <= delay < BACKLOG
    )
    return PageReading(sample.fetched, fields, delay if has_delay else None)
