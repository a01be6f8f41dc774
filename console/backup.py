"""`baqylau backup`: everything kept goes out as a folder that any form of the house reads (`baqylau
restore`).
"""

from pathlib import Path
from typing import Annotated

import typer


def command(
    folder: Annotated[
        Path,
        typer.Argument(
            help="Where to; a second backup into the same folder copies only new raw pages."
        ),
    ],
) -> None:
    """Write database and raw pages into a folder, while everybody works on."""
    from baqylau import backup, settings
    from baqylau.assemble import open_house

    with open_house(settings.load(), migrate=False) as house:
        counts = backup.backup(house, folder)
    typer.echo(
        f"Written to {folder}: "
        + ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    )
