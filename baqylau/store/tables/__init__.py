"""Every table, as SQLAlchemy Core sees it, for SQLite and PostgreSQL alike.

Times are stored in UTC; `UtcDateTime` gives them back time-zone aware. Long text keys are looked up
by their SHA-256 (`…_hash`), since PostgreSQL index entries end at 2,704 bytes.
"""

from baqylau.store.tables.account import (
    account_links,
    account_secrets,
    accounts,
    audit_log,
    recovery_codes,
    sessions,
)
from baqylau.store.tables.api import api_tokens, article_changes
from baqylau.store.tables.base import UtcDateTime, metadata
from baqylau.store.tables.citation import citations
from baqylau.store.tables.corrections import annotated_articles, corrections, labels, notes
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
from baqylau.store.tables.story import (
    outlet_sentences,
    prints,
    reprints,
    stories,
    story_articles,
    story_keys,
)
from baqylau.store.tables.watch import deliveries, matches, watch_channels, watches
from baqylau.store.tables.workers import articles, facts, jobs, mentions, moved_articles

__all__ = [
    "UtcDateTime",
    "account_links",
    "account_secrets",
    "accounts",
    "addresses",
    "annotated_articles",
    "api_tokens",
    "article_changes",
    "articles",
    "audit_log",
    "chores",
    "citations",
    "corrections",
    "deliveries",
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
    "labels",
    "matches",
    "mentions",
    "metadata",
    "moved_articles",
    "notes",
    "outlet_sentences",
    "outlets",
    "pages",
    "prints",
    "recovery_codes",
    "removals",
    "reprints",
    "sessions",
    "stories",
    "story_articles",
    "story_keys",
    "visits",
    "watch_channels",
    "watches",
]
