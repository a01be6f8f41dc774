"""The `baqylau` command: one file per subcommand.

Comes in: the command line. Goes out: an exit status. Each name in `COMMANDS` is a module of this
room whose function
`command` is the subcommand; it imports what is heavy inside itself, so that `baqylau --help` stays
quick.
"""

import sys
from importlib import import_module
from typing import Any

import typer

from baqylau.errors import BaqylauError
from baqylau.masking import mask_trace

COMMANDS: tuple[str, ...] = (
    "demo",
    "run",
    "crawl",
    "backfill",
    "import_",
    "export",
    "work",
    "serve",
    "status",
    "settings",
    "migrate",
    "doctor",
    "backup",
    "restore",
    "clean",
    "explain_clean",
    "reclean",
    "facts",
    "explain",
)
GROUPS: tuple[str, ...] = ("forget", "outlets", "opml", "jobs")
"""Modules with an `app` of their own: `baqylau jobs retry`."""


class Door(typer.core.TyperGroup):
    """Errors of the house leave as one clear line and the exit status 2; anything else is a fault
    of ours and keeps its traceback.
    """

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BaqylauError as wrong:
            typer.echo(f"baqylau {ctx.invoked_subcommand or ''}: {wrong}", err=True)
            raise typer.Exit(2) from wrong


class Program(typer.Typer):
    """The whole command line; the traceback of a fault of ours is printed without locals and
    without credentials.
    """

    def __call__(self, *given: Any, **named: Any) -> Any:
        try:
            return super().__call__(*given, **named)
        except Exception as wrong:  # noqa: BLE001  (whatever it is, its words may hold an address)
            sys.stderr.write(mask_trace(wrong))
            sys.exit(1)


app = Program(
    cls=Door,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Baqylau watches over the press.",
)

for _name in COMMANDS:
    app.command(_name.replace("_", "-").removesuffix("-"))(
        import_module(f"console.{_name}").command
    )
for _name in GROUPS:
    app.add_typer(import_module(f"console.{_name}").app, name=_name)

if __name__ == "__main__":
    app(prog_name="baqylau")
