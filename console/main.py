"""The `baqylau` command: the command line comes in, an exit status goes out. Each subcommand is a
module of this package.

A subcommand's module is imported when the subcommand runs or prints its own help, but not for
`baqylau --help`, which prints the two tables below; a test compares them with the commands' own
help.
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
    "crawl": "Visit the outlets and store their pages.",
    "backfill": "Fetch what an outlet published between two days, through its archives, sitemaps"
    " and lists.",
    "import_": "Import saved pages into the archive and read them.",
    "export": "Write articles, facts, mentions or the list of gaps as CSV or JSON Lines.",
    "search": "Search the stored articles: a table at a terminal, JSON Lines elsewhere.",
    "edits": "List what outlets changed and removed after publication, with what each edit meant.",
    "work": "Clean pages, extract facts, fill the search index.",
    "serve": "Serve the dashboard over what is stored.",
    "status": "Show pages by outcome, jobs by stage, open issues, failing outlets and jobs set"
    " aside.",
    "settings": "Print the effective settings; passwords, keys and webhooks are masked.",
    "migrate": "Bring the database to the newest revision; does nothing when it is there already.",
    "doctor": "Check versions, migrations, clocks, Redis' policy, disk, permissions and the"
    " backlog.",
    "backup": "Write database and raw pages into a folder, while crawler and workers run on.",
    "restore": "Fill an empty database and archive from a backup; workers then fill the search"
    " index.",
    "verify": "Check raw pages against hashes, rows against raw pages, outcomes, offsets and keys.",
    "clean": "Read pages as JSON Lines from standard input, write article records as JSON Lines.",
    "explain_clean": "Show which parts of a page were kept, which were dropped, and by which rule.",
    "reclean": "Read stored pages again with this version's cleaner and report what changed.",
    "facts": "Read article texts as JSON Lines from standard input, write mentions and facts as"
    " JSON Lines.",
    "stories": "Read articles as JSON Lines from standard input in order of arrival, write the"
    " story of each and what it reprints as JSON Lines.",
    "analysis": "Read examples of one feature as JSON Lines from standard input, write what is"
    " found.",
    "explain": "Show each fact in its sentence with the rule that made it.",
}
"""Module -> the first paragraph of its `command`'s docstring."""
GROUPS: dict[str, str] = {
    "forget": "Delete on request everything stored about an address or a person.",
    "outlets": "The outlets: list, draft, try, probe, health.",
    "opml": "Exchange lists of feeds with other readers.",
    "entities": "Read pairs of names as JSON Lines from standard input and say how likely each is"
    " one; or list, merge and split the stored entities.",
    "jobs": "List jobs that were set aside, and retry them.",
}
"""Module -> the help of its `cli`, which has subcommands of its own: `baqylau jobs retry`."""

TELL_DATA = frozenset(
    {
        *("export", "import", "status", "migrate", "doctor", "backup", "restore", "verify"),
        *(f"entities {x}" for x in ("list", "show", "pairs", "changes", "merge", "split", "undo")),
        *("entities same", "entities different", "search", "edits"),
        *("reclean", "backfill", "forget url", "forget person"),
        *("outlets health", "jobs list", "jobs retry", "jobs sweep"),
    }
)
"""The commands that say on standard error which data they use. `explain` and `explain-clean` say it
themselves where they read stored data, `run` and `demo` beside the dashboard's address."""
SERVICES = frozenset({"crawl", "work", "serve"})
"""They say it at a terminal only: elsewhere their standard error is a log."""


def spelled(module: str) -> str:
    """A module's name as it is typed: `explain_clean` is `explain-clean`, `import_` is `import`."""
    return module.replace("_", "-").removesuffix("-")


_MODULES = {spelled(module): module for module in COMMANDS | GROUPS}


def loaded(name: str) -> Any:
    """The command of that name; imports its module."""
    module = import_module(f"console.{_MODULES[name]}")
    if _MODULES[name] in GROUPS:
        group = typer.main.get_group(module.cli)
        for part, command in group.commands.items():
            _let_tell(f"{name} {part}", command)
        return group
    alone = typer.Typer(add_completion=False)
    alone.command(name)(module.command)
    command = typer.main.get_command(alone)
    _let_tell(name, command)
    return command


def _let_tell(name: str, command: Any) -> None:
    if name in TELL_DATA or name in SERVICES:
        from console.data_line import telling

        command.callback = telling(command.callback, terminal_only=name in SERVICES)


class LazyGroup(TyperGroup):
    """Its commands have only name and help until one is called. A `BaqylauError` is printed as one
    line and gives exit status 2; any other exception is a bug and keeps its traceback.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for module, line in (COMMANDS | GROUPS).items():
            self.add_command(TyperCommand(name=spelled(module), help=line))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, listed, rest = super().resolve_command(ctx, args)
        found = loaded(name) if name else listed
        gc.enable()  # `main` paused it
        return name, found, rest

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BaqylauError as wrong:
            typer.echo(f"baqylau {ctx.invoked_subcommand or ''}: {wrong}", err=True)
            raise typer.Exit(2) from wrong


class Program(typer.Typer):
    """The whole command line. The traceback of a bug is printed without local variables and with
    credentials masked.
    """

    def __call__(self, *given: Any, **named: Any) -> Any:
        try:
            return super().__call__(*given, **named)
        except Exception as wrong:  # noqa: BLE001  (any message may hold an address with a password)
            sys.stderr.write(mask_trace(wrong))
            sys.exit(1)


cli = Program(
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Baqylau watches over the press.",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from console.version import version

        typer.echo(version())
        raise typer.Exit


@cli.callback()
def options(
    version: bool = typer.Option(
        False, "--version", is_eager=True, callback=_show_version, help="Show versions and exit."
    ),
) -> None:
    """Options that come before a subcommand."""


def main() -> None:
    """The entry point of the process. There is no garbage collection until the command's module is
    imported (`console.collector` says why). The last one at exit is skipped too: the system takes
    the memory back anyway, and the collection took a sixth of a short command's CPU time.
    """
    gc.disable()
    try:
        cli(prog_name="baqylau")
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
