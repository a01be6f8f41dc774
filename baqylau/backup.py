"""Backup and restore: the house at its three addresses comes in, a folder goes out, and the other
way round.

The folder is of no database's own form: what SQLite kept PostgreSQL takes back, and bodies go from
a folder to a bucket.
"""

from collections.abc import Callable
from pathlib import Path

from baqylau.archive import Archive, open_archive
from baqylau.assemble import House
from baqylau.errors import ConfigurationError, InputError
from baqylau.store import dump

TABLES, BODIES = "tables", "archive"


def backup(
    house: House, folder: Path, tell: Callable[[int], None] = lambda _: None
) -> dict[str, int]:
    """Writes tables, then bodies that are not in the folder yet: the second backup into a folder
    copies only what is new.

    Rows by table, and "bodies" copied. `tell` hears how many so far.
    """
    counts = dump.dump(house.engine, folder / TABLES)
    return counts | {"bodies": _copy(house.archive, _bodies(folder), tell)}


def restore(
    house: House, folder: Path, tell: Callable[[int], None] = lambda _: None
) -> dict[str, int]:
    """Bodies first, then tables into an empty database; every body is checked against its hash on
    the way. Counts as `backup`.

    Raises `InputError` for a folder that is not whole, `ConfigurationError` for a database that is
    not empty.
    """
    if not (folder / TABLES / dump.MANIFEST).is_file():
        raise InputError(
            f"{folder}: no {TABLES}/{dump.MANIFEST} in it; give the folder `baqylau backup` wrote"
        )
    if (
        Path(house.settings.archive_address.partition(":")[2]).resolve()
        == (folder / BODIES).resolve()
    ):
        raise ConfigurationError(
            "setting archive: the archive lies in the backup's own folder; restore into another"
            " place"
        )
    copied = _copy(_bodies(folder), house.archive, tell)
    return dump.load(house.engine, folder / TABLES) | {"bodies": copied}


def _bodies(folder: Path) -> Archive:
    return open_archive(f"file:{(folder / BODIES).resolve()}")


def _copy(source: Archive, target: Archive, tell: Callable[[int], None]) -> int:
    copied = 0
    for content_hash in source.hashes():
        if not target.has(content_hash):
            target.put(source.get(content_hash))
            copied += 1
            tell(copied)
    return copied
