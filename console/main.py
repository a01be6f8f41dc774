"""The `baqylau` command: one file per subcommand.

Comes in: the command line. Goes out: an exit status. Each name in `COMMANDS` is a module of this room whose function
`command` is the subcommand; it imports what is heavy inside itself, so that `baqylau --help` stays quick.
"""

from importlib import import_module

import typer

COMMANDS: tuple[str, ...] = ("crawl",)
GROUPS: tuple[str, ...] = ()
"""Modules with an `app` of their own: `baqylau jobs retry`."""

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Baqylau watches over the press.")

for _name in COMMANDS:
    app.command(_name.replace("_", "-"))(import_module(f"console.{_name}").command)
for _name in GROUPS:
    app.add_typer(import_module(f"console.{_name}").app, name=_name)

if __name__ == "__main__":
    app()
