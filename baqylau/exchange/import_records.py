"""The records of an import: a page, a record that cannot be read, a record that holds no page;
and the checks of every record's address and time.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from baqylau.clock import now
from baqylau.model.page import Page

MANIFEST = "manifest.jsonl"
LARGEST = 64 * 2**20  # bytes of one page; pages of news are smaller than a tenth of this

_WEB = ("http", "https")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,30}):", re.IGNORECASE)
_FIRST = datetime(1990, 1, 1, tzinfo=UTC)  # before it there was no web to fetch from
_AHEAD = timedelta(days=366)  # fetch times so far in the future are accepted: clocks may be wrong
_LONGEST_REASON = 300  # characters: an exception may repeat a whole record


@dataclass(frozen=True, slots=True)
class ImportedPage:
    """A page that was read; `progress` is the share of the path read so far, 0 to 1. `where` is as
    in
    `UnreadableRecord`.
    """

    page: Page
    progress: float
    where: str = ""


@dataclass(frozen=True, slots=True)
class UnreadableRecord:
    """A record that cannot be read: where it is, why, and what to do. Made by `unreadable`."""

    where: str
    reason: str
    progress: float


@dataclass(frozen=True, slots=True)
class SkippedRecord:
    """A record that is whole and holds no page of the web: another type of record or of content, a
    redirect, an address of another scheme (dns, ftp, urn …). It is counted by its reason, of which
    there are few.
    """

    reason: str
    progress: float


Record = ImportedPage | UnreadableRecord | SkippedRecord


class ForeignScheme(Exception):
    """The address is not http or https; the message is its scheme in lower case."""


def unreadable(where: object, wrong: object, progress: float, remedy: str = "") -> UnreadableRecord:
    """The record with texts that can be printed, whatever bytes are in a file's name or a
    record.
    """
    reason = (f"{type(wrong).__name__}: {wrong}" if isinstance(wrong, Exception) else str(wrong))[
        :_LONGEST_REASON
    ]
    return UnreadableRecord(
        shown(where), shown(f"{reason}; {remedy}" if remedy else reason), progress
    )


def shown(text: object) -> str:
    r"""The text on one line, with characters that cannot be printed written as \x.., \udc.."""
    return "".join(
        x if x.isprintable() else x.encode("unicode_escape").decode("ascii") for x in str(text)
    )


def web_address(url: object) -> str:
    """The address without outer spaces. Raises `ForeignScheme`, or `ValueError` where it is
    none.
    """
    if not isinstance(url, str) or not url.strip():
        raise ValueError("the address is missing")
    url = url.strip()
    if any(not x.isprintable() for x in url):
        raise ValueError(f"the address {url[:80]!r} contains characters that no address contains")
    scheme = _SCHEME.match(url)
    if scheme is None:
        raise ValueError(f"the address {url[:80]!r} names no scheme, for example https://")
    if scheme[1].lower() not in _WEB:
        raise ForeignScheme(scheme[1].lower())
    if not urlsplit(url).hostname:
        raise ValueError(f"the address {url[:80]!r} names no host")
    return url


def plausible(moment: datetime) -> datetime:
    """The time of a fetch in UTC. Raises `ValueError` for a time at which no page can have been
    fetched.
    """
    try:
        in_utc = moment.astimezone(UTC)
    except OverflowError:
        in_utc = None
    if in_utc is None or not _FIRST <= in_utc <= now() + _AHEAD:
        raise ValueError(f"fetched at {moment.isoformat()}: no page can have been fetched then")
    return in_utc
