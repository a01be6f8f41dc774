"""The log of changes of articles, which programs follow.

Comes in: the articles that a transaction changes, and how. Goes out: one row for each in the same
transaction, with a number higher than every earlier one. Of each kind the log keeps an article's
last change only, so that it does not grow with every reading. It names articles by their ids and
holds no words of them, and what was erased stays in it as a number.
"""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, delete, insert

from baqylau.clock import now
from baqylau.store.tables import article_changes

STORED = "stored"
"""A new article, or one whose page was read again."""
REVISED = "revised"
"""Another revision is the current one now, or was."""
REPRINT = "reprint"
"""The earliest source of its text is another one now."""
FACTS = "facts"
"""Its facts and mentions were extracted or corrected, or mean another entity."""
REMOVED = "removed"
"""The outlet removed its page."""
DELETED = "deleted"
"""It is not stored any more; a copy of it must be deleted too."""
KINDS = (STORED, REVISED, REPRINT, FACTS, REMOVED, DELETED)

_FORGET = delete(article_changes).where(
    article_changes.c.article == bindparam("the_article"),
    article_changes.c.kind == bindparam("the_kind"),
)
_FORGET_ALL = delete(article_changes).where(article_changes.c.article == bindparam("the_article"))
_WRITE = insert(article_changes)


def record(connection: Connection, kind: str, *articles: int) -> None:
    """Writes that these articles changed."""
    if not articles:
        return
    ids: Collection[int] = sorted(set(articles))
    if kind == DELETED:
        connection.execute(_FORGET_ALL, [{"the_article": x} for x in ids])
    else:
        connection.execute(_FORGET, [{"the_article": x, "the_kind": kind} for x in ids])
    moment = now()  # not the job's: it says how long the transaction may still be open
    connection.execute(_WRITE, [{"article": x, "kind": kind, "moment": moment} for x in ids])
