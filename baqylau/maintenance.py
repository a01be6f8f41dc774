"""Deletes data: an app and a request, or the ages of the settings, come in; counts of what was
deleted go out. Rows are deleted first, then bodies.

>>> found = maintenance.at_address(app, "https://outlet.kz/story")
>>> maintenance.forget(app, found, "url", "https://outlet.kz/story", "request of 12 May")
{'facts': 7, 'mentions': 12, 'articles': 1, 'jobs': 3, 'pages': 2, 'addresses': 1, 'bodies': 2}
"""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime, timedelta

import structlog

from baqylau import llm
from baqylau.app import App
from baqylau.store import (
    audit,
    bodies,
    deliveries,
    erasure,
    periodic_tasks,
    retention,
    story_sweep,
    tombstones,
    watches,
    written_erasure,
)
from baqylau.store.connect import reading
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.erasure import ErasureScope
from baqylau.stories import VERSION

log = structlog.get_logger("maintenance")

_DAY = timedelta(days=1)
STORIES_SWEPT = timedelta(days=8)
"""Stories of older articles stand: an event is over after a week."""


def at_address(app: App, url: str) -> ErasureScope:
    """What is stored about an address, with every revision of its article."""
    return erasure.at_address(app.engine, url)


def naming(app: App, name: str) -> ErasureScope:
    """What is stored about articles that name a person."""
    return erasure.of_articles(app.engine, erasure.articles_naming(app.engine, name))


def written_naming(app: App, name: str) -> int:
    """How many corrections, labels and notes name a person; `forget` deletes them as well."""
    with reading(app.engine) as connection:
        return written_erasure.count_naming(connection, name)


def forget(app: App, found: ErasureScope, kind: str, asked: str, because: str) -> dict[str, int]:
    """Deletes it from database, index and archive; returns counts by kind. Neither the log nor the
    record names what was requested.
    """
    keys = deliveries.keys_of(app.engine, found.articles)
    counts = erasure.erase(app.engine, found, kind, asked, because, db_now(app.engine))
    if kind == "person":
        counts["watches"] = watches.forget(app.engine, asked)
    _forget_mails(app, keys)
    delete_pending_bodies(app)
    log.warning("erased on request", kind=kind, **counts)
    return counts


def _forget_mails(app: App, keys: Collection[str]) -> None:
    """Mails of the demo's inbox that told of the articles."""
    folder = app.settings.inbox
    if folder is not None:
        for key in keys:
            (folder / f"{key}.eml").unlink(missing_ok=True)


def forget_page(app: App, page_id: int, url: str) -> None:
    """Deletes a page whose address turned out to be erased before."""
    forget(app, ErasureScope(frozenset({page_id})), "url", url, tombstones.REASON)


def apply_retention(app: App) -> dict[str, int]:
    """Deletes what is older than the settings allow, and bodies that earlier deletions left;
    returns counts by kind. It may be killed at any moment, and run again, also at the same time
    twice.
    """
    settings, engine, moment = app.settings, app.engine, db_now(app.engine)
    counts = {
        "old_bodies": retention.expire_bodies(engine, moment - settings.keep_bodies, moment)
        if settings.keep_bodies
        else 0,
        "old_jobs": retention.expire_jobs(engine, moment - settings.keep_jobs),
        "old_deliveries": deliveries.delete_older(engine, moment - settings.keep_deliveries),
        "old_visits": retention.expire_visits(engine, moment - settings.keep_visits),
        "old_audit": audit.delete_before(engine, moment - settings.keep_audit),
        "bodies": delete_pending_bodies(app),
    }
    if periodic_tasks.claim(engine, "old files", moment, _DAY):
        counts |= _old_files(app, moment)
    if any(counts.values()):
        retention.record(engine, "age", counts, moment)
        log.info("applied retention", **counts)
    return counts


def sweep_stories(app: App) -> None:
    """Once a day makes the stories of the last days anew, and forgets what no new article is
    compared with.
    """
    engine, moment = app.engine, db_now(app.engine)
    if not periodic_tasks.claim(engine, "stories", moment, _DAY):
        return
    done = story_sweep.sweep(engine, moment - STORIES_SWEPT, VERSION)
    gone = story_sweep.forget_old(engine, moment)
    log.info("swept stories", forgotten=gone, **asdict(done))


def delete_pending_bodies(app: App) -> int:
    """Deletes the bodies marked for deletion that no row needs; returns how many."""
    return bodies.delete_unneeded(app.engine, app.archive, db_now(app.engine))


def _old_files(app: App, moment: datetime) -> dict[str, int]:
    """Deletes old replies of the language model, and unfinished files of killed writers."""
    unfinished = moment - _DAY  # nobody writes one file for a day
    replies = app.settings.data / llm.FOLDER
    return {
        "old_replies": llm.remove_old_replies(
            replies, moment - app.settings.keep_llm_replies, unfinished
        ),
        "partial_files": app.archive.remove_partial(unfinished),
    }
