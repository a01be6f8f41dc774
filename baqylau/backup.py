"""Backup and restore: the database and archive come in, a folder goes out, and the other way round.

The folder's format belongs to no database: a backup of SQLite can be restored into PostgreSQL, and
bodies of a folder into a bucket. It holds `manifest.json`, the tables it names (`tables-…/`) and
the bodies by their hash (`archive/`). Everything is written and synced under other names first. The
new backup becomes valid when `manifest.json` is replaced, which is one rename. Until then the
earlier backup is whole; afterwards the files that only the earlier one needed are removed. No
folder is ever renamed over another, so the target may be a mounted disk.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

import structlog

from baqylau import atomic, clock
from baqylau.app import App
from baqylau.archive import Archive, open_archive
from baqylau.errors import ConfigurationError, InputError, SetAside, TryLater
from baqylau.manifest import ARCHIVE, LANDED, MANIFEST, TABLES, BadBody, Manifest
from baqylau.store import dump, load, soundness

log = structlog.get_logger("backup")

_LOCK, _STAGING = ".lock", ".new-"
_OURS = re.compile(rf"({re.escape(_STAGING)}|{TABLES}-)[0-9a-f]{{32}}")
Progress = Callable[[str, int, int], None]
"""Called with what is being done ("bodies"), how many are done, and how many there are."""


def _silent(_what: str, _done: int, _of: int) -> None: ...


@dataclass(frozen=True, slots=True)
class BackupResult:
    """What a backup holds: its manifest, and how many bodies were copied into the folder.

    `manifest.gaps` are bodies that rows need and that are whole neither in the archive nor in the
    folder. `saved` are bodies that are bad in the archive and whole in the folder, from an earlier
    backup.
    """

    manifest: Manifest
    copied: int
    saved: tuple[BadBody, ...]

    @property
    def rows(self) -> dict[str, int]:
        return {k: v for k, v in self.manifest.dumped.rows.items() if k != dump.BODIES}


def backup(app: App, folder: Path, progress: Progress = _silent) -> BackupResult:
    """Writes a backup into the folder; a second one copies only bodies that are not there yet.

    Raises `DamagedDatabase` where the database cannot be read whole, `InputError` where another
    backup is under way or an empty backup would replace a full one. An earlier backup in the folder
    stays as it is then.
    """
    _require_apart(app, folder)
    with soundness.damage_reported(), _trouble(folder):
        soundness.require_sound(app.engine)
        folder.mkdir(parents=True, exist_ok=True)
        busy = f"{folder}: another backup is being written here; wait for it"
        with atomic.locked(folder / _LOCK, busy):
            earlier = _earlier(folder)
            staging = folder / f"{_STAGING}{uuid4().hex}"
            try:
                return _write(app, folder, staging, earlier, progress)
            finally:
                shutil.rmtree(staging, ignore_errors=True)


def _earlier(folder: Path) -> Manifest | None:
    """The manifest of the backup that is there; leftovers of killed backups are removed. Where the
    manifest cannot be read, nothing is removed before the new backup is complete.
    """
    try:
        earlier = Manifest.of(folder) if Manifest.is_in(folder) else None
    except InputError as wrong:
        log.warning("the earlier backup cannot be used", error=str(wrong))
        return None
    _clear(folder, earlier)
    return earlier


def _write(
    app: App, folder: Path, staging: Path, earlier: Manifest | None, progress: Progress
) -> BackupResult:
    staging.mkdir()
    progress("tables", 0, 1)
    moment, dumped = clock.now(), dump.dump(app.engine, staging)
    if earlier and earlier.dumped.rows.get("pages") and not dumped.rows["pages"]:
        raise InputError(
            f"{folder}: the backup there has {earlier.dumped.rows['pages']} pages and this database"
            " has none; check whether BAQYLAU_DATA and BAQYLAU_DATABASE are right, or give another"
            " folder"
        )
    progress("tables", 1, 1)
    copying = _Copying(app, _bodies(folder))
    copying.copy(dump.hashes(staging), dumped.rows[dump.BODIES], progress)
    _sync_tree(folder / ARCHIVE)
    tables = folder / f"{TABLES}-{uuid4().hex}"
    atomic.sync(staging)
    staging.rename(tables)
    manifest = Manifest(dumped, tables.name, moment, tuple(copying.gaps), tuple(copying.left))
    atomic.sync(folder)
    manifest.write(folder)
    _clear(folder, manifest)
    _drop_unneeded(folder, manifest)
    return BackupResult(manifest, copying.copied, tuple(copying.saved))


@dataclass(slots=True)
class _Copying:
    """Copies bodies into a backup and notes those that are missing or damaged."""

    app: App
    target: Archive
    copied: int = 0
    gaps: list[BadBody] = field(default_factory=list)
    saved: list[BadBody] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def copy(self, hashes: Iterator[str], total: int, progress: Progress) -> None:
        """Bodies on this machine's disk are read at every backup. Bodies in a bucket are read when
        they are copied, and later only looked for in its listing: reading them would download the
        whole bucket every night.
        """
        here = self.app.settings.archive_address.startswith("file:")
        listed = _Listed(iter(()) if here else self.app.archive.hashes())
        for done, content_hash in enumerate(hashes, 1):
            self._one(content_hash, here or content_hash not in listed)
            progress("bodies", done, total)

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
    """Whether a sorted listing holds a hash. Hashes must be asked for in order, because the listing
    is read once.
    """

    def __init__(self, hashes: Iterator[str]) -> None:
        self._hashes = hashes
        self._at = ""

    def __contains__(self, content_hash: str) -> bool:
        while self._at < content_hash:
            self._at = next(self._hashes, "~")
        return self._at == content_hash


def restore(
    app: App, folder: Path, progress: Progress = _silent, *, with_gaps: bool = False
) -> tuple[Manifest, dict[str, int]]:
    """Fills an empty database and archive from the folder. Before anything is written, the tables,
    their row counts and the hash of every body are checked. Returns the manifest with the gaps
    found now, and the number of rows by table, with "bodies" for the bodies copied.

    Raises `InputError` for a folder that is not whole (unless `with_gaps` where only bodies are
    missing or damaged); `ConfigurationError` for a database that is not empty.
    """
    _require_apart(app, folder)
    manifest = Manifest.of(folder)
    tables = folder / manifest.tables
    dump.check(tables, manifest.dumped)
    load.require_loadable(app.engine, manifest.dumped)
    manifest = replace(manifest, gaps=tuple(_gaps(folder, manifest, progress)))
    if manifest.gaps and not with_gaps:
        raise InputError(
            f"{folder}: {manifest.describe_gaps()}; `baqylau restore --with-gaps` restores the rest"
        )
    copied = _copy_bodies(app.archive, folder, manifest, progress)
    counts = load.load(app.engine, tables, manifest.dumped, manifest.left, manifest.taken)
    return manifest, counts | {dump.BODIES: copied}


def _gaps(folder: Path, manifest: Manifest, progress: Progress) -> Iterator[BadBody]:
    """Bodies that the folder lacks or that are damaged in it."""
    source, known = _bodies(folder), {x.content_hash: x for x in manifest.gaps}
    left, total = set(manifest.left), manifest.needed
    for done, content_hash in enumerate(dump.hashes(folder / manifest.tables), 1):
        if content_hash not in left:
            why = whole(source, content_hash)
            if why is not None:
                yield known.get(content_hash, BadBody(content_hash, why))
        progress("checked", done, total)


def _copy_bodies(target: Archive, folder: Path, manifest: Manifest, progress: Progress) -> int:
    source, copied = _bodies(folder), 0
    passed = {x.content_hash for x in manifest.gaps} | set(manifest.left)
    total = manifest.needed
    for done, content_hash in enumerate(dump.hashes(folder / manifest.tables), 1):
        if content_hash not in passed and not _is_in(target, content_hash):
            target.delete(content_hash)  # `put` would leave a damaged one as it is
            target.put(source.get(content_hash))
            copied += 1
        progress("bodies", done, total)
    return copied


def whole(archive: Archive, content_hash: str) -> str | None:
    """None where the archive holds the body undamaged, else what is wrong with it."""
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
            " room or repair it and run the backup again; an earlier backup is unchanged"
        ) from wrong


def _clear(folder: Path, manifest: Manifest | None) -> None:
    """Removes what killed backups left, and the tables of a backup that a newer one replaced."""
    if manifest and manifest.tables != LANDED and (folder / LANDED / MANIFEST).is_file():
        # renamed first: if the removal is killed half-way, the next backup recognises the rest
        (folder / LANDED).rename(folder / f"{TABLES}-{uuid4().hex}")
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name) and path.name != (manifest and manifest.tables):
            shutil.rmtree(path)
    atomic.remove_parts(folder / MANIFEST)
    for path in (folder / ARCHIVE).glob("??/.part-*"):
        path.unlink()


def _drop_unneeded(folder: Path, manifest: Manifest) -> None:
    """Removes bodies that no row needs any more: a new backup does not keep what was erased."""
    needed = _Listed(dump.hashes(folder / manifest.tables))
    archive = _bodies(folder)
    for content_hash in archive.hashes():
        if content_hash not in needed:
            archive.delete(content_hash)


def _sync_tree(folder: Path) -> None:
    """Syncs the names in a folder and in its folders; the files were synced when they were
    written.
    """
    if folder.is_dir():
        for path in (*(x for x in folder.iterdir() if x.is_dir()), folder):
            atomic.sync(path)
