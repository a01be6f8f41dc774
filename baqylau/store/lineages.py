"""The lineage of an article: what its facts are known by (`baqylau.model.fact_key`), however its
address changes.

Comes in: an outlet and the hash of a canonical address. Goes out: the lineage. Nearly all follow
from the address alone; a row is stored only for addresses that an article moved to or left.
"""

from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, delete, func, select, update

from baqylau.model.fact_key import LINEAGE, lineage_after_move, lineage_of
from baqylau.store.dialect import inserts
from baqylau.store.tables import (
    annotated_articles,
    articles,
    corrections,
    facts,
    labels,
    moved_articles,
    notes,
)

JOINED = "baqylau"
"""Who ended a correction because two articles turned out to be one."""
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
    for table, chosen, column in (
        (facts, facts.c.article.in_(theirs), facts.c.key),
        (
            annotated_articles,
            annotated_articles.c.article.in_(theirs),
            annotated_articles.c.lineage,
        ),
    ):
        connection.execute(
            update(table)
            .where(chosen, column.like(f"{lineage}%"))
            .values({column.name: into + func.substr(column, LINEAGE + 1)})
        )
    for written in (corrections, labels, notes):
        for row in connection.execute(select(written).where(written.c.lineage == lineage)).all():
            _carry(connection, written, row, into)


def _carry(connection: Connection, table: Table, row: Row[Any], into: str) -> None:
    """What somebody wrote goes with its fact. A correction that would stand beside another of the
    same field is ended; a label that is there already is not given twice.
    """
    subject = into + row.subject[LINEAGE:]
    there = select(table.c.id).where(table.c.subject == subject)
    values = {"lineage": into, "subject": subject}
    if table is corrections and row.undone is None:
        same = there.where(table.c.field == row.field, table.c.undone.is_(None))
        if connection.execute(same).first():
            values |= {"undone": row.moment, "undone_by": JOINED}
    if table is labels and connection.execute(there.where(table.c.name == row.name)).first():
        connection.execute(delete(table).where(table.c.id == row.id))
        return
    connection.execute(update(table).where(table.c.id == row.id).values(values))
