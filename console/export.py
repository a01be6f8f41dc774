"""`baqylau export articles|facts|gaps`: a filter comes in; the stored articles, facts or gaps that
it lets through, newest first, go out as CSV or JSON Lines, on standard output or into a file.

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


_DATE_FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"]


def command(
    what: Annotated[
        ExportKind,
        typer.Argument(
            help="One line for each article, fact, or period in which articles may be missing."
        ),
    ],
    since: Annotated[
        datetime | None,
        typer.Option(
            formats=_DATE_FORMATS, help="The first day (in Almaty), or a moment with its offset."
        ),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=_DATE_FORMATS, help="The last day, inclusive, or a moment."),
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="An outlet's id.")] = None,
    query: Annotated[
        str | None,
        typer.Option(help='Words in any form; words in "quotation marks" are found as a phrase.'),
    ] = None,
    language: Annotated[str | None, typer.Option(help="ru, kk, en …")] = None,
    kind: Annotated[
        str | None, typer.Option(help="Facts of this type only: quote, amount, role …")
    ] = None,
    who: Annotated[
        str | None,
        typer.Option(help="Facts whose speaker or person has this name or part of it."),
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
    """Write articles, facts or the list of gaps as CSV or JSON Lines."""
    from baqylau import settings
    from baqylau.app import open_database
    from baqylau.exchange import tables
    from baqylau.store import issues
    from baqylau.store.connect import busy_as_try_later
    from baqylau.store.queries import export
    from baqylau.store.queries.filter import Filter

    if what is ExportKind.GAPS and (query or language or kind or who):
        raise InputError("gaps can be filtered by --outlet, --since and --until only")
    if what is ExportKind.ARTICLES and (kind or who):
        raise InputError(
            "--kind and --who filter facts only; write `baqylau export facts`, or leave them out"
        )
    chosen = Filter(outlet, language, _moment(since), _moment(until, end=True), kind, who, reprints)
    with open_database(settings.load()) as engine, busy_as_try_later():
        if what is ExportKind.GAPS:
            rows = issues.ledger(engine, outlet, chosen.since, chosen.until)
        else:
            select = export.of_articles if what is ExportKind.ARTICLES else export.of_facts
            rows = select(engine, chosen, query)
        _write(tables.write(rows, form), output)


def _moment(given: datetime | None, end: bool = False) -> datetime | None:
    """A day begins at midnight in Almaty; the last day ends at the following midnight."""
    if given is None or given.tzinfo:
        return given
    return (given + timedelta(days=1 if end else 0)).replace(tzinfo=ALMATY)


def _write(lines: Iterable[str], output: Path | None) -> None:
    if output:
        with atomic.text(output) as file:  # an interrupted export leaves the earlier file as it was
            file.writelines(lines)
        return
    try:
        sys.stdout.writelines(lines)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has closed the pipe, as `head` does
        sys.stderr.close()
