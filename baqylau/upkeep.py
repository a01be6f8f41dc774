"""What leaves the house: pages and people to be forgotten on request, and what has outlived its
age. Rows first, then bodies.

>>> found = upkeep.at_address(house, "https://outlet.kz/story")
>>> upkeep.forget(house, found, "url", "https://outlet.kz/story", "request of 12 May")
{'facts': 7, 'mentions': 12, 'articles': 1, 'jobs': 3, 'pages': 2, 'addresses': 1, 'bodies': 2}
"""

from datetime import datetime, timedelta

import structlog

from baqylau import llm
from baqylau.assemble import House
from baqylau.store import ages, bodies, chores, forgotten, removal
from baqylau.store.present import present
from baqylau.store.removal import Found

log = structlog.get_logger("upkeep")

_DAY = timedelta(days=1)


def at_address(house: House, url: str) -> Found:
    """What is kept of an address, every revision of its article included."""
    return removal.at_address(house.engine, url)


def naming(house: House, name: str) -> Found:
    """What is kept of articles that name a person."""
    return removal.of_articles(house.engine, removal.naming(house.engine, name))


def forget(house: House, found: Found, kind: str, asked: str, because: str) -> dict[str, int]:
    """Takes it all out of database, index and archive; how many of what. Neither log nor record
    says what was asked for.
    """
    counts = removal.forget(house.engine, found, kind, asked, because, present(house.engine))
    bury(house)
    log.warning("forgotten on request", kind=kind, **counts)
    return counts


def forget_page(house: House, page_id: int, url: str) -> None:
    """A page that turned out to be of an address forgotten before."""
    forget(house, Found(frozenset({page_id})), "url", url, forgotten.REASON)


def tidy(house: House) -> dict[str, int]:
    """Takes out what the settings let age no further, and bodies an earlier removal left behind;
    how many of what. May be killed at any moment and run again, also beside itself.
    """
    settings, engine, moment = house.settings, house.engine, present(house.engine)
    counts = {
        "old_bodies": ages.age_bodies(engine, moment - settings.keep_bodies, moment)
        if settings.keep_bodies
        else 0,
        "old_jobs": ages.age_jobs(engine, moment - settings.keep_jobs),
        "old_visits": ages.age_visits(engine, moment - settings.keep_visits),
        "bodies": bury(house),
    }
    if chores.take(engine, "old files", moment, _DAY):
        counts |= _old_files(house, moment)
    if any(counts.values()):
        ages.record(engine, "age", counts, moment)
        log.info("tidied", **counts)
    return counts


def bury(house: House) -> int:
    """Doomed bodies that no row needs leave the archive; how many."""
    return bodies.bury(house.engine, house.archive, present(house.engine))


def _old_files(house: House, moment: datetime) -> dict[str, int]:
    """Replies of the language model that are old, and halves of files that killed writers left."""
    half = moment - _DAY  # nobody writes one file for a day
    replies = house.settings.data / llm.FOLDER
    return {
        "old_replies": llm.remove_old_replies(
            replies, moment - house.settings.keep_llm_replies, half
        ),
        "partial_files": house.archive.remove_partial(half),
    }
