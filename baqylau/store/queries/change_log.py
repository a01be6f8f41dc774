"""The log of changes, read by programs that follow: the number of the last change seen comes in,
the changes behind it, in their order, go out.

PostgreSQL gives numbers to changes before they are committed, so that a low number may appear after
a higher one. A change is therefore given only when it is older than any transaction of ours lasts;
SQLite has one writer at a time, and gives it at once.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select

from baqylau.store.connect import is_embedded, reading
from baqylau.store.tables import article_changes

SETTLED = timedelta(seconds=60)
"""A job's lease by default: a commit that comes later is refused. Writing takes milliseconds."""


def after(
    engine: Engine, behind: int, since: datetime | None, limit: int, now: datetime
) -> list[dict[str, Any]]:
    """At most `limit` changes with a number above `behind`, and of `since` or later."""
    wanted = select(article_changes).where(article_changes.c.id > behind)
    if since is not None:
        wanted = wanted.where(article_changes.c.moment >= since)
    with reading(engine) as connection:
        rows = connection.execute(wanted.order_by(article_changes.c.id).limit(limit)).mappings()
        found = [dict(x) for x in rows]
    if is_embedded(engine):
        return found
    settled = [x["moment"] <= now - SETTLED for x in found]
    # behind the first one that is too young, nothing is given: the order must hold
    return found[: settled.index(False) if False in settled else len(found)]
