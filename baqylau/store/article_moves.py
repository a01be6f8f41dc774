"""Articles whose address changed: an article's row as it is to be written and the rows related to
it come in; those rows and the lineage of the article follow it to its new address.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from baqylau.store import lineages
from baqylau.store.tables import articles
from baqylau.stories.moves import share_number


def follow(connection: Connection, related: Sequence[Any], row: dict[str, Any]) -> bool:
    """Gives the article that was read from this page's address before its new canonical address:
    outlets change the slug of a headline, and the old address redirects. Without it the same
    article would be stored twice. An address that leads to another article now is no move.
    Returns whether there was a move, so that other articles are related now.
    """
    moved = {bytes(x.canonical_hash) for x in related if _is_moved(x, row)}
    for address in moved:
        lineages.follow_move(connection, row["outlet"], address, row["canonical_hash"])
        connection.execute(
            update(articles)
            .where(articles.c.outlet == row["outlet"], articles.c.canonical_hash == address)
            .values(canonical_url=row["canonical_url"], canonical_hash=row["canonical_hash"])
        )
    return bool(moved)


def keep_lineage(connection: Connection, related: Sequence[Any], row: dict[str, Any]) -> None:
    """The article of a page stays the same article when a newer cleaner reads another canonical
    address from it. Revisions that stay at the old address keep the lineage for themselves.
    """
    for known in related:
        old = bytes(known.canonical_hash)
        if known.page != row["page"] or old == row["canonical_hash"]:
            continue
        staying = select(articles.c.id).where(
            articles.c.outlet == row["outlet"],
            articles.c.canonical_hash == old,
            articles.c.page != row["page"],
        )
        if connection.execute(staying.limit(1)).first() is None:
            lineages.follow_move(connection, row["outlet"], old, row["canonical_hash"])


def _is_moved(known: Any, row: dict[str, Any]) -> bool:
    if not known.current or known.address is None or known.outlet != row["outlet"]:
        return False
    return bytes(known.canonical_hash) != row["canonical_hash"] and (
        known.title == row["title"]
        or bytes(known.text_hash) == row["text_hash"]
        or share_number(known.canonical_url, row["canonical_url"])
    )
