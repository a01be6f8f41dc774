"""The archive in a folder: a body comes in, a zstd file named by its SHA-256 in one of 256 folders
goes out, and the other way round.

A file gets its name only when it is whole (written under another name, synced, renamed), so every
file with a hash as its name can be read.
"""

import math
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from baqylau import private
from baqylau.archive.packing import hash_of, missing, pack, unpack
from baqylau.errors import TryLater

_ASIDE = ".part-"  # how the names of unfinished files begin


class FileArchive:
    """An archive in one folder; any number of processes may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, body: bytes) -> str:
        content_hash = hash_of(body)
        path = self._path(content_hash)
        with _trouble(path):
            if not path.exists():
                self._write(path, pack(body))
        return content_hash

    def get(self, content_hash: str) -> bytes:
        path = self._path(content_hash)
        with _trouble(path):
            try:
                packed = path.read_bytes()
            except FileNotFoundError as wrong:
                raise missing(str(path)) from wrong
        return unpack(packed, content_hash, str(path))

    def has(self, content_hash: str) -> bool:
        path = self._path(content_hash)
        with _trouble(path):
            return path.exists()

    def delete(self, content_hash: str) -> bool:
        # without a Path and a context manager: retention deletes a hundred thousand in a row, and
        # those two took longer than the deletion
        path = f"{self.folder}/{content_hash[:2]}/{content_hash}.zst"
        try:
            os.unlink(path)
        except FileNotFoundError:
            return False
        except OSError as wrong:
            with _trouble(Path(path)):
                raise wrong
        return True

    def prepare(self) -> None:
        with _trouble(self.folder):
            private.folder(self.folder)

    def hashes(self, after: str = "") -> Iterator[str]:
        # one folder at a time, to hold a 256th in memory
        for folder in sorted(self.folder.glob("??")):
            if folder.name >= after[:2]:
                yield from sorted(x.stem for x in folder.glob("*.zst") if x.stem > after)

    def remove_partial(self, before: datetime) -> int:
        removed = 0
        with _trouble(self.folder):
            for path in self.folder.glob(f"??/{_ASIDE}*"):
                if _modified(path) < before.timestamp():
                    path.unlink(missing_ok=True)
                    removed += 1
        return removed

    def _path(self, content_hash: str) -> Path:
        return self.folder / content_hash[:2] / f"{content_hash}.zst"

    def _write(self, path: Path, packed: bytes) -> None:
        try:
            handle, aside = tempfile.mkstemp(dir=path.parent, prefix=_ASIDE)
        except FileNotFoundError:
            private.folder(path.parent)
            handle, aside = tempfile.mkstemp(dir=path.parent, prefix=_ASIDE)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(packed)
                file.flush()
                os.fsync(file.fileno())
            os.replace(aside, path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise


def _modified(path: Path) -> float:
    """When the file was last written; infinity where its writer has just renamed it."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return math.inf


@contextmanager
def _trouble(path: Path) -> Iterator[None]:
    """Raises `TryLater` for a full disk, a lost mount or a forbidden folder: not the page's
    fault.
    """
    try:
        yield
    except OSError as wrong:
        raise TryLater(
            f"{path}: the archive cannot be used ({wrong.strerror}); make room or repair"
            " it; the work continues by itself"
        ) from wrong
