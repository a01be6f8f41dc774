"""`baqylau jobs`: job numbers or a stage come in; jobs that were set aside are listed or made
pending again.
"""

from typing import Annotated

import typer

from baqylau.stages import STAGES
from console.collector import paused
from console.stage_names import StageName

cli = typer.Typer(no_args_is_help=True, help="List jobs that were set aside, and retry them.")

StageOption = Annotated[StageName | None, typer.Option("--stage", help="Only this stage.")]


@cli.command("list")
def listing(
    stage: StageOption = None,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1)] = 100,
) -> None:
    """Show jobs that were set aside, the latest first, with their reasons."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from baqylau import settings
    from baqylau.app import open_database
    from baqylau.store.queries import operations

    with paused(), open_database(settings.load()) as engine:
        lines = operations.set_aside(engine, limit, stage)
    table = Table("job", "stage", "of", "attempts", "address", "reason", box=box.SIMPLE_HEAD)
    for x in lines:
        table.add_row(
            str(x.id),
            x.stage,
            str(x.subject),
            str(x.attempts),
            Text(x.url or "", overflow="fold"),
            Text(x.reason or "", overflow="fold"),
        )
    Console().print(table if lines else "Nothing is set aside.")


@cli.command()
def sweep(stage: StageOption = None) -> None:
    """Make jobs for everything that an earlier version has read, so that this version reads it.
    Workers may run meanwhile.
    """
    from baqylau import settings
    from baqylau.app import open_database
    from baqylau.store import jobs
    from baqylau.store.dialect.db_clock import db_now
    from baqylau.store.versions import version_of

    with open_database(settings.load(), migrate=True) as engine:
        for one in (stage,) if stage else tuple(STAGES):
            count = jobs.sweep(engine, one, version_of(one), db_now(engine))
            typer.echo(f"{one}: {count} to be done again by {version_of(one)}")


@cli.command()
def retry(
    ids: Annotated[
        list[int] | None,
        typer.Argument(help="Job numbers; all that were set aside if none is given."),
    ] = None,
    stage: StageOption = None,
) -> None:
    """Make jobs that were set aside pending again, with their attempts counted from zero."""
    from baqylau import clock, settings
    from baqylau.app import open_database
    from baqylau.store import jobs

    with open_database(settings.load(), migrate=True) as engine:
        count = jobs.retry(engine, clock.now(), stage, ids or ())
    typer.echo(f"{count} jobs are pending again." if count else "Nothing was set aside.")
