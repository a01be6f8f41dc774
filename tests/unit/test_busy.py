"""Which troubles of a database or a disk mend themselves, told by their codes."""

import errno
import sqlite3

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from baqylau.errors import TryLater
from baqylau.store.connect import busy_as_try_later

MENDS = {
    "full": ("53100", sqlite3.SQLITE_FULL),
    "out of memory": ("53200", sqlite3.SQLITE_IOERR_NOMEM),
    "out of connections": ("53300", sqlite3.SQLITE_CANTOPEN),
    "read-only": ("25006", sqlite3.SQLITE_READONLY_DBMOVED),
    "serialization": ("40001", sqlite3.SQLITE_BUSY_SNAPSHOT),
    "deadlock": ("40P01", sqlite3.SQLITE_LOCKED_SHAREDCACHE),
    "shut down": ("57P01", sqlite3.SQLITE_BUSY),
    "crashed": ("57P02", sqlite3.SQLITE_IOERR_SHORT_READ),
    "starting up": ("57P03", sqlite3.SQLITE_CANTOPEN),
    "gone": ("08006", sqlite3.SQLITE_CANTOPEN),
    "i/o error": ("58030", sqlite3.SQLITE_IOERR_FSYNC),
}
STAYS = {
    "no such table": ("42P01", sqlite3.SQLITE_ERROR),
    "constraint": ("23505", sqlite3.SQLITE_CONSTRAINT_UNIQUE),
    "damaged": ("XX001", sqlite3.SQLITE_CORRUPT),
    "no database": ("3D000", sqlite3.SQLITE_NOTADB),
}


def of_postgres(state: str) -> DBAPIError:
    wrong = psycopg.errors.lookup(state)("a locked connection")
    wrap = InternalError if isinstance(wrong, psycopg.InternalError) else OperationalError
    return wrap("", {}, wrong)


def of_sqlite(code: int) -> DBAPIError:
    wrong = sqlite3.OperationalError("a locked connection")
    wrong.sqlite_errorcode = code
    return OperationalError("", {}, wrong)


@pytest.mark.parametrize(("state", "code"), MENDS.values(), ids=MENDS)
def test_what_mends_itself_is_tried_later(state: str, code: int) -> None:
    for wrong in (of_postgres(state), of_sqlite(code)):
        with pytest.raises(TryLater), busy_as_try_later():
            raise wrong


@pytest.mark.parametrize(("state", "code"), STAYS.values(), ids=STAYS)
def test_what_does_not_is_raised_whatever_its_words(state: str, code: int) -> None:
    for wrong in (of_postgres(state), of_sqlite(code)):
        with pytest.raises(DBAPIError), busy_as_try_later():
            raise wrong


REFUSED = (
    "FATAL:  sorry, too many clients already",
    "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
    'FATAL:  too many connections for role "office"',
    "FATAL:  the database system is starting up",
)


@pytest.mark.parametrize("words", REFUSED)
def test_a_server_that_let_nobody_in_is_known_by_its_words(words: str) -> None:
    """The driver gives no code for what happens before a session begins."""
    with pytest.raises(TryLater), busy_as_try_later():
        raise OperationalError("", {}, psycopg.OperationalError(words))


def test_a_pool_without_a_free_connection_is_tried_later() -> None:
    with pytest.raises(TryLater), busy_as_try_later():
        raise PoolTimeout("QueuePool limit of size 10 overflow 10 reached")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EMFILE])
def test_a_full_or_read_only_disk_is_tried_later(number: int) -> None:
    with pytest.raises(TryLater), busy_as_try_later():
        raise OSError(number, "the disk")


def test_another_trouble_with_a_file_is_raised() -> None:
    with pytest.raises(FileNotFoundError), busy_as_try_later():
        raise FileNotFoundError(errno.ENOENT, "no such file")


@pytest.mark.parametrize(
    ("words", "code", "remedy"),
    [
        ("disk I/O error", sqlite3.SQLITE_IOERR_WRITE, "make room there"),
        ("database or disk is full", sqlite3.SQLITE_FULL, "make room there"),
        ("attempt to write a readonly database", sqlite3.SQLITE_READONLY, "let this user write"),
    ],
)
def test_what_sqlite_says_of_its_disk_comes_with_a_remedy(
    words: str, code: int, remedy: str
) -> None:
    wrong = sqlite3.OperationalError(words)
    wrong.sqlite_errorcode = code
    with pytest.raises(TryLater, match=remedy), busy_as_try_later():
        raise OperationalError("SELECT 1", {}, wrong)
