"""Saved pages: a path comes in, its pages go out, one by one.

A path is a folder with `manifest.jsonl`, a web archive (WARC, ARC or WACZ), or a folder of such
folders and files. A
record that cannot be read is returned as `UnreadableRecord` between the others, and the next is
read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from baqylau.errors import InputError
from baqylau.exchange import folders, warc
from baqylau.exchange.archives import ZIP, is_archive
from baqylau.exchange.import_records import (
    MANIFEST,
    Record,
    shown,
    unreadable,
)
from baqylau.exchange.opening import opened, refusal
from baqylau.exchange.unpacking import GZIP, ZSTD
from baqylau.model.hosts import host_of, outlet_of
from baqylau.model.outlet import Outlet

_WANTED = (
    "nothing to import here; give a .warc, .warc.gz, .warc.zst, .arc or .wacz file, or a folder"
    f" with {MANIFEST} and html/<id>.html"
)
_LONGEST_ID = 64  # characters of an outlet's id in the database


def read(path: Path) -> Iterator[Record]:
    """Every page under the path, in a fixed order. Raises `InputError` where there is no file of a
    known kind.
    """
    sources = _sources(path)
    for number, source in enumerate(sources):
        for x in _read(source, path):
            yield replace(x, progress=(number + x.progress) / len(sources))


def _read(source: Path, path: Path) -> Iterator[Record]:
    """The records of one source. A source that cannot be opened or breaks off is one record that
    cannot be read.
    """
    inside = path if path.is_dir() else path.parent
    if source == path and path.is_file():
        # the person gave this link itself, so it may point anywhere
        inside = Path(path).resolve().parent
    done = 0.0
    try:
        reason = refusal(source, inside)
        if reason:
            yield unreadable(source, reason, 1.0)
            return
        read = folders.read if source.name == MANIFEST else warc.read
        for x in read(source, inside):
            done = x.progress
            yield x
    except Exception as wrong:  # noqa: BLE001  (one file of many: it is reported, and the next is read)
        yield unreadable(source, wrong, done, "what follows in this file is not read")


def _sources(path: Path) -> list[Path]:
    """Manifests and web archives, in order. A file that is given itself may have any name."""
    if path.exists() and not path.is_dir():
        if reason := refusal(path, path.resolve().parent):
            raise InputError(f"{shown(path)}: {reason}; nothing to import here")
        if path.name != MANIFEST and not is_archive(path.name) and not _holds_records(path):
            raise InputError(f"{shown(path)}: {_WANTED}")
        return [path]
    if (path / MANIFEST).is_file():
        return [path / MANIFEST]
    below = [x for x in path.rglob("*") if x.name == MANIFEST or is_archive(x.name)]
    if not below:
        raise InputError(f"{shown(path)}: {_WANTED}")
    return sorted(below)


def _holds_records(path: Path) -> bool:
    """Whether a file whose name says nothing begins as a web archive does."""
    with opened(path, path.resolve().parent) as file:
        return file.read(5).startswith((b"WARC/", GZIP, ZSTD, ZIP))


def id_and_name(url: str, outlets: Mapping[str, Outlet]) -> tuple[str, str]:
    """The id and name of the outlet of an address; its host for both where no outlet is known."""
    known = outlet_of(url, outlets.values())
    if known:
        return known.id, known.name
    host = host_of(url) or "unknown"
    return host[:_LONGEST_ID], host
