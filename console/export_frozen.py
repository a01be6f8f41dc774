"""`baqylau export … --freeze FOLDER`: an export and the sets wanted come in; a new folder with
their data, the codebook, the gaps and a manifest goes out, all of one moment of the database.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from baqylau.exports import Asked


def freeze(engine: Any, asked: "Asked", sets: Sequence[str], folder: Path) -> None:
    """Makes the folder and says what is in it. Raises `InputError` where it exists already."""
    from baqylau import exports
    from baqylau.exports.freezing import freeze as make

    for what in sets:
        exports.check(replace(asked, what=what))
    with counting("frozen set") as tick:
        counts = make(engine, asked, sets, folder, tick)
    for what, rows in counts.items():
        typer.echo(f"{what}: {rows} rows")
    typer.echo(f"{folder}: frozen; `baqylau export --check {folder}` compares it with its manifest")


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """Shows on a terminal how many rows were written so far; elsewhere nothing is shown."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what)
        yield lambda rows: progress.update(task, description=f"{what}: {rows:,} rows")
