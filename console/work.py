"""`baqylau work`: the workers alone, until SIGTERM or Ctrl-C; what is under way is finished first."""

from typing import Annotated

import typer


def command(once: Annotated[bool, typer.Option("--once", help="Work off what is pending, then end.")] = False) -> None:
    """Clean pages, extract facts, fill the search index."""
    from baqylau import logs, settings
    from workers.run import work, work_off

    given = settings.load()
    logs.configure(given.log_level)
    (work_off if once else work)(given)
