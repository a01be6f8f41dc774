"""`baqylau work`: the settings come in; the workers run until SIGTERM or Ctrl-C, without crawler
and dashboard. Jobs in work are finished first.
"""

from typing import Annotated

import typer

from console.stage_names import StageName


def command(
    once: Annotated[bool, typer.Option("--once", help="Do all pending jobs, then end.")] = False,
    stage: Annotated[
        list[StageName] | None,
        typer.Option("--stage", help="Only this stage; may be given more than once."),
    ] = None,
) -> None:
    """Clean pages, extract facts, fill the search index."""
    from baqylau import logs, settings
    from workers.run import work, work_off

    given = settings.load()
    logs.configure(given.log_level)
    if once:
        work_off(given)
    else:
        work(given, stages=stage or ())
