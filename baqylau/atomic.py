"""Files written whole or not at all: a path comes in, an open file beside it goes out, which takes
the path's place once everything is in it.

>>> with atomic.text(Path("facts.csv")) as file:
...     file.writelines(lines)

A process that is killed in between leaves yesterday's file as it was, and one named
`.facts.csv.part-…` beside it.
"""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from baqylau.errors import InputError

_NEW = 0o666  # before the umask, as `open` makes files
_LONGEST_NAME = 200  # bytes of the name that the part's name repeats; file systems end at 255


@contextmanager
def text(path: Path) -> Iterator[TextIO]:
    """The file in UTF-8, lines ending as they are written. Raises `InputError` where it cannot be
    written.
    """
    with binary(path) as raw:
        wrapped = os.fdopen(os.dup(raw.fileno()), "w", encoding="utf-8", newline="")
        with wrapped as file:
            yield file


@contextmanager
def binary(path: Path, mode: int = _NEW) -> Iterator[BinaryIO]:
    """The file's bytes. A device or pipe (`/dev/stdout`) has no place to be taken and is written to
    directly. Raises `InputError` where the path cannot be written.
    """
    try:
        target = Path(os.path.realpath(path))
        before = os.stat(target).st_mode if target.exists() else None
        direct = before is not None and not stat.S_ISREG(before)
        part = target.with_name(f".{_short(target.name)}.part-{secrets.token_hex(4)}")
        flags = os.O_TRUNC if direct else os.O_CREAT | os.O_EXCL
        handle = os.open(target if direct else part, os.O_WRONLY | os.O_CLOEXEC | flags, mode)
    except (OSError, ValueError) as wrong:
        raise InputError(
            f"{path} cannot be written ({wrong}); give a file in a folder you may write to"
        ) from wrong
    if direct:
        with os.fdopen(handle, "wb") as file:
            yield file
        return
    try:
        with os.fdopen(handle, "wb") as file:
            if before is not None:
                os.fchmod(handle, stat.S_IMODE(before))
            yield file
            file.flush()
            os.fsync(handle)
        os.replace(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def write(path: Path, content: str | bytes, mode: int = _NEW) -> None:
    """The whole file at once; `mode` is that of a new file, before the umask."""
    with binary(path, mode) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


def _short(name: str) -> str:
    return os.fsdecode(os.fsencode(name)[:_LONGEST_NAME])


def _sync_folder(folder: Path) -> None:
    """The new name itself on the disk: without it a power cut may bring yesterday's file back."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
