"""What somebody asked to be told of: a saved query with its hours and the channels it goes to."""

from dataclasses import dataclass
from datetime import datetime

MATCH, MORE, EDIT, REMOVAL, ISSUE, DIGEST, TEST = (
    "match",
    "more",
    "edit",
    "removal",
    "issue",
    "digest",
    "test",
)
"""The kinds of event that a delivery tells of; `more` are further articles of a story."""
DAY, WEEK = "day", "week"
"""How often a digest is sent."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount of at least `over`; `currency` is ISO 4217, None: any amount, of money or not."""

    over: float
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """A watch as it is stored. `outlets` are ids; none: every outlet, and so of `languages`. Quiet
    hours and the hours of digests are times of day ("22:00") in `zone`. A digest of a week is sent
    on Mondays. `appointed`: only articles in which somebody joins or leaves an organization whose
    name holds this. `language` is that of the messages. Times are aware.
    """

    name: str
    owner: str
    query: str
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    quiet_from: str | None = None
    quiet_until: str | None = None
    zone: str = "Asia/Almaty"
    collapse: bool = True
    edits: bool = False
    removals: bool = False
    issues: bool = False
    appointed: str | None = None
    figure: Figure | None = None
    digest: str | None = None
    digest_at: tuple[str, ...] = ()
    language: str = "ru"
    id: int = 0
    created: datetime | None = None
    changed: datetime | None = None
    muted: datetime | None = None
    digested: datetime | None = None
    next_digest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a watch's messages go: `kind` is a name of `baqylau.alerts.CHANNELS`."""

    watch: int
    kind: str
    address: str
    id: int = 0
    muted: datetime | None = None

    @property
    def channel(self) -> str:
        """The name of the channel in the outbox."""
        return channel_of(self.id)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event to be told to one channel, held by a delivery worker; `attempt` counts from 1 and
    includes this one. `span` is a digest's: half-open, ISO 8601.
    """

    id: int
    event: str
    channel: str
    key: str
    kind: str
    watch: int | None
    article: int | None
    issue: int | None
    span: tuple[str, str] | None
    created: datetime
    attempt: int
    token: str


def channel_of(target: int) -> str:
    return f"to-{target}"


def target_of(channel: str) -> int | None:
    """The id of the target of a channel; None for a channel of the settings."""
    prefix, _, number = channel.partition("-")
    return int(number) if prefix == "to" and number.isdigit() else None
