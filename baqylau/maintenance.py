"""What leaves the house: pages and people to be forgotten on request, and what has outlived its
age. Rows first, then bodies.

>>> found = upkeep.at_address(app, "https://outlet.kz/story")
>>> upkeep.forget(app, found, "url", "https://outlet.kz/story", "request of 12 May")
{'facts': 7, 'mentions': 12, 'articles': 1, 'jobs': 3, 'pages': 2, 'addresses': 1, 'bodies': 2}
"""

from datetime import datetime, timedelta

import structlog

from baqylau import llm
from baqylau.app import App
from baqylau.store import bodies, erasure, periodic_tasks, retention, tombstones
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.erasure import ErasureScope

log = structlog.get_logger("upkeep")

_DAY = timedelta(days=1)


def at_address(app: App, url: str) -> ErasureScope:
    """What is kept of an address, every revision of its article included."""
    return erasure.at_address(app.engine, url)


def naming(app: App, name: str) -> ErasureScope:
    """What is kept of articles that name a person."""
    return erasure.of_articles(app.engine, erasure.articles_naming(app.engine, name))


def forget(app: App, found: ErasureScope, kind: str, asked: str, because: str) -> dict[str, int]:
    """Takes it all out of database, index and archive; how many of what. Neither log nor record
    says what was asked for.
    """
    counts = erasure.erase(app.engine, found, kind, asked, because, db_now(app.engine))
    delete_pending_bodies(app)
    log.warning("forgotten on request", kind=kind, **counts)
    return counts


def forget_page(app: App, page_id: int, url: str) -> None:
    """A page that turned out to be of an address forgotten before."""
    forget(app, ErasureScope(frozenset({page_id})), "url", url, tombstones.REASON)


def apply_retention(app: App) -> dict[str, int]:
    """Takes out what the settings let age no further, and bodies an earlier removal left behind;
    how many of what. May be killed at any moment and run again, also beside itself.
    """
    settings, engine, moment = app.settings, app.engine, db_now(app.engine)
    counts = {
        "old_bodies": retention.expire_bodies(engine, moment - settings.keep_bodies, moment)
        if settings.keep_bodies
        else 0,
        "old_jobs": retention.expire_jobs(engine, moment - settings.keep_jobs),
        "old_visits": retention.expire_visits(engine, moment - settings.keep_visits),
        "bodies": delete_pending_bodies(app),
    }
    if periodic_tasks.claim(engine, "old files", moment, _DAY):
        counts |= _old_files(app, moment)
    if any(counts.values()):
        retention.record(engine, "age", counts, moment)
        log.info("tidied", **counts)
    return counts


def delete_pending_bodies(app: App) -> int:
    """Doomed bodies that no row needs leave the archive; how many."""
    return bodies.delete_unneeded(app.engine, app.archive, db_now(app.engine))


def _old_files(app: App, moment: datetime) -> dict[str, int]:
    """Replies of the language model that are old, and halves of files that killed writers left."""
    half = moment - _DAY  # nobody writes one file for a day
    replies = app.settings.data / llm.FOLDER
    return {
        "old_replies": llm.remove_old_replies(
            replies, moment - app.settings.keep_llm_replies, half
        ),
        "partial_files": app.archive.remove_partial(half),
    }
