"""What an import is made of: a page that came in, or a record that could not be read."""

from dataclasses import dataclass

from baqylau.model.page import Page

MANIFEST = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A page that came in; `progress` is the share of the path read so far, 0..1."""

    page: Page
    progress: float


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that could not be read: where it stands and what to do."""

    where: str
    reason: str
    progress: float
