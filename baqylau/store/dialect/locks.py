"""Locks that last until the end of a transaction, so that two processes do not do the same thing at
the same moment.

Comes in: a connection inside a write transaction, and 64-bit keys. Goes out: nothing, or the keys
whose lock was free. On PostgreSQL these are advisory locks. SQLite has one writer at a time, so a
write transaction needs no further lock and the functions do nothing.
"""

from collections.abc import Collection

from sqlalchemy import Connection, Engine, text

# sorted inside, locked outside: two transactions that lock the same keys do it in the same order
_SHARED = text(
    "SELECT pg_advisory_xact_lock_shared(key) FROM"
    " (SELECT unnest(CAST(:keys AS bigint[])) AS key ORDER BY 1) AS sorted"
)
_TRY_EXCLUSIVE = text(
    "SELECT key FROM unnest(CAST(:keys AS bigint[])) AS key WHERE pg_try_advisory_xact_lock(key)"
)
_EXCLUSIVE = text("SELECT pg_advisory_xact_lock(:lock)")
_ALL_EXCLUSIVE = text(
    "SELECT pg_advisory_xact_lock(key) FROM"
    " (SELECT unnest(CAST(:keys AS bigint[])) AS key ORDER BY 1) AS sorted"
)


def key_from(digest: bytes) -> int:
    """The key of a lock on something that is known by its hash."""
    return int.from_bytes(digest[:8], "big", signed=True)


def lock(connection: Connection, key: int) -> None:
    """Waits until nobody else has the lock, and has it alone until the transaction ends."""
    if _has_row_locks(connection):
        connection.execute(_EXCLUSIVE, {"lock": key})


def lock_all(connection: Connection, keys: Collection[int]) -> bool:
    """Waits until nobody else has any of these locks, and has them alone until the transaction
    ends. Returns whether others could have written while it waited.
    """
    if not keys or not _has_row_locks(connection):
        return False
    connection.execute(_ALL_EXCLUSIVE, {"keys": list(keys)})
    return True


def lock_shared(connection: Connection, keys: Collection[int]) -> None:
    """Waits until nobody has one of these locks alone. Others may share them; nobody gets one alone
    until the transaction ends.
    """
    if keys and _has_row_locks(connection):
        connection.execute(_SHARED, {"keys": list(keys)})


def try_lock(connection: Connection, keys: Collection[int]) -> set[int]:
    """The keys that nobody else has locked; the transaction has those alone until it ends. It does
    not wait for the others.
    """
    if not _has_row_locks(connection):
        return set(keys)
    return set(connection.execute(_TRY_EXCLUSIVE, {"keys": list(keys)}).scalars())


def has_one_writer(engine: Engine) -> bool:
    """Whether a write transaction keeps every other writer of the database waiting (SQLite), not
    only the writers of the same rows (PostgreSQL).
    """
    return engine.dialect.name == "sqlite"


def _has_row_locks(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"
