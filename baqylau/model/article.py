"""The article record: what `baqylau clean` answers for one page."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from baqylau.model.span import Span


class Kind(StrEnum):
    ARTICLE = "article"
    LISTING = "listing"
    NOT_ARTICLE = "not_article"
    PAYWALLED = "paywalled"
    EMPTY = "empty"


class Precision(StrEnum):
    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Article:
    """One page read. Paragraphs of `text` are joined by a line feed; `published` is time-zone
    aware, in the outlet's own zone.

    `reason` says why `kind` is not `article`. `tiebacks` are spans of `text` that repeat older news
    ("Напомним, …").
    `paragraph_languages` has one code per paragraph of `text`. `readings` keeps every time found,
    by its source, where two disagree. `editions` are (script, address) of the same text in other
    letters, as the page tells. `cleaner` and `layout` say which version and which layout read the
    page.
    """

    url: str
    canonical_url: str
    kind: Kind
    reason: str | None = None
    outlet: str | None = None
    title: str | None = None
    text: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    published_precision: Precision | None = None
    modified: datetime | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    image: str | None = None
    tiebacks: tuple[Span, ...] = ()
    paragraph_languages: tuple[str, ...] = ()
    readings: tuple[tuple[str, str], ...] = ()
    script: str | None = None
    editions: tuple[tuple[str, str], ...] = ()
    cleaner: str = ""
    layout: str | None = None
