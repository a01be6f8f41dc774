"""The same article in other scripts. One article's row comes in; its other editions go out, each
with the id of the stored article where there is one.

A page may name its other editions. For a page that names none, they are found through the outlet's
articles of the same days that name it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from baqylau.store import tombstones
from baqylau.store.columns import key_of
from baqylau.store.tables import articles

_APART = timedelta(days=3)
"""Editions of one text are published within this time of each other, with a margin: outlets
transliterate them by machine.
"""


@dataclass(frozen=True, slots=True)
class Edition:
    """`script` is a code of ISO 15924; `article` is the id of the stored article."""

    script: str
    url: str
    article: int | None = None


def of(connection: Connection, row: Row[Any]) -> tuple[Edition, ...]:
    """The other editions of an article, by script. `row` has its id, outlet, script, editions,
    canonical_hash and listed.
    """
    if row.script is None:
        return ()
    found = dict(_with_address(row.editions))
    for other in connection.execute(_near(row)):
        if any(key_of(url) == bytes(row.canonical_hash) for _, url in other.editions):
            found |= {other.script: other.canonical_url} | {
                k: v for k, v in _with_address(other.editions).items() if k not in found
            }
    found = {
        script: url
        for script, url in found.items()
        if script != row.script and not tombstones.contains(connection, key_of(url))
    }
    stored = {
        bytes(x.canonical_hash): int(x.id)
        for x in connection.execute(_stored([key_of(url) for url in found.values()]))
    }
    return tuple(
        Edition(script, url, stored.get(key_of(url))) for script, url in sorted(found.items())
    )


def _with_address(given: list[list[str]]) -> dict[str, str]:
    return {script: url for script, url in given if url}


def _near(row: Row[Any]) -> Any:
    """The outlet's articles of the same days in other scripts, with the editions that they name."""
    same_days = articles.c.listed.between(row.listed - _APART, row.listed + _APART)
    return select(articles.c.script, articles.c.canonical_url, articles.c.editions).where(
        articles.c.outlet == row.outlet_id,
        articles.c.current,
        same_days,
        articles.c.language == row.language,
        articles.c.script != row.script,
    )


def _stored(hashes: list[bytes]) -> Any:
    return select(articles.c.id, articles.c.canonical_hash).where(
        articles.c.canonical_hash.in_(hashes), articles.c.current
    )
