"""The `baqylau` command: one module of this package per subcommand.

Comes in: the command line. Goes out: an exit status. A subcommand's module is imported when that
subcommand is called or asked for its own help, never for `baqylau --help`: what is printed there
is the two tables below, which a test compares with the commands' own help.
"""

import gc
import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from baqylau.errors import BaqylauError
from baqylau.masking import mask_trace

COMMANDS: dict[str, str] = {
    "demo": "Crawl the sample press, read it, show what was found; then serve the dashboard.",
    "run": "Crawl every outlet on its schedule, read its pages, serve the dashboard.",
    "crawl": "Visit the outlets and keep their pages.",
    "backfill": "Fetch what an outlet printed between two days, through its archives, sitemaps and"
    " lists.",
    "import_": "Bring saved pages into the archive and read them.",
    "export": "Write articles, facts or the ledger of gaps as CSV or JSON Lines.",
    "work": "Clean pages, extract facts, fill the search index.",
    "serve": "Serve the dashboard over what is stored.",
    "status": "Show pages by outcome, jobs by stage, open issues, failing outlets and what was set"
    " aside.",
    "settings": "Print the effective settings; passwords, keys and webhooks are masked.",
    "migrate": "Bring the database to the newest revision; harmless when it is there already.",
    "doctor": "Check versions, migrations, clocks, Redis' policy, disk, permissions and the"
    " backlog.",
    "backup": "Write database and raw pages into a folder, while everybody works on.",
    "restore": "Fill an empty database and archive from a backup; workers then make it searchable"
    " again.",
    "verify": "Check raw pages against hashes, rows against raw pages, outcomes, offsets and keys.",
    "clean": "Read pages as JSON Lines from standard input, write article records as JSON Lines.",
    "explain_clean": "Show what of a page was kept, what was dropped, and by which rule.",
    "reclean": "Read kept pages anew with today's cleaner and report what changed.",
    "facts": "Read article texts as JSON Lines from standard input, write mentions and facts as"
    " JSON Lines.",
    "explain": "Show each fact in its sentence with the rule that made it.",
}
"""Module -> the first paragraph of its `command`'s docstring."""
GROUPS: dict[str, str] = {
    "forget": "Delete on request everything kept of an address or a person.",
    "outlets": "The outlets: list, draft, try, probe, health.",
    "opml": "Exchange lists of feeds with other readers.",
    "jobs": "List what was set aside, and put it back to work.",
}
"""Module -> the help of its `cli`, which has subcommands of its own: `baqylau jobs retry`."""


def spelled(module: str) -> str:
    """A module's name as it is typed: `explain_clean` is `explain-clean`, `import_` is `import`."""
    return module.replace("_", "-").removesuffix("-")


_MODULES = {spelled(module): module for module in COMMANDS | GROUPS}


def loaded(name: str) -> Any:
    """The real command of a name, imported now."""
    module = import_module(f"console.{_MODULES[name]}")
    if _MODULES[name] in GROUPS:
        return typer.main.get_group(module.app)
    alone = typer.Typer(add_completion=False)
    alone.command(name)(module.command)
    return typer.main.get_command(alone)


class LazyGroup(TyperGroup):
    """Its commands bear name and help alone until one is called. Our own errors leave as one clear
    line and the exit status 2; anything else is a fault of ours and keeps its traceback.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for module, line in (COMMANDS | GROUPS).items():
            self.add_command(TyperCommand(name=spelled(module), help=line))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, listed, rest = super().resolve_command(ctx, args)
        return name, loaded(name) if name else listed, rest

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


cli = Program(
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Baqylau watches over the press.",
)


def _show_version(asked: bool) -> None:
    if asked:
        from console.version import version

        typer.echo(version())
        raise typer.Exit


@cli.callback()
def options(
    version: bool = typer.Option(
        False, "--version", is_eager=True, callback=_show_version, help="Show versions and exit."
    ),
) -> None:
    """What comes before a subcommand."""


def main() -> None:
    """The process' entry. What it leaves is not searched for garbage at its end: the system takes
    all of it back, and the search took a sixth of a short command's CPU time.
    """
    try:
        cli(prog_name="baqylau")
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
