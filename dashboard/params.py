"""The questions in an address: a query string comes in, what a list is narrowed to and where it
goes on come out.

An empty field is a field not filled in, since that is what browsers send. Anything unreadable
raises `InputError`.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from fastapi import Request

from baqylau.errors import InputError
from baqylau.store.queries.articles import Cursor
from baqylau.store.queries.filter import Filter
from dashboard.times import ALMATY

KINDS = (
    "quote",
    "role",
    "amount",
    "date",
    "attribution",
    "appointment",
    "event",
    "document",
    "forecast",
)
"""Every kind of fact, what readers ask for most first."""
LARGEST_ID = 2**31 - 1
"""Of an INTEGER column."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 400  # code points of a question; longer is no name and no search
_MICROSECOND = timedelta(microseconds=1)


def field(request: Request, name: str) -> str | None:
    """One field, trimmed; None where it is absent or empty. NUL, which no database takes, is
    dropped.
    """
    given = request.query_params.get(name, "").replace("\x00", "").strip()
    return given[:_LONGEST] or None


def parse_filter(request: Request) -> Filter:
    """What the lists of articles and facts are narrowed to; days are days in Almaty, both
    inclusive.
    """
    kind, until = field(request, "kind"), _day(request, "until")
    if kind is not None and kind not in KINDS:
        raise InputError(f"kind={kind}: {', '.join(KINDS)}")
    return Filter(
        outlet=field(request, "outlet"),
        language=field(request, "language"),
        since=_midnight(_day(request, "since")),
        until=_midnight(until + timedelta(days=1) if until and until < date.max else None),
        kind=kind,
        who=field(request, "who"),
        reprints=field(request, "reprints") != "no",
    )


def _day(request: Request, name: str) -> date | None:
    given = field(request, name)
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise InputError(f"{name}={given}: 2026-11-24") from None


def _midnight(day: date | None) -> datetime | None:
    if day is None:
        return None
    if (
        not date(2, 1, 1) <= day <= date(9998, 12, 31)
    ):  # a zone's offset must not lead out of the calendar
        raise InputError(f"{day}: 0002-01-01 … 9998-12-31")
    return datetime(day.year, day.month, day.day, tzinfo=ALMATY)


def after(request: Request) -> Cursor | None:
    """Where the list goes on, as `written` wrote it."""
    given = field(request, "after")
    try:
        if given is None:
            return None
        moment, article, fact = (int(x) for x in given.split("."))
        if not (0 <= article <= LARGEST_ID and 0 <= fact <= LARGEST_ID):
            raise ValueError("no row has such an id")
        return Cursor(_EPOCH + moment * _MICROSECOND, article, fact)
    except (ValueError, OverflowError):
        raise InputError(f"after={given}") from None


def written(key: Cursor) -> str:
    """A key as it stands in an address."""
    return f"{(key.when - _EPOCH) // _MICROSECOND}.{key.article}.{key.fact}"


def pages_of(lines: list[Any], size: int) -> tuple[list[Any], str | None]:
    """The lines to show and the key of the next page; one line more than `size` was asked for to
    know whether there is one.
    """
    shown = lines[:size]
    return shown, written(shown[-1].key) if len(lines) > size else None
