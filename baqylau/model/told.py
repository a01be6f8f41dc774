"""What is told of articles: the words of a message or a digest, before any channel writes them."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Said:
    """A quote: who said it, as what, and the words; a speaker who is not known is empty."""

    words: str
    speaker: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of an edit: its kind is one of `baqylau.analysis.edits.EditKind`."""

    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Item:
    """An article with what may leave of it (`baqylau.disclosure`): never its text. `outlets` are
    the names of all outlets that printed its story, the first publisher first. `when` is an aware
    time; `day_only` where its outlet printed no time of day. `changes` say what an edit meant.
    """

    article: int
    kind: str
    title: str
    lead: str
    url: str
    outlet: str
    when: datetime
    language: str | None = None
    day_only: bool = False
    title_before: str = ""
    changes: tuple[Change, ...] = ()
    quotes: tuple[Said, ...] = ()
    amounts: tuple[str, ...] = ()
    appointments: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestContent:
    """A digest of one watch: its stories, those printed by most outlets first; what was edited and
    removed; forecasts whose day lies in the days ahead; articles by day, the last day last.
    """

    since: datetime
    until: datetime
    stories: tuple[Item, ...] = ()
    left_out: int = 0
    edits: tuple[Item, ...] = ()
    removals: tuple[Item, ...] = ()
    promises: tuple[Said, ...] = ()
    by_day: tuple[tuple[str, int], ...] = field(default=())
