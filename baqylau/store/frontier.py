"""The frontier: every address that was found at an outlet, with its HTTP validators and the time of
its next fetch.

Comes in: links, and what each fetch returned. Goes out: the addresses that are due. Times are
time-zone aware, in UTC.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, case, func, or_, select, update

from baqylau.model.link import Address, FetchState, Link
from baqylau.store import dialect, tombstones
from baqylau.store.columns import key_of, storable
from baqylau.store.connect import reading, writing
from baqylau.store.tables import addresses

TRY_LISTED_AGAIN = timedelta(days=1)
"""After so long an address that was given up is fetched again, if the outlet still lists it; after
seven times as long once it has failed `OFTEN` times."""
OFTEN = 16
_AT_A_TIME = 500  # hashes in one statement: SQLite has a limit of variables


def add_links(engine: Engine, outlet_id: str, links: Iterable[Link], now: datetime) -> int:
    """Adds the links; returns how many of them are new. Those are due at once. Addresses that were
    erased on request are left out. One that was given up after failures is due again once a day
    while it is still listed.
    """
    links = list(links)
    if any(x.identity for x in links):
        links = _without_known(engine, outlet_id, links, now)
    wanted = {x.url: x for x in links}
    for url in tombstones.among(engine, list(wanted)):
        del wanted[url]
    rows = [
        _row(outlet_id, link.url, link.kind, now)
        | {
            "way": storable(link.source),
            "hint": link.hint or None,
            "next_fetch": now,
            "identity": storable(link.identity),
        }
        for link in wanted.values()
    ]
    with writing(engine) as connection:
        ignore = dialect.insert_or_ignore(connection, addresses)
        # what is returned counts: the row count of PostgreSQL's driver is -1 here
        new = ignore.returning(addresses.c.id)
        fresh = len(connection.execute(new, rows).all()) if rows else 0
        if fresh < len(rows):
            _try_again(connection, outlet_id, [row["url_hash"] for row in rows], now)
        return fresh


def _without_known(
    engine: Engine, outlet_id: str, links: Sequence[Link], now: datetime
) -> list[Link]:
    """The links but for those whose article is known by another address: its slug changed. Where
    that address does not answer any more, its row gets the new address and is due.
    """
    identities = sorted({x.identity for x in links if x.identity})
    with writing(engine) as connection:
        rows: list[Row[Any]] = []
        for start in range(0, len(identities), _AT_A_TIME):
            some = identities[start : start + _AT_A_TIME]
            rows += connection.execute(
                select(addresses)
                .where(addresses.c.outlet == outlet_id, addresses.c.identity.in_(some))
                .order_by(addresses.c.id.desc())
            ).all()
        known = {row.identity: row for row in rows}
        for link in links:
            row = known.get(link.identity)
            if row is not None and row.url != link.url and row.attempts:
                _move(connection, row, link.url, now)
    return _first_of_each(x for x in links if x.identity is None or x.identity not in known)


def _first_of_each(links: Iterable[Link]) -> list[Link]:
    """The links without those that name the article of an earlier one."""
    chosen: dict[str, Link] = {}
    for link in links:
        chosen.setdefault(link.identity or link.url, link)
    return list(chosen.values())


def _move(connection: Connection, row: Row[Any], url: str, now: datetime) -> None:
    taken = select(addresses.c.id).where(
        addresses.c.outlet == row.outlet, addresses.c.url_hash == key_of(url)
    )
    if connection.execute(taken).first() is None:
        connection.execute(
            update(addresses)
            .where(addresses.c.id == row.id)
            .values(
                url=storable(url),
                url_hash=key_of(url),
                next_fetch=now,
                attempts=0,
                gone_since=None,
                etag=None,
                last_modified=None,
            )
        )


def _try_again(
    connection: Connection, outlet_id: str, listed: Sequence[bytes], now: datetime
) -> None:
    """Makes the listed addresses due that never answered and were given up a day ago or longer. One
    that answered 404 or 410 is gone and stays so.
    """
    given_up = (
        addresses.c.outlet == outlet_id,
        addresses.c.next_fetch.is_(None),
        addresses.c.attempts > 1,
        addresses.c.gone_since.is_(None),
        addresses.c.last_fetch <= now - TRY_LISTED_AGAIN,
        or_(addresses.c.attempts < OFTEN, addresses.c.last_fetch <= now - 7 * TRY_LISTED_AGAIN),
    )
    for start in range(0, len(listed), _AT_A_TIME):
        connection.execute(
            update(addresses)
            .where(*given_up, addresses.c.url_hash.in_(listed[start : start + _AT_A_TIME]))
            .values(next_fetch=now)
        )


def discovery_address(
    engine: Engine, outlet_id: str, url: str, kind: str, now: datetime
) -> Address:
    """The row of a discovery address with its validators, inserted on first use. It has no time of
    its own for the next fetch: it is fetched on every visit to its outlet.
    """
    with writing(engine) as connection:
        connection.execute(
            dialect.insert_or_ignore(connection, addresses).values(
                **_row(outlet_id, url, kind, now)
            )
        )
        found = connection.execute(
            select(addresses).where(
                addresses.c.outlet == outlet_id, addresses.c.url_hash == key_of(url)
            )
        )
        return _address(found.one())


def due(
    engine: Engine, outlet_id: str, now: datetime, limit: int, kind: str = "article"
) -> list[Address]:
    """The addresses to fetch now, the last found first: news gets old, while an old link has waited
    already. Addresses that were never fetched go before those that are fetched again, and those
    that failed come last: a page that ends every visit must not keep the others waiting.
    """
    wanted = select(addresses).where(
        addresses.c.outlet == outlet_id,
        addresses.c.kind == kind,
        addresses.c.next_fetch <= now,
        or_(addresses.c.not_before.is_(None), addresses.c.not_before <= now),
    )
    with reading(engine) as connection:
        return [
            _address(row)
            for row in connection.execute(
                wanted.order_by(_turn, addresses.c.first_seen.desc(), addresses.c.id).limit(limit)
            )
        ]


def fetched(
    engine: Engine,
    address_id: int,
    seen: FetchState,
    now: datetime,
    next_fetch: datetime | None,
) -> None:
    """Records that the address answered. `next_fetch` None: it is not fetched again. A validator or
    hash that is None keeps its old value, since a 304 repeats none.
    """
    with writing(engine) as connection:
        record_response(connection, address_id, seen, now, next_fetch)


def record_response(
    connection: Connection,
    address_id: int,
    seen: FetchState,
    now: datetime,
    next_fetch: datetime | None,
) -> None:
    """The same as `fetched`, inside the caller's transaction."""
    new = {
        "etag": seen.etag,
        "last_modified": seen.last_modified,
        "content_hash": seen.content_hash,
        "read_hash": seen.read_hash,
    }
    validators = {name: storable(value) for name, value in new.items() if value is not None}
    answered = {
        "last_status": seen.status,
        "last_fetch": now,
        "next_fetch": next_fetch,
        "not_before": None,
        "attempts": 0,
        "gone_since": None,
    }
    connection.execute(_ANSWERED, {"the_address": address_id} | answered | validators)


def failed(
    engine: Engine,
    address_id: int,
    status: int | None,
    now: datetime,
    next_fetch: datetime | None,
    gone_since: datetime | None = None,
) -> None:
    """Records that the address did not answer (`status` None), or not with a page. `gone_since` is
    the time of the first 404 or 410 in a row.
    """
    more = addresses.c.attempts + 1
    _update(
        engine,
        address_id,
        last_status=status,
        last_fetch=now,
        next_fetch=next_fetch,
        attempts=more,
        gone_since=gone_since,
    )


def unreadable(engine: Engine, address_id: int, not_before: datetime) -> None:
    """Records that the body could not be parsed within the limits: this counts as a failure, and
    the address is not fetched before `not_before`.
    """
    _update(engine, address_id, attempts=addresses.c.attempts + 1, not_before=not_before)


def dismiss(connection: Connection, address_id: int) -> None:
    """The address leads to a page that was erased on request: it is not fetched again."""
    connection.execute(
        update(addresses).where(addresses.c.id == address_id).values(next_fetch=None, hint=None)
    )


def waiting(engine: Engine, outlet_id: str) -> int:
    """How many article addresses of the outlet are to be fetched and never were."""
    wanted = select(func.count()).where(
        addresses.c.outlet == outlet_id,
        addresses.c.next_fetch.is_not(None),
        addresses.c.last_fetch.is_(None),
    )
    with reading(engine) as connection:
        return int(connection.execute(wanted).scalar_one())


_turn = case((addresses.c.attempts > 0, 2), (addresses.c.last_fetch.is_(None), 0), else_=1)


def _row(outlet_id: str, url: str, kind: str, now: datetime) -> dict[str, Any]:
    return {
        "outlet": outlet_id,
        "url": storable(url),
        "url_hash": key_of(url),
        "kind": kind,
        "first_seen": now,
        "attempts": 0,
    }


def _update(engine: Engine, address_id: int, **values: Any) -> None:
    with writing(engine) as connection:
        connection.execute(update(addresses).where(addresses.c.id == address_id).values(**values))


def _address(row: Row[Any]) -> Address:
    return Address(
        id=row.id,
        url=row.url,
        kind=row.kind,
        first_seen=row.first_seen,
        attempts=row.attempts,
        etag=row.etag,
        last_modified=row.last_modified,
        content_hash=row.content_hash,
        read_hash=row.read_hash,
        last_fetch=row.last_fetch,
        gone_since=row.gone_since,
        hint=row.hint or {},
        source=row.way,
        not_before=row.not_before,
    )


_ANSWERED = update(addresses).where(addresses.c.id == bindparam("the_address"))
"""Built once: building it took longer than running it. The columns to set are its parameters."""
