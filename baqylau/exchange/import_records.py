"""What an import is made of: a page that came in, a record that could not be read, and one of an
address that is no web page's; and what every record's address and time must be.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from baqylau.clock import now
from baqylau.model.page import Page

MANIFEST = "manifest.jsonl"
LARGEST = 64 * 2**20  # bytes of one page; an archive of news has none a tenth of this

_WEB = ("http", "https")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,30}):", re.IGNORECASE)
_FIRST = datetime(1990, 1, 1, tzinfo=UTC)  # before it there was no web to fetch from
_AHEAD = timedelta(days=366)  # a machine's wrong clock is believed that far
_LONGEST_REASON = 300  # characters: an exception may repeat a whole record


@dataclass(frozen=True, slots=True)
class ImportedPage:
    """A page that came in; `progress` is the share of the path read so far, 0..1. `where` as in
    `UnreadableRecord`.
    """

    page: Page
    progress: float
    where: str = ""


@dataclass(frozen=True, slots=True)
class UnreadableRecord:
    """A record that could not be read: where it stands and what to do. Made by `unreadable`."""

    where: str
    reason: str
    progress: float


@dataclass(frozen=True, slots=True)
class ForeignRecord:
    """A record of an address that is no web page's, passed over and counted: its scheme (dns, ftp,
    whois, urn …).
    """

    scheme: str
    progress: float


class ForeignScheme(Exception):
    """The address is none of the web's; the message is its scheme in lower case."""


def unreadable(where: object, wrong: object, progress: float, remedy: str = "") -> UnreadableRecord:
    """With words that can be printed, whatever bytes a file's name or a record held."""
    reason = (f"{type(wrong).__name__}: {wrong}" if isinstance(wrong, Exception) else str(wrong))[
        :_LONGEST_REASON
    ]
    return UnreadableRecord(
        shown(where), shown(f"{reason}; {remedy}" if remedy else reason), progress
    )


def shown(text: object) -> str:
    r"""The text on one line that a terminal and a log take: what cannot be printed as \x..,
    \udc..
    """
    return "".join(
        x if x.isprintable() else x.encode("unicode_escape").decode("ascii") for x in str(text)
    )


def web_address(url: object) -> str:
    """The address as it is. Raises `ForeignScheme`, or `ValueError` for what is no address."""
    if not isinstance(url, str) or not url.strip():
        raise ValueError("the address is missing")
    url = url.strip()
    if any(not x.isprintable() for x in url):
        raise ValueError(f"the address {url[:80]!r} holds what no address holds")
    scheme = _SCHEME.match(url)
    if scheme is None:
        raise ValueError(f"the address {url[:80]!r} names no scheme, for example https://")
    if scheme[1].lower() not in _WEB:
        raise ForeignScheme(scheme[1].lower())
    if not urlsplit(url).hostname:
        raise ValueError(f"the address {url[:80]!r} names no host")
    return url


def plausible(moment: datetime) -> datetime:
    """The moment a page was fetched, in UTC. Raises `ValueError` for one at which none can have
    been.
    """
    try:
        told = moment.astimezone(UTC)
    except OverflowError:
        told = None
    if told is None or not _FIRST <= told <= now() + _AHEAD:
        raise ValueError(f"fetched at {moment.isoformat()}: no page was fetched then")
    return told
