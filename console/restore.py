"""`baqylau restore`: a folder that `baqylau backup` wrote comes in; an empty database and archive
are filled from it.
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
    """Fill an empty database and archive from a backup; workers then fill the search index."""
    from rich.console import Console

    from baqylau import backup, settings
    from baqylau.app import open_app
    from console import progress

    names = {"checked": "Check pages", "bodies": "Copy pages"}
    with (
        open_app(settings.load()) as app,
        progress.counted(Console(stderr=True), names) as report_progress,
    ):
        manifest, counts = backup.restore(app, folder, report_progress, with_gaps=with_gaps)
    typer.echo(
        "Restored: " + ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    )
    if manifest.gaps:
        typer.echo(f"Left out: {manifest.describe_gaps()}.", err=True)
    typer.echo("`baqylau work` fills the search index anew.")
