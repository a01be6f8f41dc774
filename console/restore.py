"""`baqylau restore`: a folder that `baqylau backup` wrote comes in; a new, empty house is filled
from it.
"""

from pathlib import Path
from typing import Annotated

import typer


def command(
    folder: Annotated[
        Path,
        typer.Argument(help="The folder `baqylau backup` wrote.", exists=True, file_okay=False),
    ],
    with_gaps: Annotated[
        bool,
        typer.Option(
            "--with-gaps", help="Also where raw pages are missing or damaged; the rest is restored."
        ),
    ] = False,
) -> None:
    """Fill an empty database and archive from a backup; workers then make it searchable again."""
    from rich.console import Console

    from baqylau import backup, settings
    from baqylau.app import open_app
    from console import progress

    names = {"checked": "Check pages", "bodies": "Copy pages"}
    with (
        open_app(settings.load()) as app,
        progress.counted(Console(stderr=True), names) as tell,
    ):
        manifest, counts = backup.restore(app, folder, tell, with_gaps=with_gaps)
    typer.echo(
        "Restored: " + ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    )
    if manifest.gaps:
        typer.echo(f"Left out: {manifest.describe_gaps()}.", err=True)
    typer.echo("`baqylau work` fills the search index anew.")
