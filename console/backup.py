"""`baqylau backup`: the name of a folder comes in; database and raw pages are written into it, in a
form that `baqylau restore` reads on SQLite and PostgreSQL alike. The exit status is 1 where raw
pages were missing or damaged.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baqylau.manifest import BadBody

_SHOWN = 10  # damaged pages named on the terminal; the manifest names them all


def command(
    folder: Annotated[
        Path,
        typer.Argument(
            help="Folder to write to; a second backup into it copies only new raw pages."
        ),
    ],
) -> None:
    """Write database and raw pages into a folder, while crawler and workers run on."""
    from rich.console import Console

    from baqylau import backup, settings
    from baqylau.app import open_app
    from baqylau.store import soundness
    from console import progress

    os.umask(0o077)  # like the data folder, a backup is readable by its owner only
    names = {"tables": "Write tables", "bodies": "Copy pages"}
    with (
        soundness.damage_reported(),
        open_app(settings.load(), migrate=False) as app,
        progress.counted(Console(stderr=True), names) as report_progress,
    ):
        taken = backup.backup(app, folder, report_progress)
    counts = taken.rows | {"bodies copied": taken.copied}
    typer.echo(
        f"Written to {folder}: "
        + ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    )
    _name("missing or damaged in the archive, and not in this backup", taken.manifest.gaps)
    _name("missing or damaged in the archive; this backup has them from before", taken.saved)
    if taken.manifest.gaps or taken.saved:
        typer.echo("`baqylau verify` checks the whole archive.", err=True)
        raise typer.Exit(1)


def _name(what: str, bad: "Sequence[BadBody]") -> None:
    if bad:
        typer.echo(f"{len(bad)} raw pages are {what}:", err=True)
        for one in bad[:_SHOWN]:
            typer.echo(f"  {one}", err=True)
        if len(bad) > _SHOWN:
            typer.echo(f"  and {len(bad) - _SHOWN} more", err=True)
