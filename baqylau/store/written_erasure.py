"""Erasure of what people wrote at articles and facts.

Comes in: articles that are about to be deleted, or a person's name. Goes out: their corrections,
labels and notes are deleted, also those at other articles that name the person; facts are shown
again as they were read.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from baqylau.lang.ru.cases import phrases
from baqylau.store import corrections as rows
from baqylau.store import lineages, overlays
from baqylau.store.families import portions
from baqylau.store.tables import (
    articles,
    corrections,
    entity_changes,
    labels,
    moved_articles,
    notes,
)
from baqylau.text.normal import key

WRITTEN = (corrections, labels, notes)
_WORDS = {
    corrections: ("read", "value", "evidence", "because"),
    labels: ("name",),
    notes: ("text",),
}


def of_articles(connection: Connection, article_ids: Collection[int]) -> dict[str, int]:
    """Deletes what was written at these articles and their facts; returns how many rows, by table.
    Call it before the articles are deleted, with all revisions of each.
    """
    counts = {x.name: 0 for x in WRITTEN}
    for some in portions(article_ids):
        known = select(articles.c.outlet, articles.c.canonical_hash).distinct()
        addresses = connection.execute(known.where(articles.c.id.in_(some))).all()
        for outlet, canonical in addresses:
            lineage = lineages.of(connection, outlet, bytes(canonical))
            for table in WRITTEN:
                theirs = delete(table).where(table.c.lineage == lineage)
                counts[table.name] += connection.execute(theirs).rowcount
            connection.execute(
                delete(moved_articles).where(
                    moved_articles.c.outlet == outlet,
                    or_(
                        moved_articles.c.canonical_hash == canonical,
                        moved_articles.c.lineage == lineage,
                    ),
                )
            )
        overlays.drop(connection, some)
    return counts


def naming(connection: Connection, name: str, moment: datetime) -> dict[str, int]:
    """Deletes every correction, label and note that names a person, in any case form, and the
    reasons of merges that do; returns how many rows, by table.
    """
    is_named = _Named(name)
    counts = {}
    for table in WRITTEN:
        found = [
            x
            for x in connection.execute(select(table)).all()
            if any(is_named(getattr(x, y)) for y in _WORDS[table])
        ]
        for some in portions(x.id for x in found):
            connection.execute(delete(table).where(table.c.id.in_(some)))
        if table is corrections:
            for x in found:
                rows.refresh(connection, x.lineage, [x.subject], moment)
        counts[table.name] = len(found)
    for x in connection.execute(
        select(entity_changes.c.id, entity_changes.c.because).where(
            entity_changes.c.because.is_not(None)
        )
    ).all():
        if is_named(x.because):
            own = update(entity_changes).where(entity_changes.c.id == x.id)
            connection.execute(own.values(because=None))
    return counts


def count_naming(connection: Connection, name: str) -> int:
    """How many corrections, labels and notes `naming` would delete."""
    is_named = _Named(name)
    return sum(
        any(is_named(getattr(x, y)) for y in _WORDS[table])
        for table in WRITTEN
        for x in connection.execute(select(table))
    )


class _Named:
    """Whether a text, or any text inside a JSON value, has the words of a name: all of them in any
    order, or side by side in any case form.
    """

    def __init__(self, name: str) -> None:
        words = key(name).split()
        self._words = set(words)
        self._forms = {f" {key(x)} " for order in (words, words[::-1]) for x in phrases(order)}

    def __call__(self, value: Any) -> bool:
        return bool(self._words) and any(map(self._has, _texts(value)))

    def _has(self, text: str) -> bool:
        plain = key(text)
        return self._words <= set(plain.split()) or any(x in f" {plain} " for x in self._forms)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for x in value.values() if isinstance(value, dict) else value:
            yield from _texts(x)
