"""Watches as the percolator takes them: each with its query as a tree, in which the names are
resolved to entities. Stored watches come in, entries go out; and again, whenever a name that was
met since may mean something else.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, func, select

from baqylau.entities.query import readings
from baqylau.errors import QueryError
from baqylau.model.watch import Watch
from baqylau.query import vocabulary
from baqylau.query.ast import Field, Node, inside
from baqylau.store.entity_candidates import sought
from baqylau.store.queries.query_names import resolved
from baqylau.store.queries.search import parsed
from baqylau.store.tables import entity_changes, entity_names
from baqylau.watches.percolator import Entry

_COLUMNS = (entity_names.c.sound, entity_names.c.block, entity_names.c.wide)


def edits_mark(connection: Connection) -> tuple[int | None, datetime | None]:
    """Differs whenever an editor merged or split entities, or took that back."""
    row = connection.execute(
        select(func.max(entity_changes.c.id), func.max(entity_changes.c.undone))
    ).one()
    return row[0], row[1]


class WatchEntries:
    """The entries of these watches. A query that this release does not understand has none;
    `baqylau watch list` shows it.
    """

    def __init__(self, connection: Connection, watches: Iterable[Watch]) -> None:
        self._last = _last_name(connection)
        self._plain = {x.id: y for x in watches if (y := _entry(x))}
        self._by_key: dict[tuple[int, str], set[int]] = {}
        self._of_stories: set[int] = set()
        for number, entry in self._plain.items():
            if entry.node is not None:
                self._note(number, entry.node)
        self.entries = [_resolved(connection, x) for x in self._plain.values()]

    def changed(self, connection: Connection) -> list[Entry]:
        """The entries whose names may mean somebody else, since names were stored; and those that
        ask for a story, which may be a part of another now.
        """
        last = _last_name(connection)
        found = set(self._of_stories)
        if last != self._last:
            wanted = select(*_COLUMNS).where(entity_names.c.id > self._last)
            for row in connection.execute(wanted):
                for key in enumerate(row):
                    found |= self._by_key.get(key, set())
            self._last = last
        return [_resolved(connection, self._plain[x]) for x in sorted(found)]

    def _note(self, number: int, node: Node) -> None:
        for field in inside(node):
            if not isinstance(field, Field):
                continue
            if field.name == "story":
                self._of_stories.add(number)
            elif field.name in vocabulary.ENTITIES and not field.exact:
                kinds = vocabulary.ENTITIES[field.name]
                names = [(kind, x) for x in readings(field.value) for kind in kinds]
                for column, keys in enumerate(sought(names).values()):
                    for key in keys:
                        self._by_key.setdefault((column, key), set()).add(number)


def _entry(watch: Watch) -> Entry | None:
    try:
        node = parsed(watch.query)
    except QueryError:
        return None
    if node is None and not (watch.appointed or watch.figure):
        return None
    return Entry(watch, node)


def _resolved(connection: Connection, entry: Entry) -> Entry:
    if entry.node is None:
        return entry
    return Entry(entry.watch, resolved(connection, entry.node))


def _last_name(connection: Connection) -> int:
    return connection.execute(select(func.max(entity_names.c.id))).scalar_one() or 0
