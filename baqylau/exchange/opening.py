"""Opens files of a folder that somebody else made: a path comes in, an open regular file inside
that folder goes out.

Reading a FIFO or a device might wait for ever, and a symbolic link may point at any file of this
machine. They are refused, each with its own message.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from baqylau.errors import InputError

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a FIFO"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@contextmanager
def opened(path: Path, inside: Path) -> Iterator[BinaryIO]:
    """The file, open for reading. Raises `InputError` where it is no regular file or is outside the
    folder `inside`, `OSError` where it cannot be opened.
    """
    real = _within(path, inside)
    # O_NONBLOCK: opening a FIFO does not wait for its writer; no effect on regular files
    handle = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        _require_regular(path, os.fstat(handle).st_mode)
        yield file


def refusal(path: Path, inside: Path) -> str | None:
    """Why the file must not be read; None if it may be read."""
    try:
        _require_regular(path, os.stat(_within(path, inside)).st_mode)
    except (InputError, OSError) as wrong:
        return str(wrong)
    return None


def _within(path: Path, inside: Path) -> str:
    """The file's real path. Raises `InputError` where links lead out of the folder."""
    folder, real = os.path.realpath(inside, strict=True), os.path.realpath(path, strict=True)
    if os.path.commonpath([folder, real]) != folder:
        raise InputError(f"{path.name} points outside its folder; copy the file itself")
    return real


def _require_regular(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        kind = next((word for test, word in _KINDS if test(mode)), "no file")
        raise InputError(f"{path.name} is {kind}; only regular files are read")
