"""`baqylau coverage ARTICLE`: the id of an article comes in, a release for example; the articles of
its story go out, each with how it prints the release, how long after it and what part it keeps: as
a table at a terminal, as CSV elsewhere, or as a workbook.

$ baqylau coverage 7
$ baqylau coverage 7 --xlsx coverage.xlsx
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baqylau.errors import InputError

if TYPE_CHECKING:
    from baqylau.store.queries.coverage import Coverage


def command(
    article: Annotated[int, typer.Argument(min=1, max=2**31 - 1, help="The release's id.")],
    as_csv: Annotated[
        bool | None, typer.Option("--csv/--table", help="CSV or a table; a table at a terminal.")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write a workbook into this file.")] = None,
) -> None:
    """Show how the press printed a release: kind, delay and the part of its words kept."""
    from baqylau import atomic, registry, settings
    from baqylau.app import open_database
    from baqylau.exchange import tables
    from baqylau.exchange.workbook import workbook
    from baqylau.store.connect import busy_as_try_later
    from baqylau.store.queries import coverage

    given = settings.load()
    known = registry.load(given.outlets)
    with open_database(given) as engine, busy_as_try_later():
        found = coverage.of_release(engine, article, known)
    if found is None:
        raise InputError(f"no article {article}; `baqylau search` lists articles with their ids")
    if xlsx is not None:
        atomic.write(xlsx, workbook(coverage.as_rows(found), coverage.COLUMNS, "coverage"))
    elif not sys.stdout.isatty() if as_csv is None else as_csv:
        rows = (list(x.values()) for x in coverage.as_rows(found))
        sys.stdout.writelines(tables.csv_lines(rows, coverage.COLUMNS, False))
    else:
        _print_table(found)


def _print_table(found: "Coverage") -> None:
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    console.print(escape(f"{found.release.id}  {found.release.title or ''}"))
    if not found.articles:
        console.print("No other outlet has printed it.")
        return
    table = Table("after, h:mm", "outlet", "article", "how", "kept", box=box.SIMPLE)
    for x in found.articles:
        minutes = round(x.delay.total_seconds() / 60)
        table.add_row(
            f"{'-' if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02}",
            x.line.outlet_id,
            escape(f"{x.line.id}  {x.line.title or ''}"),
            x.kind,
            "" if x.kept is None else f"{100 * x.kept:.0f} %",
        )
    console.print(table)
