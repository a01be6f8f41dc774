"""The rows that the API gives, as typed dictionaries; the OpenAPI document explains each field.

Times are ISO 8601 with an offset.
"""

from typing import Any, Literal, NotRequired, TypedDict


class Sentence(TypedDict):
    start: int
    end: int
    text: str | None


class Source(TypedDict):
    id: int
    outlet: str
    outlet_name: str
    url: str
    title: str | None
    language: str | None
    listed: str
    published: str | None


class CorrectionMark(TypedDict):
    id: int
    read: Any
    value: Any
    by: str | None
    when: str


class Fact(TypedDict):
    id: int
    key: str | None
    type: str
    text: str
    start: int
    end: int
    sentence: Sentence
    confidence: float
    rule: str
    made_by: Literal["rules", "model"]
    version: str
    who: str | None
    entity: int | None
    slots: dict[str, Any]
    corrected: dict[str, CorrectionMark]
    hidden: bool
    article: NotRequired[Source]


class Mention(TypedDict):
    id: int
    type: Literal["person", "organization", "place"]
    text: str
    start: int
    end: int
    name: str
    descriptor: dict[str, Any] | None
    version: str
    entity: int | None
    article: NotRequired[Source]


class _Article(TypedDict):
    id: int
    outlet: str
    outlet_name: str
    sample: bool
    url: str
    canonical_url: str
    title: str | None
    lead: str
    text: str | None
    language: str | None
    script: str | None
    section: str | None
    tags: list[str]
    authors: list[str]
    image: str | None
    listed: str
    published: str | None
    precision: str | None
    printed: bool
    modified: str | None
    fetched: str
    stored: str
    revision: int
    current: bool
    removed: str | None
    reprint_of: int | None
    quotes: int
    page: int
    page_sha256: str
    cleaner: str
    corrected: dict[str, CorrectionMark]


class Article(_Article):
    facts: int


class Related(TypedDict):
    id: int
    outlet: str
    url: str
    title: str | None
    revision: int
    current: bool
    listed: str
    fetched: str


class ArticleDetail(_Article):
    facts: list[Fact]
    mentions: list[Mention]
    revisions: list[Related]
    reprints: list[Related]


class Entity(TypedDict):
    id: int
    type: Literal["person", "organization", "place"]
    name: str
    names: list[str]
    articles: int


class Story(TypedDict):
    id: int
    title: str | None
    first_article: int
    articles: int
    outlets: int
    languages: list[str]
    begun: str
    newest: str


class StoryArticle(TypedDict):
    id: int
    title: str | None
    outlet: str
    outlet_name: str
    url: str
    language: str | None
    listed: str
    kind: str
    source: int | None
    kept: float | None
    added: list[str] | None
    left_out: list[str] | None


class StoryQuote(TypedDict):
    speaker: str
    article: int
    text: str


class StoryFigure(TypedDict):
    value: float
    words: str
    articles: list[int]


class StoryDifference(TypedDict):
    of: str
    unit: str | None
    figures: list[StoryFigure]


class StoryWhole(TypedDict):
    id: int
    outlets: int
    languages: list[str]
    articles: list[StoryArticle]
    quotes: list[StoryQuote]
    differences: list[StoryDifference]


class Correction(TypedDict):
    id: int
    fact: str | None
    article: int | None
    kind: str
    field: str
    read: Any
    value: Any
    because: str | None
    by: str
    when: str
    state: Literal["stands", "lost", "undone"]
    undone: str | None
    undone_by: str | None
    title: str | None
    url: str | None
    outlet: str | None


class Label(TypedDict):
    id: int
    fact: str | None
    article: int | None
    by: str
    when: str
    name: str


class Note(TypedDict):
    id: int
    fact: str | None
    article: int | None
    by: str
    when: str
    text: str


class WatchChannel(TypedDict):
    kind: str
    address: str


class Watch(TypedDict):
    id: int
    name: str
    owner: str
    query: str
    outlets: list[str]
    languages: list[str]
    appointed: str | None
    quiet_from: str | None
    quiet_until: str | None
    zone: str
    digest: str | None
    digest_at: list[str]
    collapse: bool
    edits: bool
    removals: bool
    issues: bool
    language: str
    muted: str | None
    created: str | None
    channels: list[WatchChannel]


class Edit(TypedDict):
    kind: Literal["edited", "removed"]
    when: str
    article: int
    before: int | None
    title: str | None
    title_before: str | None
    language: str | None
    outlet: str
    outlet_name: str


class Change(TypedDict):
    article: int
    kind: Literal["stored", "revised", "reprint", "facts", "removed", "deleted"]
    moment: str


class Outlet(TypedDict):
    id: str
    name: str
    sample: bool
    home: str | None
    country: str | None
    languages: list[str]
    timezone: str | None
    last_visit: str | None
    last_result: str | None
    next_visit: str | None
    failures: int


class Issue(TypedDict):
    id: int
    outlet: str | None
    trouble: str
    subject: str
    since: str
    opened: str
    confirmed: str
    closed: str | None
    diagnosis: str
    evidence: dict[str, Any]
    probability: float | None


class Window(TypedDict):
    since: str
    until: str | None
    why: str


class GapDay(TypedDict):
    day: str
    minutes: int
    why: list[str]
    pages_set_aside: int
    set_aside: list[dict[str, Any]]


class GapLedger(TypedDict):
    outlet: str
    since: str
    until: str
    windows: list[Window]
    days: list[GapDay]
