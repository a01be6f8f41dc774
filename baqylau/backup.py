"""Backup and restore: the database and archive come in, a folder goes out, and the other way round.

The folder is of no database's own form: what SQLite kept PostgreSQL takes back, and bodies go from
a folder to a bucket. It holds `manifest.json`, the tables it names (`tables-…/`) and the bodies by
their hash (`archive/`). Everything is written and synced under other names first; replacing
`manifest.json`, which is one rename, makes the new backup the backup. Until then the earlier one is
whole, and only afterwards what it alone needed is removed. So nothing is ever renamed over a
folder, and the target may be a mounted disk.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

import structlog

from baqylau import clock
from baqylau.app import App
from baqylau.archive import Archive, open_archive
from baqylau.durable import locked, sync
from baqylau.errors import ConfigurationError, InputError, SetAside, TryLater
from baqylau.manifest import ARCHIVE, LANDED, MANIFEST, TABLES, BadBody, Manifest
from baqylau.store import dump, load, soundness

log = structlog.get_logger("backup")

_LOCK, _STAGING = ".lock", ".new-"
_OURS = re.compile(rf"({re.escape(_STAGING)}|{TABLES}-)[0-9a-f]{{32}}")
Tell = Callable[[str, int, int], None]
"""Hears what is done ("bodies"), how many so far, and of how many."""


def _silent(_what: str, _done: int, _of: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Taken:
    """What a backup holds: rows by table, its bodies, and how many of them were new to the folder.

    `manifest.gaps` are bodies that rows need and that neither archive nor folder has whole; `saved`
    are bad in the archive too, and the folder had them whole from before.
    """

    manifest: Manifest
    copied: int
    saved: tuple[BadBody, ...]

    @property
    def rows(self) -> dict[str, int]:
        return {k: v for k, v in self.manifest.dumped.rows.items() if k != dump.BODIES}


def backup(app: App, folder: Path, tell: Tell = _silent) -> Taken:
    """Takes a backup into the folder; a second one copies only bodies that are not there yet.

    Raises `DamagedDatabase` where the database cannot be read whole, `InputError` where another
    backup is under way or a full backup would give way to an empty one. An earlier backup in the
    folder stays as it is then.
    """
    _require_apart(app, folder)
    with soundness.damage_reported(), _trouble(folder):
        soundness.require_sound(app.engine)
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder / _LOCK, f"{folder}: another backup is being written here; wait for it"):
            earlier = _earlier(folder)
            staging = folder / f"{_STAGING}{uuid4().hex}"
            try:
                return _take(app, folder, staging, earlier, tell)
            finally:
                shutil.rmtree(staging, ignore_errors=True)


def _earlier(folder: Path) -> Manifest | None:
    """The backup that is there, rid of what killed ones left. Where its manifest cannot be read
    nothing is taken away before the new backup stands.
    """
    try:
        earlier = Manifest.of(folder) if Manifest.is_in(folder) else None
    except InputError as wrong:
        log.warning("the earlier backup cannot be used", error=str(wrong))
        return None
    _clear(folder, earlier)
    return earlier


def _take(app: App, folder: Path, staging: Path, earlier: Manifest | None, tell: Tell) -> Taken:
    staging.mkdir()
    tell("tables", 0, 1)
    moment, dumped = clock.now(), dump.dump(app.engine, staging)
    if earlier and earlier.dumped.rows.get("pages") and not dumped.rows["pages"]:
        raise InputError(
            f"{folder}: the backup there has {earlier.dumped.rows['pages']} pages and this database"
            " has none; look whether BAQYLAU_DATA and BAQYLAU_DATABASE are right, or give another"
            " folder"
        )
    tell("tables", 1, 1)
    copying = _Copying(app, _bodies(folder))
    copying.all(dump.hashes(staging), dumped.rows[dump.BODIES], tell)
    _sync_tree(folder / ARCHIVE)
    tables = folder / f"{TABLES}-{uuid4().hex}"
    sync(staging)
    staging.rename(tables)
    manifest = Manifest(dumped, tables.name, moment, tuple(copying.gaps), tuple(copying.left))
    sync(folder)
    manifest.write(folder)
    _clear(folder, manifest)
    _drop_unneeded(folder, manifest)
    return Taken(manifest, copying.copied, tuple(copying.saved))


@dataclass(slots=True)
class _Copying:
    """Bodies on their way into a backup, and what was found on it."""

    app: App
    target: Archive
    copied: int = 0
    gaps: list[BadBody] = field(default_factory=list)
    saved: list[BadBody] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def all(self, hashes: Iterator[str], total: int, tell: Tell) -> None:
        """Bodies on this machine's disk are read each time. A bucket is only listed where the
        folder has the body already: reading it would be to download it anew every night.
        """
        here = self.app.settings.archive_address.startswith("file:")
        listed = _Listed(iter(()) if here else self.app.archive.hashes())
        for done, content_hash in enumerate(hashes, 1):
            self._one(content_hash, here or content_hash not in listed)
            tell("bodies", done, total)

    def _one(self, content_hash: str, read: bool) -> None:
        have = whole(self.target, content_hash) is None
        if have and not read:
            return
        try:
            body = self.app.archive.get(content_hash)
        except SetAside as wrong:
            self._bad(content_hash, str(wrong), have)
            return
        if not have:
            self.target.delete(content_hash)
            self.target.put(body)
            self.copied += 1

    def _bad(self, content_hash: str, why: str, have: bool) -> None:
        url = dump.needing(self.app.engine, content_hash)
        bad = BadBody(content_hash, why, url or "")
        if have:
            self.saved.append(bad)
        elif url is None:
            self.left.append(content_hash)
        else:
            self.gaps.append(bad)


class _Listed:
    """Whether an ordered listing holds a hash, asked in order: the listing is walked once."""

    def __init__(self, hashes: Iterator[str]) -> None:
        self._hashes = hashes
        self._at = ""

    def __contains__(self, content_hash: str) -> bool:
        while self._at < content_hash:
            self._at = next(self._hashes, "~")
        return self._at == content_hash


def restore(
    app: App, folder: Path, tell: Tell = _silent, *, with_gaps: bool = False
) -> tuple[Manifest, dict[str, int]]:
    """Fills an empty database and archive from the folder. Everything is checked before anything is
    written: tables and their rows, and every body against its hash. The manifest, with the gaps
    found now, and rows by table with the "bodies" copied.

    Raises `InputError` for a folder that is not whole, also where only bodies are missing or
    damaged unless `with_gaps`; `ConfigurationError` for a database that is not empty.
    """
    _require_apart(app, folder)
    manifest = Manifest.of(folder)
    tables = folder / manifest.tables
    dump.check(tables, manifest.dumped)
    load.require_loadable(app.engine, manifest.dumped)
    manifest = replace(manifest, gaps=tuple(_gaps(folder, manifest, tell)))
    if manifest.gaps and not with_gaps:
        raise InputError(
            f"{folder}: {manifest.told_gaps()}; `baqylau restore --with-gaps` restores the rest"
        )
    copied = _bring_in(app.archive, folder, manifest, tell)
    counts = load.load(app.engine, tables, manifest.dumped, manifest.left, manifest.taken)
    return manifest, counts | {dump.BODIES: copied}


def _gaps(folder: Path, manifest: Manifest, tell: Tell) -> Iterator[BadBody]:
    """Bodies that the manifest says are missing, and those that are not whole in the folder."""
    source, known = _bodies(folder), {x.content_hash: x for x in manifest.gaps}
    left, total = set(manifest.left), manifest.needed
    for done, content_hash in enumerate(dump.hashes(folder / manifest.tables), 1):
        if content_hash not in left:
            why = whole(source, content_hash)
            if why is not None:
                yield known.get(content_hash, BadBody(content_hash, why))
        tell("checked", done, total)


def _bring_in(target: Archive, folder: Path, manifest: Manifest, tell: Tell) -> int:
    source, copied = _bodies(folder), 0
    passed = {x.content_hash for x in manifest.gaps} | set(manifest.left)
    total = manifest.needed
    for done, content_hash in enumerate(dump.hashes(folder / manifest.tables), 1):
        if content_hash not in passed and not _is_in(target, content_hash):
            target.delete(content_hash)  # a damaged one gives way
            target.put(source.get(content_hash))
            copied += 1
        tell("bodies", done, total)
    return copied


def whole(archive: Archive, content_hash: str) -> str | None:
    """None where the archive gives the body with the hash it is named by, else what is wrong."""
    try:
        archive.get(content_hash)
    except SetAside as wrong:
        return str(wrong)
    return None


def _is_in(archive: Archive, content_hash: str) -> bool:
    return archive.has(content_hash) and whole(archive, content_hash) is None


def _bodies(folder: Path) -> Archive:
    return open_archive(f"file:{(folder / ARCHIVE).resolve()}")


def _require_apart(app: App, folder: Path) -> None:
    place = Path(app.settings.archive_address.partition(":")[2]).resolve()
    if place == (folder / ARCHIVE).resolve():
        raise ConfigurationError(
            f"setting archive: {place} lies in the backup's own folder; give the backup another"
            " folder"
        )


@contextmanager
def _trouble(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as wrong:
        raise TryLater(
            f"{wrong.filename or folder}: the backup cannot be written ({wrong.strerror}); make"
            " room or mend it and take it again; an earlier backup in the folder is as it was"
        ) from wrong


def _clear(folder: Path, manifest: Manifest | None) -> None:
    """What a killed backup left, and tables of a backup that a newer one stands for."""
    if manifest and manifest.tables != LANDED and (folder / LANDED / MANIFEST).is_file():
        # renamed first: a removal that is killed half-way must still be known as ours
        (folder / LANDED).rename(folder / f"{TABLES}-{uuid4().hex}")
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name) and path.name != (manifest and manifest.tables):
            shutil.rmtree(path)
    (folder / f"{MANIFEST}.new").unlink(missing_ok=True)
    for path in (folder / ARCHIVE).glob("??/.part-*"):
        path.unlink()


def _drop_unneeded(folder: Path, manifest: Manifest) -> None:
    """Bodies no row needs any more: what was forgotten on request is not kept by a new backup."""
    needed = _Listed(dump.hashes(folder / manifest.tables))
    archive = _bodies(folder)
    for content_hash in archive.hashes():
        if content_hash not in needed:
            archive.delete(content_hash)


def _sync_tree(folder: Path) -> None:
    """The names in a folder and in its folders are on the disk; files were synced as they came."""
    if folder.is_dir():
        for path in (*(x for x in folder.iterdir() if x.is_dir()), folder):
            sync(path)
