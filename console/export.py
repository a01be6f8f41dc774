"""`baqylau export articles|facts|mentions|gaps|citations`: a filter comes in; the stored articles,
facts, mentions, gaps or citations that it lets through, newest first, go out as CSV or JSON Lines,
citations also as a graph (GraphML), on standard output or into a file.

$ baqylau export gaps --outlet baq     # beside any data: when articles may be missing, and why
$ baqylau export facts --since 2026-11-01 --outlet baq --query '"водный кодекс"' \\
    --format csv > facts.csv
"""

import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from baqylau import atomic
from baqylau.errors import InputError
from baqylau.exchange import flat_rows, tables
from baqylau.model.fact import MENTION_TYPES, TYPES
from console.export_citations import citation_rows, graph_of

if TYPE_CHECKING:
    from baqylau.store.queries.filter import Filter

_LANGUAGES = ("ru", "kk", "en")
_MOST_NAMED = 40  # outlets in a message
ALMATY = ZoneInfo("Asia/Almaty")


class ExportKind(StrEnum):
    ARTICLES = "articles"
    FACTS = "facts"
    MENTIONS = "mentions"
    GAPS = "gaps"
    CITATIONS = "citations"


class ExportFormat(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"
    GRAPHML = "graphml"


_PLAIN = (ExportKind.GAPS, ExportKind.CITATIONS)
"""What has no text, language or facts of its own."""
_DATE_FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"]


def command(
    what: Annotated[
        ExportKind,
        typer.Argument(
            help=(
                "One line for each article, fact, mention of a name, period in which articles may"
                " be missing, or citation (who names whom as a source)."
            )
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
        typer.Option(help="As `baqylau search` takes it: words in any form, phrases, OR, -not …"),
    ] = None,
    language: Annotated[str | None, typer.Option(help="ru, kk, en …")] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            help="Facts of this type only: quote, amount, role …; mentions: person, place …"
        ),
    ] = None,
    who: Annotated[
        str | None,
        typer.Option(
            help="Facts whose speaker or person has this name or part of it; mentions of the name."
        ),
    ] = None,
    entity: Annotated[
        int | None,
        typer.Option(help="A person or organization under all names: `baqylau entities list`."),
    ] = None,
    reprints: Annotated[
        bool, typer.Option(help="With --reprints a text that several outlets printed comes again.")
    ] = False,
    form: Annotated[
        ExportFormat, typer.Option("--format", help="csv or jsonl; citations also graphml.")
    ] = ExportFormat.JSONL,
    output: Annotated[
        Path | None, typer.Option(help="A file; standard output if not given.")
    ] = None,
    bom: Annotated[
        bool,
        typer.Option(
            help="With --no-bom a CSV file begins without the mark by which Excel knows Cyrillic."
        ),
    ] = True,
) -> None:
    """Write articles, facts, mentions, gaps or citations as CSV, JSON Lines or a graph."""
    from baqylau import settings
    from baqylau.app import open_database
    from baqylau.store.connect import busy_as_try_later
    from baqylau.store.queries.filter import Filter

    if what in _PLAIN and (query or language or kind or who or entity):
        raise InputError(f"{what.value} can be filtered by --outlet, --since and --until only")
    if form is ExportFormat.GRAPHML and what is not ExportKind.CITATIONS:
        raise InputError(f"{what.value} are no graph: write --format csv or jsonl")
    if what is ExportKind.ARTICLES and (kind or who):
        raise InputError(
            "--kind and --who filter facts and mentions only; write `baqylau export facts`, or"
            " leave them out"
        )
    _require_kind(what, kind)
    chosen = Filter(
        outlet,
        language,
        _moment(since),
        _moment(until, end=True),
        kind,
        who,
        reprints,
        entity=entity,
    )
    with open_database(settings.load()) as engine, busy_as_try_later():
        require_known(engine, outlet, language)
        rows, columns = _rows(engine, what, chosen, query)
        if form is ExportFormat.GRAPHML:
            _write(graph_of(rows), output)
        elif form is ExportFormat.JSONL:
            _write(tables.jsonl(rows), output)
        else:
            _write(tables.csv_lines(map(columns.row, rows), columns.names, bom), output)


def _rows(
    engine: Any, what: ExportKind, chosen: "Filter", query: str | None
) -> tuple[Iterable[dict[str, Any]], flat_rows.Columns]:
    from baqylau.store import issues
    from baqylau.store.queries import export
    from console.search import countries_of

    countries = countries_of(query)
    match what:
        case ExportKind.GAPS:
            gaps = issues.ledger(engine, chosen.outlet, chosen.since, chosen.until)
            return gaps, flat_rows.GAPS
        case ExportKind.CITATIONS:
            return citation_rows(engine, chosen), flat_rows.CITATIONS
        case ExportKind.ARTICLES:
            return export.of_articles(engine, chosen, query, countries), flat_rows.ARTICLES
        case ExportKind.FACTS:
            return export.of_facts(engine, chosen, query, countries), flat_rows.FACTS
        case ExportKind.MENTIONS:
            return export.of_mentions(engine, chosen, query, countries), flat_rows.MENTIONS


def _require_kind(what: ExportKind, kind: str | None) -> None:
    """Raises `InputError` for a type that no fact or mention has."""
    known = MENTION_TYPES if what is ExportKind.MENTIONS else tuple(x.type for x in TYPES)
    if kind is not None and kind not in known:
        raise InputError(f"no {what.value} are of the kind {kind!r}; there are: {', '.join(known)}")


def require_known(engine: Any, outlet: str | None, language: str | None) -> None:
    """Raises `InputError` for an outlet or a language that is neither stored nor registered."""
    from baqylau import registry, settings
    from baqylau.store import outlets
    from baqylau.store.queries import articles

    if outlet is not None:
        stored = outlets.ids(engine)
        if outlet not in stored:
            registered = registry.load(settings.load().outlets)
            if outlet not in registered:
                raise InputError(
                    f"no outlet {outlet!r}; there are: {_named(outlet, {*stored, *registered})}"
                )
    if language is not None and language not in _LANGUAGES:
        languages = articles.languages(engine)
        if language not in languages:
            known = ", ".join(sorted({*_LANGUAGES, *languages}))
            raise InputError(f"no articles are in {language!r}; there are: {known}")


def _named(given: str, known: set[str]) -> str:
    """The ids, those that are spelled alike first."""
    alike = get_close_matches(given, known, n=5, cutoff=0.5)
    names = [*alike, *sorted(known - set(alike))]
    more = f" … ({len(names)} together; `baqylau outlets list` names them)"
    return ", ".join(names[:_MOST_NAMED]) + (more if len(names) > _MOST_NAMED else "")


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
