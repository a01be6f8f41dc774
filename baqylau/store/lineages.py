"""The lineage of an article: what its facts are known by (`baqylau.model.fact_key`), however its
address changes.

Comes in: an outlet and the hash of a canonical address. Goes out: the lineage. Nearly all follow
from the address alone; a row is stored only for addresses that an article moved to or left.
"""

from sqlalchemy import Connection, bindparam, func, select, update

from baqylau.model.fact_key import LINEAGE, lineage_after_move, lineage_of
from baqylau.store.dialect import inserts
from baqylau.store.tables import articles, facts, moved_articles

_KNOWN = select(moved_articles.c.lineage).where(
    moved_articles.c.outlet == bindparam("the_outlet"),
    moved_articles.c.canonical_hash == bindparam("the_hash"),
)


def of(connection: Connection, outlet: str, canonical_hash: bytes) -> str:
    """The lineage of the article that is known by this address now."""
    known = connection.execute(
        _KNOWN, {"the_outlet": outlet, "the_hash": canonical_hash}
    ).scalar_one_or_none()
    return lineage_of(outlet, canonical_hash) if known is None else str(known)


def follow_move(connection: Connection, outlet: str, old: bytes, new: bytes) -> None:
    """The article known by the address `old` is known by `new` from now on and keeps its lineage;
    what is printed at `old` later is another article. Call it before the articles' rows change.

    Where an article is known by `new` already, both are one now, and the facts of the one that
    moved get its lineage.
    """
    moving = of(connection, outlet, old)
    at_new = select(articles.c.id).where(
        articles.c.outlet == outlet, articles.c.canonical_hash == new
    )
    if connection.execute(at_new.limit(1)).first() is None:
        _keep(connection, outlet, new, moving)
    else:
        _join(connection, outlet, old, moving, of(connection, outlet, new))
    _keep(connection, outlet, old, lineage_after_move(moving, new))


def _keep(connection: Connection, outlet: str, canonical_hash: bytes, lineage: str) -> None:
    row = {"outlet": outlet, "canonical_hash": canonical_hash, "lineage": lineage}
    written = inserts.upsert(
        inserts.name_of(connection), moved_articles, ("outlet", "canonical_hash")
    )
    connection.execute(written, row)


def _join(connection: Connection, outlet: str, old: bytes, lineage: str, into: str) -> None:
    theirs = select(articles.c.id).where(
        articles.c.outlet == outlet, articles.c.canonical_hash == old
    )
    connection.execute(
        update(facts)
        .where(facts.c.article.in_(theirs), facts.c.key.like(f"{lineage}-%"))
        .values(key=into + func.substr(facts.c.key, LINEAGE + 1))
    )
