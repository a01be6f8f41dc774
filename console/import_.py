"""`baqylau import PATH`: saved pages (a folder with manifest.jsonl, web archives) come in; they are
stored in the archive and read.

Pages that are stored already are skipped, so an import that was interrupted is simply started
again.
"""

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from baqylau.app import App
from baqylau.errors import InputError

_SHOWN = 20  # unreadable records that are named; the others are only counted


def command(
    path: Annotated[
        Path,
        typer.Argument(
            help=(
                "A folder with manifest.jsonl and html/, a web archive (.warc, .warc.gz, .warc.zst,"
                " .arc, .wacz), or a folder of these."
            )
        ),
    ],
    later: Annotated[
        bool,
        typer.Option(
            "--later", help="Only store the pages; `baqylau work` or `baqylau run` reads them."
        ),
    ] = False,
) -> None:
    """Import saved pages into the archive and read them."""
    from rich.console import Console

    from baqylau import logs, private, settings
    from baqylau.app import open_app
    from baqylau.store import pages

    if not path.exists():
        raise InputError(
            f"{path} does not exist; give a folder with manifest.jsonl, or a WARC file"
        )
    console = Console(stderr=True)
    given = settings.load()
    private.folder(given.data)
    logs.configure(given.log_level, given.data / "import.log")
    with open_app(given) as app:
        fresh, known, unreadable, skipped = _import(app, path, console)
        if not later:
            _read(app, console)
        totals = pages.totals(app.engine)
    for word in unreadable[:_SHOWN]:
        console.print(word, style="yellow", markup=False, highlight=False)
    if len(unreadable) > _SHOWN:
        console.print(f"… and {len(unreadable) - _SHOWN} more")
    typer.echo(
        f"{fresh} pages stored, {known} were stored already, {len(unreadable)} could not be read"
    )
    if skipped:
        typer.echo(f"{skipped.total()} records hold no page: {_kinds(skipped)}")
    typer.echo(
        "all pages: " + ", ".join(f"{count} {name}" for name, count in totals.items() if count)
    )
    if unreadable:  # a script that imports has to learn of it; all other records are stored
        raise typer.Exit(1)


def _kinds(skipped: Counter[str]) -> str:
    named = [f"{count} {reason}" for reason, count in skipped.most_common(_SHOWN)]
    others = skipped.total() - sum(count for _, count in skipped.most_common(_SHOWN))
    return ", ".join([*named, f"{others} others"] if others else named)


def _import(app: App, path: Path, console: Any) -> tuple[int, int, list[str], Counter[str]]:
    from rich.progress import Progress

    from workers.importer import import_pages

    fresh, known, unreadable, skipped = 0, 0, [], Counter[str]()
    with Progress(console=console) as bars:
        task = bars.add_task("Store pages", total=1.0)
        for step in import_pages(app, path):
            bars.update(task, completed=step.progress)
            if step.unreadable:
                unreadable.append(step.unreadable)
            elif step.skipped:
                skipped[step.skipped] += 1
            elif step.fresh:
                fresh += 1
            else:
                known += 1
    return fresh, known, unreadable, skipped


def _read(app: App, console: Any) -> None:
    from console import progress

    progress.read(app, console)
