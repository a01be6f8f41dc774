"""One message ready to leave: every channel takes of it what it can show.

Texts of pages are in it as plain text only; what a channel needs escaped (HTML, a header) it
escapes itself, in one place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from baqylau.errors import SetAside, TryLater


class Refused(SetAside):
    """The receiver will never take it (no such mailbox, 410): no further attempt is made."""


class Busy(TryLater):
    """The receiver did not take it now; `after` are the seconds it asked to be left alone for."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


@dataclass(frozen=True, slots=True)
class Message:
    """`key` is what the receiver knows a repetition by. `record` is for programs, `text` and `html`
    for people, `blocks` are the paragraphs of `text` one by one, each as escaped HTML of few tags
    (b, i, a), for chats. `images` are PNG by the name that `html` calls them (cid:name).
    """

    key: str
    record: Mapping[str, Any]
    subject: str
    text: str
    html: str
    blocks: tuple[str, ...] = ()
    images: Mapping[str, bytes] = field(default_factory=dict)
