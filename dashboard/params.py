"""Query parameters: a query string comes in; the filter of a list and the place where its next page
begins come out.

An empty parameter counts as absent, since browsers send fields that were not filled in. A value
that cannot be read, or is too long, raises `InputError`: a part of it would be another question.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from fastapi import Request

from baqylau.errors import InputError
from baqylau.store.queries.articles import Cursor
from baqylau.store.queries.filter import REPRINTS, Filter
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
"""Every kind of fact, those that readers want most first."""
FILTER_FIELDS = (
    "outlet",
    "language",
    "since",
    "until",
    "kind",
    "who",
    "reprints",
    "tag",
    "named",
    "entity",
    "label",
)
"""The query parameters of a filter."""
LARGEST_ID = 2**31 - 1
"""The largest value of an INTEGER column."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_LENGTH = 400  # code points; a longer value is no name
_MICROSECOND = timedelta(microseconds=1)


def field(request: Request, name: str) -> str | None:
    """One parameter without spaces around it; None where it is absent or empty. NUL characters,
    which no database accepts, are removed. Raises `InputError` where it is too long.
    """
    given = whole_field(request, name)
    if given is not None and len(given) > _MAX_LENGTH:
        raise InputError(f"{name}={given[:40]}…: {len(given)} > {_MAX_LENGTH}")
    return given


def whole_field(request: Request, name: str) -> str | None:
    """The same, of any length: a search query is measured where it is read."""
    return _stripped(request.query_params.get(name, "")) or None


def askable(value: str) -> bool:
    """Whether a link may ask for this value: `field` reads it back unchanged."""
    return 0 < len(value) <= _MAX_LENGTH and _stripped(value) == value


def _stripped(given: str) -> str:
    return given.replace("\x00", "").strip()


def parse_filter(request: Request) -> Filter:
    """The filter of a list of articles or facts. Days are days in Almaty, both inclusive."""
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
        reprints=_whole(request),
        tag=field(request, "tag"),
        named=field(request, "named"),
        entity=_entity(request),
        label=field(request, "label"),
    )


def with_reprints(request: Request) -> bool | None:
    """What `reprints=` asks for; None where it is absent. Raises `InputError` for any other
    word.
    """
    given = field(request, "reprints")
    if given is None:
        return None
    if given.lower() not in REPRINTS:
        raise InputError(f"reprints={given}: true, false")
    return REPRINTS[given.lower()]


def _whole(request: Request) -> bool:
    """Whether reprints are listed. Where nothing is said, a list that is narrowed by what articles
    say is whole, since a reprint may say more than its source.
    """
    given = with_reprints(request)
    if given is not None:
        return given
    return any(field(request, x) for x in ("kind", "who", "tag", "named", "entity"))


def _entity(request: Request) -> int | None:
    given = field(request, "entity")
    if given is None:
        return None
    if not (given.isascii() and given.isdigit()) or int(given[:11]) > LARGEST_ID:
        raise InputError(f"entity={given}: 12")
    return int(given)


def filter_parameters(request: Request) -> dict[str, str]:
    """The query parameters that `parse_filter` reads, as they were given: a link or a question of
    the page's script that carries them asks for the same list.
    """
    return {x: given for x in FILTER_FIELDS if (given := field(request, x))}


def _day(request: Request, name: str) -> date | None:
    given = field(request, name)
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise InputError(f"{name}={given}: 2026-11-24") from None


def day_field(request: Request, name: str) -> datetime | None:
    """The moment at which the day begins in Almaty; None where none is given."""
    return _midnight(_day(request, name))


def number_field(request: Request, name: str, most: int) -> int | None:
    """A whole number from 1; None where it is absent. Raises `InputError` for any other value."""
    given = field(request, name)
    if given is None:
        return None
    if not (given.isascii() and given.isdigit()) or not 1 <= int(given[:9]) <= most:
        raise InputError(f"{name}={given}: 1 … {most}")
    return int(given)


def _midnight(day: date | None) -> datetime | None:
    if day is None:
        return None
    if (
        not date(2, 1, 1) <= day <= date(9998, 12, 31)
    ):  # so that the zone's offset stays within the calendar
        raise InputError(f"{day}: 0002-01-01 … 9998-12-31")
    return datetime(day.year, day.month, day.day, tzinfo=ALMATY)


def after(request: Request) -> Cursor | None:
    """Where the next page of a list begins, in the form that `cursor_text` writes."""
    given = field(request, "after")
    try:
        if given is None:
            return None
        moment, article, fact = (int(x) for x in given.split("."))
        if not (0 <= article <= LARGEST_ID and 0 <= fact <= LARGEST_ID):
            raise ValueError("no row has such an id")
        return Cursor(_EPOCH + moment * _MICROSECOND, article, fact)
    except (ValueError, OverflowError):
        raise InputError(f"after={given}: 1764000000000000.7.0") from None


def cursor_text(cursor: Cursor) -> str:
    """A cursor as it is written in an address."""
    return f"{(cursor.when - _EPOCH) // _MICROSECOND}.{cursor.article}.{cursor.fact}"


def pages_of(lines: list[Any], size: int) -> tuple[list[Any], str | None]:
    """The rows to show, and the cursor of the next page or None. `lines` holds one row more than
    `size` where there is a next page.
    """
    shown = lines[:size]
    return shown, cursor_text(shown[-1].key) if len(lines) > size else None
