"""`baqylau tokens`: a name and scopes come in; a token of the API is made, listed or revoked."""

from datetime import timedelta
from typing import Annotated

import typer

from baqylau.model.access import TERMINAL, Scope
from console.collector import paused

cli = typer.Typer(no_args_is_help=True, help="Tokens of programs for the API: add, list, revoke.")


@cli.command()
def add(
    name: Annotated[str, typer.Argument(help="Who uses it: a program, an office.")],
    scope: Annotated[
        list[Scope] | None,
        typer.Option(
            "--scope",
            help="read: facts, titles, leads, links; text: full texts too; write: corrections."
            " May be given several times; read is in every token.",
        ),
    ] = None,
    days: Annotated[
        int, typer.Option("--days", help="Days until it expires; 0: never.", min=0, max=3650)
    ] = 365,
) -> None:
    """Make a token and print it on standard output, once: only its hash is stored."""
    from baqylau import clock, settings
    from baqylau.app import open_database
    from baqylau.store import tokens
    from baqylau.store.audit import Actor

    now = clock.now()
    with open_database(settings.load(), migrate=True) as engine:
        until = now + timedelta(days=days) if days else None
        by = Actor(TERMINAL.name, "", now)
        token, row = tokens.add(engine, name, scope or (), by, until)
    typer.echo(token)
    scopes = " ".join(sorted(row.scopes))
    ends = f"until {row.expires:%Y-%m-%d}" if row.expires else "without an end"
    typer.echo(f"{row.prefix}, {scopes}, {ends}: it is shown only now; keep it safe.", err=True)


@cli.command("list")
def listing() -> None:
    """Show all tokens, without their secrets: the last made first."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from baqylau import clock, settings
    from baqylau.app import open_database
    from baqylau.store import tokens

    with paused(), open_database(settings.load()) as engine:
        found = tokens.listed(engine)
    table = Table("token", "name", "scopes", "expires", "last used", "state", box=box.SIMPLE_HEAD)
    now = clock.now()
    for x in found:
        state = "revoked" if x.revoked else "valid" if x.is_valid(now) else "expired"
        times = [f"{y:%Y-%m-%d %H:%M}" if y else "never" for y in (x.expires, x.last_used)]
        table.add_row(x.prefix, Text(x.name), " ".join(sorted(x.scopes)), *times, state)
    Console().print(table if found else "There are no tokens.")


@cli.command()
def revoke(
    token: Annotated[str, typer.Argument(help="Its beginning, as the list shows it: baq_….")],
) -> None:
    """End a token for ever; a program that sends it is refused from then on."""
    from baqylau import clock, settings
    from baqylau.app import open_database
    from baqylau.store import tokens
    from baqylau.store.audit import Actor

    with open_database(settings.load(), migrate=True) as engine:
        row = tokens.revoke(engine, token, Actor(TERMINAL.name, "", clock.now()))
    typer.echo(f"{row.prefix} ({row.name}) is revoked.")
