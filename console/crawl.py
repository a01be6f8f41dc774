"""`baqylau crawl`: the outlets' files come in; visits outlets on their schedule until Ctrl-C, or
each due outlet once, and stores their pages.
"""

from typing import Annotated

import typer

from baqylau import settings


def command(
    once: Annotated[bool, typer.Option("--once", help="Visit every due outlet, then end.")] = False,
) -> None:
    """Visit the outlets and store their pages."""
    from crawler.run import crawl

    crawl(settings.load(), once)
