"""Files written whole or not at all: a path comes in; an open file goes out, which has another name
in the same folder. When everything is written, it is renamed to the path and replaces the earlier
file.

>>> with atomic.text(Path("facts.csv")) as file:
...     file.writelines(lines)

A process that is killed in between leaves the earlier file as it was, and an unfinished one named
`.facts.csv.part-…` beside it. A file is renamed to the path only after its content is on the disk,
so it survives a power cut.
"""

import hashlib
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from baqylau.errors import InputError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# of Unix and of Windows: not inherited by other programs; bytes, and no changed line ends
_FLAGS = os.O_WRONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NEW = 0o666  # before the umask, as `open` makes files
_LONGEST_NAME = 200  # bytes of the name that the part's name repeats; file systems end at 255


@contextmanager
def text(path: Path) -> Iterator[TextIO]:
    """The file in UTF-8, line ends unchanged. Raises `InputError` where it cannot be written."""
    with binary(path) as raw:
        wrapped = os.fdopen(os.dup(raw.fileno()), "w", encoding="utf-8", newline="")
        with wrapped as file:
            yield file


@contextmanager
def binary(path: Path, mode: int = _NEW) -> Iterator[BinaryIO]:
    """The file's bytes. A device or pipe (`/dev/stdout`) cannot be replaced and is written to
    directly. Raises `InputError` where the path cannot be written.
    """
    try:
        opened = _open(path, mode)
    except (OSError, ValueError) as wrong:
        raise InputError(
            f"{path} cannot be written ({wrong}); give a file in a folder you may write to"
        ) from wrong
    with _filled(opened) as file:
        yield file


def write(path: Path, content: str | bytes, mode: int = _NEW) -> None:
    """Writes the whole file at once; `mode` is that of a new file, before the umask."""
    with binary(path, mode) as file:
        file.write(_encoded(content))


def replace(path: Path, content: str | bytes) -> None:
    """As `write`, for a file of our own: an `OSError` is raised as it is, because the disk is in
    trouble and nobody gave a wrong path.
    """
    with _filled(_open(path, _NEW)) as file:
        file.write(_encoded(content))


def folder(path: Path) -> None:
    """Makes the folder where it is missing. Raises `InputError` where it cannot be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as wrong:
        raise InputError(
            f"the folder {path} cannot be made ({wrong}); give one in a folder you may write to"
        ) from wrong


def remove_parts(path: Path) -> None:
    """Removes what killed writers of this file left beside it. Only for whoever holds the lock that
    all writers of the file take.
    """
    for part in path.parent.glob(f"{_part_prefix(path)}*"):
        part.unlink(missing_ok=True)


def _lock(file: TextIO) -> None:
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sync(path: Path) -> None:
    """Afterwards a file's content, or the names in a folder, are on the disk. Windows writes the
    names of a folder by itself and does not open folders.
    """
    if sys.platform == "win32" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def locked(path: Path, busy: str) -> Iterator[None]:
    """Lets one process in at a time, until it leaves or dies. Raises `InputError` with the message
    `busy` where another process is inside.
    """
    with path.open("w") as file:
        try:
            _lock(file)
        except (BlockingIOError, PermissionError) as held:
            raise InputError(busy) from held
        yield


@dataclass(frozen=True, slots=True)
class _Opened:
    """An open file and the path it will take. `part` is None where the path is written directly;
    `mode` is that of the file that gives way.
    """

    handle: int
    target: Path
    part: Path | None
    mode: int | None


def _open(path: Path, mode: int) -> _Opened:
    target = Path(os.path.realpath(path))
    before = os.stat(target).st_mode if target.exists() else None
    if before is not None and not stat.S_ISREG(before):
        return _Opened(os.open(target, _FLAGS | os.O_TRUNC, mode), target, None, before)
    part = target.with_name(f"{_part_prefix(target)}{secrets.token_hex(4)}")
    return _Opened(os.open(part, _FLAGS | os.O_CREAT | os.O_EXCL, mode), target, part, before)


@contextmanager
def _filled(opened: _Opened) -> Iterator[BinaryIO]:
    """The open file; at the end of the block it takes its path, unless the block raises."""
    if opened.part is None:
        with os.fdopen(opened.handle, "wb") as file:
            yield file
        return
    try:
        with os.fdopen(opened.handle, "wb") as file:
            if opened.mode is not None and sys.platform != "win32":
                os.fchmod(opened.handle, stat.S_IMODE(opened.mode))
            yield file
            file.flush()
            os.fsync(opened.handle)
        os.replace(opened.part, opened.target)
    except BaseException:
        opened.part.unlink(missing_ok=True)
        raise
    sync(opened.target.parent)  # else a power cut may bring the earlier file back


def _encoded(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def _part_prefix(path: Path) -> str:
    return f".{os.fsdecode(os.fsencode(path.name)[:_LONGEST_NAME])}.part-"
