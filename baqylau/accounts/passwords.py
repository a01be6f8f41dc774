"""Passwords: a password comes in; its argon2 hash, whether it is the right one, or why it is too
weak goes out.
"""

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from baqylau.errors import TryLater

SHORTEST, LONGEST = 10, 200  # characters
_FEWEST = 5  # different characters
HASHER = PasswordHasher()  # argon2id, 64 MiB, 3 passes: the second choice of RFC 9106
_AT_A_TIME = threading.BoundedSemaphore(2)
"""Each hash takes 64 MiB: more at a time could fill the memory of the dashboard's container."""
_WAIT = 5.0  # seconds for a turn; then too many try to sign in at once


def hashed(password: str) -> str:
    """The hash to store. Raises `TryLater` where too many are computed at the moment."""
    with _turn():
        return HASHER.hash(_plain(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the one whose hash is stored. Without a stored hash the answer is no
    and takes as long, so that nobody learns from the time which accounts exist.
    """
    with _turn():
        try:
            HASHER.verify(stored or _nobodys(HASHER), _plain(password)[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other costs than are used now."""
    return HASHER.check_needs_rehash(stored)


def weakness(password: str, login: str) -> str | None:
    """Why the password is refused: "short", "long", "same" (few different characters),
    "as_login" or "common"; None where it may be used.
    """
    plain = _plain(password)
    if len(plain) < SHORTEST:
        return "short"
    if len(plain) > LONGEST:
        return "long"
    lower = plain.casefold()
    if len(set(lower)) < _FEWEST:
        return "same"
    if lower == login or (len(login) >= _FEWEST and lower.startswith(login)):
        return "as_login"
    return "common" if lower in _common() else None


@contextmanager
def _turn() -> Iterator[None]:
    if not _AT_A_TIME.acquire(timeout=_WAIT):
        raise TryLater("too many passwords are being checked; try again in a minute")
    try:
        yield
    finally:
        _AT_A_TIME.release()


def _plain(password: str) -> str:
    """One spelling of a password: keyboards write й as one character or as two."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


@cache
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash("the password of nobody")


@cache
def _common() -> frozenset[str]:
    lines = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(x.strip() for x in lines.splitlines() if x and not x.startswith("#"))
