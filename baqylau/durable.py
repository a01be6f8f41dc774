"""Files and folders that survive a kill or a power cut whole: content comes in, it stands on the
disk when the call returns. Called by backup and verify, whose files must never be found half
written.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from baqylau.errors import InputError

_ASIDE = ".new"


def sync(path: Path) -> None:
    """What was written into the file, or which names the folder holds, is on the disk
    afterwards.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, content: str) -> None:
    """The file holds the old content or the new one at any moment, never a part of either."""
    aside = path.with_name(path.name + _ASIDE)
    aside.write_text(content, encoding="utf-8")
    sync(aside)
    os.replace(aside, path)
    sync(path.parent)


def sha256_of(path: Path) -> str:
    """Of the file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def locked(path: Path, busy: str) -> Iterator[None]:
    """One process at a time, until this one leaves or dies. Raises `InputError` with the words
    `busy` where another one is inside.
    """
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise InputError(busy) from held
        yield
