"""What watches matched: an article and the watches that match it come in, rows and the deliveries
that tell of them go out, all in one transaction. A match is unique by watch and article, and a
delivery by event and channel: nothing is told twice.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, select

from baqylau.model.watch import EDIT, ISSUE, MATCH, MORE, REMOVAL, Target, Watch
from baqylau.query.match import Document
from baqylau.store import deliveries, dialect, search_rows, watches
from baqylau.store.families import portions
from baqylau.store.story_family import news_of, tellers_of, with_revisions
from baqylau.store.tables import articles, matches, outlets
from baqylau.store.tables import watches as watch_rows
from baqylau.watches.hours import after_quiet, day_of

FRESH = timedelta(days=30)
"""An article printed longer ago than this when it was stored comes from a backfill or an archive:
it is matched, and nobody is told."""
MORE_AFTER = timedelta(hours=1)
"""After the first article of a story that is told in one message with those that follow it."""
OLD, BEFORE, SAME_STORY, MUTED, UNWANTED = "old", "before", "same_story", "muted", "unwanted"
"""Why a match is told to nobody: printed long ago; stored before the watch was made; another
article of its story was told; the watch is muted; an edit of an article that was told."""


@dataclass(frozen=True, slots=True)
class Percolated:
    """An article as the watches see it: its row and the document."""

    row: Any
    document: Document


def load(
    connection: Connection, article_id: int, countries: Mapping[str, str]
) -> Percolated | None:
    """The article as queries ask for it; None where it is not current."""
    row = connection.execute(
        select(articles, outlets.c.sample)
        .join(outlets, outlets.c.id == articles.c.outlet)
        .where(articles.c.id == article_id, articles.c.current)
    ).one_or_none()
    if row is None:
        return None
    return Percolated(row, search_rows.document(connection, row, countries.get(row.outlet)))


def record(
    connection: Connection, found: Percolated, ids: Collection[int], moment: datetime
) -> int:
    """The matches of the article, and a delivery for each channel of each watch that is to be told;
    returns how many matches are new. What matched before and does no more stays: it was told.
    """
    known = set(
        connection.execute(
            select(matches.c.watch).where(matches.c.article == found.row.id)
        ).scalars()
    )
    fresh = sorted(set(ids) - known)
    if not fresh:
        return 0
    wanted = select(watch_rows).where(watch_rows.c.id.in_(fresh)).order_by(watch_rows.c.id)
    # a watch that is removed or changed meanwhile waits for us, or we for it
    rows = [watches._watch(x) for x in connection.execute(wanted.with_for_update())]
    targets = watches.targets_in(connection, fresh)
    earlier = _earlier_of(connection, found.row, fresh)
    news = news_of(connection, [found.row.id])[found.row.id]
    told = _told_of(connection, news, found.row, fresh)
    new = 0
    for watch in rows:
        kind = EDIT if watch.id in earlier else MATCH
        silent = _why_silent(watch, found.row, kind, watch.id in told)
        values = {"watch": watch.id, "article": found.row.id, "kind": kind}
        put = dialect.insert_or_ignore(connection, matches).values(
            **values, matched=moment, silent=silent
        )
        new += len(connection.execute(put.returning(matches.c.id)).all())
        if silent is None and watch.digest is None:
            _tell(connection, watch, targets.get(watch.id, ()), kind, found.row, moment)
        elif silent == SAME_STORY and watch.digest is None:
            _tell_more(connection, watch, targets.get(watch.id, ()), news, found.row, moment)
    return new


def tell_removed(connection: Connection, article_ids: Iterable[int], moment: datetime) -> None:
    """Deliveries about articles that their outlet removed, to the watches that told of them and
    want to know.
    """
    for article_id in article_ids:
        wanted = (
            select(watch_rows)
            .join(matches, matches.c.watch == watch_rows.c.id)
            .where(
                matches.c.article == article_id,
                matches.c.silent.is_(None),
                watch_rows.c.removals,
                watch_rows.c.muted.is_(None),
                watch_rows.c.digest.is_(None),
            )
        )
        found = [watches._watch(x) for x in connection.execute(wanted)]
        if not found:
            continue
        row = connection.execute(select(articles).where(articles.c.id == article_id)).one()
        targets = watches.targets_in(connection, [x.id for x in found])
        for watch in found:
            _tell(connection, watch, targets.get(watch.id, ()), REMOVAL, row, moment)


def tell_issue(
    connection: Connection,
    issue_id: int,
    outlet: str | None,
    event: str,
    channels: Iterable[str],
    moment: datetime,
) -> int:
    """Deliveries about an issue that opened or closed: to the channels of the settings, and to the
    watches that want to know of this outlet's. Returns how many are new.
    """
    name = f"{ISSUE}-{issue_id}-{event}"
    made = deliveries.put(connection, name, channels, moment, kind=ISSUE, issue=issue_id)
    asked = select(watch_rows).where(watch_rows.c.issues, watch_rows.c.muted.is_(None))
    found = [watches._watch(x) for x in connection.execute(asked)]
    theirs = [x for x in found if not x.outlets or outlet is None or outlet in x.outlets]
    targets = watches.targets_in(connection, [x.id for x in theirs])
    for watch in theirs:
        to = [x.channel for x in targets.get(watch.id, ()) if x.muted is None]
        made += deliveries.put(
            connection,
            name,
            to,
            moment,
            kind=ISSUE,
            watch=watch.id,
            issue=issue_id,
            not_before=_due(watch, moment),
        )
    return made


def forget_articles(connection: Connection, ids: Collection[int]) -> int:
    """The matches and deliveries of erased articles are deleted; returns how many rows."""
    gone = connection.execute(delete(matches).where(matches.c.article.in_(list(ids)))).rowcount
    return gone + deliveries.forget_articles(connection, ids)


def drop_article(connection: Connection, article_id: int, moment: datetime) -> None:
    """An article whose page was read anew as something else."""
    connection.execute(delete(matches).where(matches.c.article == article_id))
    deliveries.cancel_articles(connection, [article_id], moment)


def _tell(
    connection: Connection,
    watch: Watch,
    targets: Iterable[Target],
    kind: str,
    row: Any,
    moment: datetime,
) -> None:
    """The event is named by the page, whose id stays when its article is stored anew."""
    deliveries.put(
        connection,
        f"{kind}-{watch.id}-p{row.page}",
        [x.channel for x in targets if x.muted is None],
        moment,
        kind=kind,
        watch=watch.id,
        article=row.id,
        not_before=_due(watch, moment),
    )


def _tell_more(
    connection: Connection,
    watch: Watch,
    targets: Iterable[Target],
    news: str,
    row: Any,
    moment: datetime,
) -> None:
    """One message a day for all articles of a story that follow the one that was told."""
    due = after_quiet(moment + MORE_AFTER, watch)
    deliveries.put(
        connection,
        f"{MORE}-{watch.id}-{news}-{day_of(moment, watch)}",
        [x.channel for x in targets if x.muted is None],
        moment,
        kind=MORE,
        watch=watch.id,
        article=row.id,
        # another worker may have matched one before this moment and not have stored it yet
        span=(moment - MORE_AFTER, due),
        not_before=due,
    )


def _due(watch: Watch, moment: datetime) -> datetime | None:
    due = after_quiet(moment, watch)
    return None if due == moment else due


def _why_silent(watch: Watch, row: Any, kind: str, told_of_story: bool) -> str | None:
    if watch.created is not None and row.stored < watch.created:
        return BEFORE
    if not row.sample and row.stored - row.listed > FRESH:
        return OLD
    if watch.muted is not None:
        return MUTED
    if kind == EDIT:
        return None if watch.edits else UNWANTED
    return SAME_STORY if watch.collapse and told_of_story else None


def _earlier_of(connection: Connection, row: Any, ids: Collection[int]) -> set[int]:
    """The watches that matched an earlier revision of the article."""
    same = and_(
        articles.c.outlet == row.outlet,
        articles.c.canonical_hash == row.canonical_hash,
        articles.c.id != row.id,
    )
    return _watches_of(connection, same, ids)


def _told_of(connection: Connection, news: str, row: Any, ids: Collection[int]) -> set[int]:
    """The watches that were told of another article with this news."""
    others = with_revisions(connection, tellers_of(connection, news)) - {row.id}
    found: set[int] = set()
    for some in portions(others):
        told = (articles.c.id.in_(some), matches.c.silent.is_(None))
        found |= _watches_of(connection, and_(*told), ids)
    return found


def _watches_of(connection: Connection, theirs: Any, ids: Collection[int]) -> set[int]:
    wanted = (
        select(matches.c.watch)
        .join(articles, articles.c.id == matches.c.article)
        .where(theirs, matches.c.watch.in_(list(ids)))
    )
    return set(connection.execute(wanted).scalars())
