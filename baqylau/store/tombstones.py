"""Addresses that were erased on request.

Comes in: addresses or their hashes. Goes out: which of them were erased; such an address is never
fetched, stored or read again. Only its hash is known here.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, Engine, bindparam, select

from baqylau.store import dialect
from baqylau.store.columns import key_of
from baqylau.store.connect import reading
from baqylau.store.tables import forgotten

REASON = "its address was forgotten on request"
_PORTION = 500  # hashes in one query
_SELECT = select(forgotten.c.since).where(forgotten.c.url_hash == bindparam("the_hash"))


def among(engine: Engine, urls: Iterable[str | None]) -> set[str]:
    """Those of the addresses that were erased."""
    hashes = {key_of(x): x for x in urls if x}
    keys, found = list(hashes), set()
    with reading(engine) as connection:
        for start in range(0, len(keys), _PORTION):
            wanted = select(forgotten.c.url_hash).where(
                forgotten.c.url_hash.in_(keys[start : start + _PORTION])
            )
            found |= {hashes[x] for x in connection.execute(wanted).scalars()}
    return found


def contains(connection: Connection, url_hash: bytes) -> bool:
    """Whether the address of this hash was erased."""
    return connection.execute(_SELECT, {"the_hash": url_hash}).one_or_none() is not None


def add(connection: Connection, hashes: Iterable[bytes], moment: datetime) -> None:
    """Marks the addresses of these hashes as erased from now on."""
    rows = [{"url_hash": x, "since": moment} for x in set(hashes)]
    if rows:
        connection.execute(dialect.insert_or_ignore(connection, forgotten), rows)
