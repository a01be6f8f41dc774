"""Raw pages as they came: a body in, its SHA-256 out, and the body back for the hash. Which
archive: the address says.

>>> archive = open_archive("file:/var/lib/baqylau/archive")
>>> archive.put(b"<html>...")
'9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

from baqylau.archive.files import FileArchive
from baqylau.errors import ConfigurationError
from baqylau.masking import mask_setting


class Archive(Protocol):
    """Bodies by their SHA-256 (hex), decoded from their content-encoding and not from their
    charset.

    Each of them raises `TryLater` where the archive itself is in trouble: a full disk, a service
    that is away.
    """

    def put(self, body: bytes) -> str:
        """Keeps the body and answers its hash; a body that is already there costs nothing."""

    def get(self, content_hash: str) -> bytes:
        """The body. Raises `SetAside` where it is missing or damaged."""

    def has(self, content_hash: str) -> bool:
        """Whether the body is there."""

    def delete(self, content_hash: str) -> bool:
        """Whether the body was there; it is not any more."""

    def prepare(self) -> None:
        """The folder or bucket, made where it is not there."""

    def hashes(self, after: str = "") -> Iterator[str]:
        """Every body's hash, in order; only those behind `after`."""

    def remove_partial(self, before: datetime) -> int:
        """Removes what killed writers left half written before that moment; how many files."""


def open_archive(
    address: str, endpoint: str = "", region: str = "", key: str = "", secret: str = ""
) -> Archive:
    """The archive at an address; the rest is about s3:// only. Nothing is contacted yet.

    Raises `ConfigurationError` for a scheme that is not known.
    """
    scheme, colon, rest = address.partition(":")
    if scheme == "file" and colon and rest:
        return FileArchive(Path(rest.removeprefix("//")))
    if scheme == "s3":
        from baqylau.archive.s3 import S3Archive, S3Credentials

        return S3Archive(address, S3Credentials(endpoint, region, key, secret))
    raise ConfigurationError(
        f"setting archive: {mask_setting('archive', address)!r} is no place for raw pages; give"
        " file:/absolute/folder or s3://bucket/prefix"
    )
