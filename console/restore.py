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
) -> None:
    """Fill an empty database and archive from a backup; workers then make it searchable again."""
    from baqylau import backup, settings
    from baqylau.assemble import open_house

    with open_house(settings.load()) as house:
        counts = backup.restore(house, folder)
    typer.echo(
        "Restored: " + ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    )
    typer.echo("`baqylau work` fills the search index anew.")
