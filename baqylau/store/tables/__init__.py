"""Every table, as SQLAlchemy Core sees it, for SQLite and PostgreSQL alike.

Times are stored in UTC; `UtcDateTime` gives them back time-zone aware. Long text keys are looked up
by their SHA-256 (`…_hash`), since PostgreSQL index entries end at 2,704 bytes.
"""

from baqylau.store.tables.base import UtcDateTime, metadata
from baqylau.store.tables.crawler import (
    addresses,
    chores,
    host_turns,
    issues,
    outlets,
    pages,
    visits,
)
from baqylau.store.tables.entity import (
    entities,
    entity_changes,
    entity_links,
    entity_names,
    entity_pairs,
)
from baqylau.store.tables.retention import doomed_bodies, forgotten, removals
from baqylau.store.tables.workers import articles, facts, jobs, mentions, moved_articles

__all__ = [
    "UtcDateTime",
    "addresses",
    "articles",
    "chores",
    "doomed_bodies",
    "entities",
    "entity_changes",
    "entity_links",
    "entity_names",
    "entity_pairs",
    "facts",
    "forgotten",
    "host_turns",
    "issues",
    "jobs",
    "mentions",
    "metadata",
    "moved_articles",
    "outlets",
    "pages",
    "removals",
    "visits",
]
