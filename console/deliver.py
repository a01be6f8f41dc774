"""`baqylau deliver`: the settings come in; the outbox is delivered until SIGTERM or Ctrl-C, without
crawler, workers and dashboard. Messages under way are finished first.
"""

from typing import Annotated

import typer


def command(
    once: Annotated[bool, typer.Option("--once", help="Send all that is due, then end.")] = False,
) -> None:
    """Send what watches and outlets' issues have to tell."""
    from baqylau import logs, settings
    from workers.deliver import deliver, deliver_due

    given = settings.load()
    logs.configure(given.log_level)
    if once:
        deliver_due(given)
    else:
        deliver(given)
