"""A dump comes in (`baqylau.store.dump`), and an empty database is filled from it.

A dump of an earlier release is loaded into the tables of its time, which the migrations then bring
to the newest revision.
"""

import json
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    select,
    update,
)

from baqylau.errors import ConfigurationError, InputError
from baqylau.stages import STAGES, names
from baqylau.store import schema, schema_revision
from baqylau.store.connect import reading, writing
from baqylau.store.dialect import numbering
from baqylau.store.dump import ROWS, Dumped, dumped_tables, lines, path_of
from baqylau.store.families import portions
from baqylau.store.jobs import DONE, LEASED, PENDING
from baqylau.store.tables import UtcDateTime, deliveries, jobs, metadata, outlets, pages


def require_loadable(engine: Engine, dumped: Dumped) -> None:
    """Raises `ConfigurationError` for a database that is not empty or not at the newest revision,
    and for a dump of a later release; `InputError` for a dump that lacks a table.
    """
    schema.require_current(engine)
    if dumped.revision not in schema_revision.known():
        raise ConfigurationError(
            f"the backup is of revision {dumped.revision}, this version reads up to"
            f" {schema.newest()}; restore with the version that wrote it"
        )
    with reading(engine) as connection:
        for table in metadata.sorted_tables:
            if connection.execute(select(func.count()).select_from(table)).scalar_one():
                raise ConfigurationError(
                    f"the database is not empty ({table.name} has rows): restore into a new one"
                )
    lacking = {x.name for x in dumped_tables()} - set(dumped.sha256)
    if dumped.revision == schema.newest() and lacking:
        raise InputError(
            f"the backup's manifest does not name {', '.join(sorted(lacking))}; take another backup"
        )


def load(
    engine: Engine, folder: Path, dumped: Dumped, left: Collection[str], moment: datetime
) -> dict[str, int]:
    """Fills the empty database; rows by table. Bodies in `left` had left the archive while the
    backup was taken, at that moment: their pages are marked so.
    """
    earlier = dumped.revision != schema.newest()
    if earlier:
        schema.migrate(engine, "base")
        schema.migrate(engine, dumped.revision)
    tables = _tables_of(engine, dumped) if earlier else dumped_tables()
    with writing(engine) as connection:
        counts = {table.name: _read(connection, table, folder) for table in tables}
        _start_anew(connection)
        for some in portions(left):
            gone = update(pages).where(pages.c.content_hash.in_(some))
            connection.execute(
                gone.where(pages.c.body_removed.is_(None)).values(body_removed=moment)
            )
    if earlier:
        schema.migrate(engine)
    return counts


def _tables_of(engine: Engine, dumped: Dumped) -> list[Table]:
    """The tables as they stand at the dump's own revision."""
    then = MetaData()
    with reading(engine) as connection:
        then.reflect(connection, only=lambda name, _: name in dumped.sha256)
    for table in then.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, JSON) and column.nullable:
                column.type = JSON(none_as_null=True)
    return list(then.sorted_tables)


def _read(connection: Connection, table: Table, folder: Path) -> int:
    count, reprints, batch = 0, [], []
    for line in lines(path_of(folder, table.name)):
        values = json.loads(line)
        row = {x.name: _value(x, values.get(x.name)) for x in table.columns}
        if table.name == "articles" and row["reprint_of"] is not None:
            # it may point at a row that comes later
            reprints.append((row["id"], row["reprint_of"]))
            row["reprint_of"] = None
        batch.append(row)
        if len(batch) == ROWS:
            connection.execute(insert(table), batch)
            batch = []
        count += 1
    if batch:
        connection.execute(insert(table), batch)
    for article_id, source in reprints:
        connection.execute(update(table).where(table.c.id == article_id).values(reprint_of=source))
    return count


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime | DateTime):
        return datetime.fromisoformat(value).astimezone(UTC)
    return bytes.fromhex(value) if isinstance(column.type, LargeBinary) else value


def _start_anew(connection: Connection) -> None:
    """Takes back what held in the old place only: leases, announced jobs, and the results of stages
    that no backup holds, whose jobs are due again. Numbering goes on behind the last row.
    """
    connection.execute(update(jobs).where(jobs.c.state == LEASED).values(state=PENDING))
    not_in_backup = names(x for x in STAGES.values() if not x.in_backup)
    connection.execute(
        update(jobs)
        .where(jobs.c.stage.in_(not_in_backup), jobs.c.state == DONE)
        .values(state=PENDING, attempts=0, outcome=None)
    )
    connection.execute(update(jobs).values(nudged=None, lease_token=None, lease_until=None))
    connection.execute(
        update(deliveries)
        .where(deliveries.c.state == LEASED)
        .values(state=PENDING, lease_token=None, lease_until=None)
    )
    connection.execute(update(outlets).values(lease_token=None, lease_until=None))
    numbering.continue_after_last_row(connection, metadata.sorted_tables)
