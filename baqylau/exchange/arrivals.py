"""Saved pages from outside: a path comes in, pages with the outlet they seem to be from go out, one
by one.

A path is a folder with `manifest.jsonl`, a WARC file, or a folder of such folders and files. What
cannot be read is told as `Unreadable` between the others and stops nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from baqylau.errors import InputError
from baqylau.exchange import folders, warc
from baqylau.exchange.opening import refusal
from baqylau.exchange.saved import MANIFEST, Arrival, Foreign, Unreadable, shown, unreadable
from baqylau.model.outlet import Outlet

_WARC = (".warc", ".warc.gz")
_LONGEST_ID = 64  # characters of an outlet's id in the database

Record = Arrival | Unreadable | Foreign


def arrivals(path: Path) -> Iterator[Record]:
    """Every page under the path, in a fixed order. Raises `InputError` where there is nothing of a
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
        inside = Path(path).resolve().parent  # a link the person gave is the person's word
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
    except Exception as wrong:  # noqa: BLE001  (one file of many: it is told, and the next is read)
        yield unreadable(source, wrong, done, "what follows in this file is not read")


def _sources(path: Path) -> list[Path]:
    """Manifests and WARC files, in order."""
    if path.is_file() and path.name.endswith(_WARC):
        return [path]
    if path.exists() and not path.is_dir():
        reason = refusal(path, path.parent) or "no .warc or .warc.gz file"
        raise InputError(f"{shown(path)}: {reason}; nothing to import here")
    if (path / MANIFEST).is_file():
        return [path / MANIFEST]
    below = [x for x in path.rglob("*") if x.name == MANIFEST or x.name.endswith(_WARC)]
    if not below:
        raise InputError(
            f"{shown(path)}: nothing to import here; give a .warc or .warc.gz file, or a folder with"
            f" {MANIFEST} and html/<id>.html"
        )
    return sorted(below)


def outlet_of(url: str, outlets: Mapping[str, Outlet]) -> tuple[str, str]:
    """Id and name of the outlet an address seems to be from: one of the registry by host and
    longest common path, else the host itself.
    """
    parts = urlsplit(url)
    host = _bare(parts.hostname)
    theirs = [x for x in outlets.values() if host in _hosts(x)]
    if theirs:
        nearest = max(theirs, key=lambda x: (_common(parts.path, urlsplit(x.home).path), x.id))
        return nearest.id, nearest.name
    return (host or "unknown")[:_LONGEST_ID], host or "unknown"


def _hosts(outlet: Outlet) -> set[str]:
    return {_bare(urlsplit(outlet.home).hostname)}


def _bare(host: str | None) -> str:
    return (host or "").removeprefix("www.")


def _common(path: str, home: str) -> int:
    return len(home) if path.startswith(home) else 0
