"""`baqylau serve`: the dashboard alone."""

import typer


def command() -> None:
    """Serve the dashboard over what is stored."""
    from baqylau import logs, settings
    from baqylau.assemble import open_house
    from console import tree

    given = settings.load()
    logs.configure(given.log_level)
    with tree.until_told() as told, open_house(given) as house, tree.serving(house) as address:
        typer.echo(f"Dashboard: {address}   Ctrl-C ends.")
        told.wait()
