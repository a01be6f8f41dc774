"""The archive of raw pages: a body comes in, its SHA-256 goes out, and the body again for the hash.
The address decides which archive it is: a folder or a bucket.

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

    Every method raises `TryLater` where the archive itself fails: a full disk, a service that
    cannot be reached.
    """

    def put(self, body: bytes) -> str:
        """Stores the body, unless it is there already, and returns its hash."""

    def get(self, content_hash: str) -> bytes:
        """The body. Raises `SetAside` where it is missing or damaged."""

    def has(self, content_hash: str) -> bool:
        """Whether the body is there."""

    def delete(self, content_hash: str) -> bool:
        """Deletes the body; returns whether it was there."""

    def prepare(self) -> None:
        """Makes the folder or bucket where it does not exist."""

    def hashes(self, after: str = "") -> Iterator[str]:
        """The hashes of all bodies in order; only those greater than `after`."""

    def remove_partial(self, before: datetime) -> int:
        """Removes unfinished files that killed writers left before that moment; returns how
        many.
        """


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
        f"setting archive: {mask_setting('archive', address)!r} cannot be an archive; give"
        " file:/absolute/folder or s3://bucket/prefix"
    )
