"""Checks a deployment: the settings come in, results go out, each with what to do.

>>> [x.what for x in examine(settings.load()) if x.grade is Grade.BAD]
['database: at revision none, this version needs 0001']
"""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

from baqylau import queue as queues
from baqylau import registry
from baqylau.app import open_archive
from baqylau.archive import Archive
from baqylau.doctor import database, queue
from baqylau.doctor.results import CheckResult, Grade, fine
from baqylau.errors import BaqylauError, TryLater
from baqylau.settings import HOW_TO_CONTACT, Settings
from baqylau.store import soundness
from baqylau.store.connect import busy_as_try_later

__all__ = ["CheckResult", "Grade", "examine"]
_ROOM = 2 * 2**30  # bytes; a day of a hundred outlets takes about a tenth of this


def examine(settings: Settings) -> Iterator[CheckResult]:
    """Every result, one by one. Nothing is changed; the archive holds a test body for a moment."""
    yield fine(f"Python {sys.version.split()[0]}")
    yield from _settings(settings)
    for name, check in (
        ("outlets", _outlets),
        ("archive", _archive),
        ("queue", queue.check),
        ("database", database.check),
    ):
        yield from _guarded(name, check, settings)


def _guarded(
    name: str, check: Callable[[Settings], Iterator[CheckResult]], settings: Settings
) -> Iterator[CheckResult]:
    try:
        with busy_as_try_later(), soundness.damage_reported():
            yield from check(settings)
    except soundness.DamagedDatabase as wrong:
        yield CheckResult(Grade.BAD, f"{name}: {wrong.__cause__ or wrong}", soundness.REMEDY)
    except BaqylauError as wrong:
        yield CheckResult(
            Grade.BAD, f"{name}: {wrong}", "repair what the message names, then run doctor again"
        )
    except queues.AWAY as wrong:
        yield CheckResult(Grade.BAD, f"{name}: {wrong}", "start it, or correct BAQYLAU_QUEUE")


def _settings(settings: Settings) -> Iterator[CheckResult]:
    if not settings.contact:
        yield CheckResult(
            Grade.NOTE,
            "contact is empty",
            f"{HOW_TO_CONTACT}; without it no public outlet is visited",
        )
    longest = max(settings.clean_timeout, settings.facts_timeout)
    if settings.lease <= longest:
        yield CheckResult(
            Grade.BAD,
            f"lease {settings.lease} is no longer than the longest reading, {longest}",
            "raise BAQYLAU_LEASE, else jobs are done twice",
        )
    else:
        yield fine(f"lease {settings.lease} outlasts the longest reading, {longest}")
    data = settings.data.resolve()
    if data.exists() and not _writable(data):
        yield CheckResult(
            Grade.BAD,
            f"data folder {data} cannot be written",
            "make the user that the processes run as its owner",
        )


def _outlets(settings: Settings) -> Iterator[CheckResult]:
    if not settings.outlets.is_dir():
        yield CheckResult(
            Grade.BAD,
            f"outlets: no folder {settings.outlets}",
            "set BAQYLAU_OUTLETS to the folder of outlet files",
        )
        return
    known = registry.load(settings.outlets)
    yield fine(f"outlets: {sum(x.enabled for x in known.values())} enabled of {len(known)}")


def _archive(settings: Settings) -> Iterator[CheckResult]:
    archive = open_archive(settings)
    _probe(archive)
    yield fine(f"archive: {settings.archive_address} can store, read and delete")
    scheme, _, path = settings.archive_address.partition(":")
    if scheme == "file":
        yield _room(Path(path.removeprefix("//")))


def _probe(archive: Archive) -> None:
    body = f"a probe of baqylau doctor, {uuid4().hex}".encode()
    name = archive.put(body)
    if archive.get(name) != body or not archive.delete(name) or archive.has(name):
        raise TryLater("a body that was stored in the archive could not be read back unchanged")


def _room(folder: Path) -> CheckResult:
    free = shutil.disk_usage(folder).free
    words = f"archive: {free / 2**30:.1f} GiB free"
    return (
        fine(words)
        if free > _ROOM
        else CheckResult(
            Grade.BAD, words, "make room, or set BAQYLAU_KEEP_BODIES to delete old raw pages"
        )
    )


def _writable(folder: Path) -> bool:
    probe = folder / f".probe-{uuid4().hex}"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True
