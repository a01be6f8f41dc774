"""Pages as they were read come in, what each filled goes out. What many pages share belongs to the
outlet and fills nothing.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from baqylau.monitoring.observations import PageReading

SHARED = (
    3  # different addresses with one text: an error page, a wall, a template; two may be a misprint
)
FOOTER_AGE = timedelta(
    days=30
)  # a printed time this old that several pages share is a year in a footer, not a day of news
BACKLOG = timedelta(
    days=7
)  # an article found later than that after it was printed tells nothing about the pace


@dataclass(frozen=True, slots=True)
class PageSample:
    """One page read. `article` None: it was none. `text` and `address` are fingerprints; `timed`: a
    time of day was printed.
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
    """One reading a sheet, in their order."""
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
    """A page that was no article has no fields to miss; one without a printed time has no time of
    day to miss.
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
