"""Raw pages in a folder: one zstd file per body, named by the body's SHA-256 and fanned out over 256 folders.

A file appears under its name only when it is whole (written aside, synced, renamed), so whatever has a name can be read.
"""

import hashlib
import os
import tempfile
import threading
from pathlib import Path

import zstandard

from baqylau.errors import SetAside

_LEVEL = 6  # news pages: 5.6x smaller at 6, 5.9x at 12 for three times the time
_LARGEST = 256 * 2**20  # bytes; a frame that claims more is damaged: fetches end at 10 MiB, imports well below this


class FileArchive:
    """An archive in one folder; any number of processes may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._own = threading.local()  # zstd's objects may not be shared between threads

    def put(self, body: bytes) -> str:
        content_hash = hashlib.sha256(body).hexdigest()
        path = self._path(content_hash)
        if not path.exists():
            self._write(path, self._compressor().compress(body))
        return content_hash

    def get(self, content_hash: str) -> bytes:
        path = self._path(content_hash)
        try:
            body = zstandard.ZstdDecompressor().decompress(path.read_bytes(), max_output_size=_LARGEST)
        except FileNotFoundError as wrong:
            raise SetAside(f"{path}: the body is not in the archive; fetch or import the page again") from wrong
        except zstandard.ZstdError as wrong:
            raise SetAside(f"{path}: the file is damaged ({wrong}); remove it and fetch or import the page again") from wrong
        if hashlib.sha256(body).hexdigest() != content_hash:
            raise SetAside(f"{path}: the body does not have the hash it is named by; remove it and fetch or import the page again")
        return body

    def has(self, content_hash: str) -> bool:
        return self._path(content_hash).exists()

    def _path(self, content_hash: str) -> Path:
        return self.folder / content_hash[:2] / f"{content_hash}.zst"

    def _compressor(self) -> zstandard.ZstdCompressor:
        if not hasattr(self._own, "compressor"):
            self._own.compressor = zstandard.ZstdCompressor(level=_LEVEL)
        return self._own.compressor  # type: ignore[no-any-return]  # threading.local has no types of its own

    def _write(self, path: Path, packed: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(packed)
                file.flush()
                os.fsync(file.fileno())
            os.replace(aside, path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
