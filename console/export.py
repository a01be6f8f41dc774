"""`baqylau export articles|facts|gaps`: what is stored, newest first, as CSV or JSON Lines, on
standard output or into a file.

$ baqylau export gaps --outlet baq     # beside any data: when articles may be missing, and why
$ baqylau export facts --since 2026-11-01 --outlet baq --query '"водный кодекс"' \\
    --format csv > facts.csv
"""

import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from baqylau import atomic
from baqylau.errors import InputError

ALMATY = ZoneInfo("Asia/Almaty")


class ExportKind(StrEnum):
    ARTICLES = "articles"
    FACTS = "facts"
    GAPS = "gaps"


class ExportFormat(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


_FORMS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"]


def command(
    what: Annotated[
        ExportKind,
        typer.Argument(
            help="One line an article, a fact, or a time in which articles may be missing."
        ),
    ],
    since: Annotated[
        datetime | None,
        typer.Option(
            formats=_FORMS, help="The first day (in Almaty), or a moment with its offset."
        ),
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=_FORMS, help="The last day, inclusive, or a moment.")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="An outlet's id.")] = None,
    query: Annotated[
        str | None,
        typer.Option(help='Words in any form; words in "quotation marks" stand together.'),
    ] = None,
    language: Annotated[str | None, typer.Option(help="ru, kk, en …")] = None,
    kind: Annotated[
        str | None, typer.Option(help="Facts of this type only: quote, amount, role …")
    ] = None,
    who: Annotated[
        str | None,
        typer.Option(help="Facts whose speaker or person bears this name or part of it."),
    ] = None,
    reprints: Annotated[
        bool, typer.Option(help="With --no-reprints a text printed by several outlets counts once.")
    ] = True,
    form: Annotated[
        ExportFormat, typer.Option("--format", help="csv or jsonl.")
    ] = ExportFormat.JSONL,
    output: Annotated[
        Path | None, typer.Option(help="A file; standard output if not given.")
    ] = None,
) -> None:
    """Write articles, facts or the ledger of gaps as CSV or JSON Lines."""
    from baqylau import settings
    from baqylau.app import open_database
    from baqylau.exchange import tables
    from baqylau.store import issues
    from baqylau.store.connect import busy_as_try_later
    from baqylau.store.queries import export
    from baqylau.store.queries.filter import Filter

    if what is ExportKind.GAPS and (query or language or kind or who):
        raise InputError("gaps are narrowed by --outlet, --since and --until alone")
    if what is ExportKind.ARTICLES and (kind or who):
        raise InputError(
            "--kind and --who narrow facts; write `baqylau export facts`, or leave them out"
        )
    asked = Filter(outlet, language, _moment(since), _moment(until, end=True), kind, who, reprints)
    with open_database(settings.load()) as engine, busy_as_try_later():
        if what is ExportKind.GAPS:
            rows = issues.ledger(engine, outlet, asked.since, asked.until)
        else:
            of = export.of_articles if what is ExportKind.ARTICLES else export.of_facts
            rows = of(engine, asked, query)
        _write(tables.write(rows, form), output)


def _moment(given: datetime | None, end: bool = False) -> datetime | None:
    """A day begins, and as the last one ends, at midnight in Almaty."""
    if given is None or given.tzinfo:
        return given
    return (given + timedelta(days=1 if end else 0)).replace(tzinfo=ALMATY)


def _write(lines: Iterable[str], output: Path | None) -> None:
    if output:
        with atomic.text(output) as file:  # an export that breaks off leaves yesterday's file
            file.writelines(lines)
        return
    try:
        sys.stdout.writelines(lines)
        sys.stdout.flush()
    except BrokenPipeError:  # `| head`: whoever read has enough
        sys.stderr.close()
