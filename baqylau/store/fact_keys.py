"""The keys of facts that are stored already (`baqylau.model.fact_key`).

Comes in: a database. Goes out: the same with a key for each fact that an earlier release stored
without, some articles at a time.
"""

from sqlalchemy import Connection, Engine, bindparam, select, update

from baqylau.store.connect import reading, writing
from baqylau.store.facts import as_contract, keys_of_article
from baqylau.store.tables import facts

_PORTION = 50  # articles of one transaction: other writers wait about 30 ms for it on SQLite
_WITHOUT = select(facts.c.article).where(facts.c.key.is_(None)).distinct()
_THEIRS = select(facts).where(facts.c.article == bindparam("the_article")).order_by(facts.c.id)
_SET = update(facts).where(facts.c.id == bindparam("the_fact")).values(key=bindparam("the_key"))


def fill(engine: Engine, limit: int | None = None) -> int:
    """Gives keys to the facts of at most `limit` articles that have none yet; returns how many
    articles they were. It may be ended at any moment and run again, also at the same time twice.
    """
    done = 0
    while limit is None or done < limit:
        some = _PORTION if limit is None else min(_PORTION, limit - done)
        with reading(engine) as connection:
            ids = connection.execute(_WITHOUT.limit(some)).scalars().all()
        if not ids:
            break
        with writing(engine) as connection:
            for article in ids:
                fill_article(connection, article)
        done += len(ids)
    return done


def fill_article(connection: Connection, article: int) -> None:
    """Computes the keys of all facts of an article anew and stores those that differ."""
    rows = connection.execute(_THEIRS, {"the_article": article}).mappings().all()
    keys = keys_of_article(connection, article, [as_contract(x) for x in rows])
    changed = [
        {"the_fact": row["id"], "the_key": key}
        for row, key in zip(rows, keys, strict=True)
        if row["key"] != key
    ]
    if changed:
        connection.execute(_SET, changed)
