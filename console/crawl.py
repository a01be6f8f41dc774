"""`baqylau crawl`: visits outlets on their schedule until Ctrl-C, or once around."""

from typing import Annotated

import typer

from baqylau import settings
from baqylau.errors import ConfigurationError


def command(once: Annotated[bool, typer.Option("--once", help="Visit every due outlet, then end.")] = False) -> None:
    """Visit the outlets and keep their pages."""
    from crawler.run import crawl

    try:
        crawl(settings.load(), once)
    except ConfigurationError as wrong:
        typer.echo(f"baqylau crawl: {wrong}", err=True)
        raise typer.Exit(2) from wrong
