"""Saved pages from outside: a path comes in, pages with the outlet they seem to be from go out, one
by one.

A path is a folder with `manifest.jsonl`, a WARC file, or a folder of such folders and files. What
cannot be read is told as
`Unreadable` between the others and stops nothing.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from baqylau.errors import InputError
from baqylau.exchange import folders, warc
from baqylau.exchange.saved import MANIFEST, Arrival, Unreadable
from baqylau.model.hosts import host_of, outlet_of
from baqylau.model.outlet import Outlet

_WARC = (".warc", ".warc.gz")
_LONGEST_ID = 64  # characters of an outlet's id in the database


def arrivals(path: Path) -> Iterator[Arrival | Unreadable]:
    """Every page under the path, in a fixed order. Raises `InputError` where there is nothing of a
    known kind.
    """
    sources = _sources(path)
    for number, source in enumerate(sources):
        read = warc.read if source.is_file() else folders.read
        for x in read(source):
            progress = (number + x.progress) / len(sources)
            yield (
                Arrival(x.page, progress)
                if isinstance(x, Arrival)
                else Unreadable(x.where, x.reason, progress)
            )


def _sources(path: Path) -> list[Path]:
    if path.is_file() and path.name.endswith(_WARC):
        return [path]
    if (path / MANIFEST).is_file():
        return [path]
    below = [x.parent for x in path.rglob(MANIFEST)] + [
        x for x in path.rglob("*") if x.is_file() and x.name.endswith(_WARC)
    ]
    if not below:
        raise InputError(
            f"{path}: nothing to import here; give a .warc or .warc.gz file, or a folder with"
            f" {MANIFEST} and html/<id>.html"
        )
    return sorted(below)


def id_and_name(url: str, outlets: Mapping[str, Outlet]) -> tuple[str, str]:
    """Of the outlet an address is from; of one the registry does not know, its host for both."""
    known = outlet_of(url, outlets.values())
    if known:
        return known.id, known.name
    host = host_of(url) or "unknown"
    return host[:_LONGEST_ID], host
