"""Frozen sets: an export and the sets wanted come in; a new folder with their data, the codebook,
the gaps and a manifest goes out.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import baqylau
from baqylau import atomic
from baqylau.errors import InputError
from baqylau.exchange import codebook, frozen, tables
from baqylau.exports import ABOUT_OUTLETS, COUNTS, ENDINGS, Asked, about, columns_of, files
from baqylau.store import schema_revision
from baqylau.store.connect import one_moment
from baqylau.store.queries import export


def freeze(
    engine: Any,
    asked: Asked,
    sets: Sequence[str],
    folder: Path,
    tick: Callable[[int], None] = lambda _: None,
) -> dict[str, int]:
    """Writes a frozen set into a new folder; returns the rows of each set. The rows are of one
    moment, and the same rows give the same bytes. Raises `InputError` where the folder exists and
    is not empty, or cannot be made, and `TryLater` where the disk is full: nothing of the set is
    left then.
    """
    target = folder.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(f"{folder} exists; a frozen set is never changed: give a new folder")
    atomic.folder(target.parent)
    with (
        files.on_disk(folder),
        tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.part-") as made,
        one_moment(engine) as connection,
    ):
        aside = Path(made) / "set"
        aside.mkdir()
        counted = _write_sets(connection, asked, sets, aside, tick)
        frozen.write_manifest(aside, _described(connection, asked, counted))
        if target.is_dir():
            target.rmdir()
        aside.rename(target)
    return {x: counted[x] for x in sets}


def _write_sets(
    connection: Any, asked: Asked, sets: Sequence[str], folder: Path, tick: Callable[[int], None]
) -> dict[str, int]:
    counted: dict[str, int] = {}
    for what in dict.fromkeys((*sets, *ABOUT_OUTLETS)):
        mine = replace(asked, what=what)
        if what in ABOUT_OUTLETS:
            mine = replace(mine, query=None, limit=None, form="csv")
        path = folder / f"{what}.{ENDINGS[mine.form]}"
        counted[what] = files.fill(connection, mine, path, tick).rows
    described = {x: columns_of(replace(asked, what=x)) for x in counted}
    lines = map(codebook.COLUMNS.values, codebook.rows(described))
    table = "".join(tables.csv_lines(lines, codebook.COLUMNS.names))
    atomic.write(folder / "codebook.csv", table)
    atomic.write(folder / "codebook.md", "".join(codebook.markdown(described)))
    return counted


def _described(connection: Any, asked: Asked, counted: Mapping[str, int]) -> dict[str, Any]:
    """What the manifest says beside the files."""
    return {
        "software": f"Baqylau {baqylau.__version__}",
        "database_revision": schema_revision.newest(),
        "asked": {
            **about(replace(asked, what=next(iter(counted)))),
            "sets": list(counted),
            "format": asked.form,
            "by": list(asked.by) if COUNTS in counted else None,
            "separator": asked.separator,
            "with_text": asked.with_text,
        },
        "rows": dict(counted),
        **export.described(connection, asked.filter),
    }
