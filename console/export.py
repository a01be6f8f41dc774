"""`baqylau export articles|facts|…`: a filter comes in; the stored rows that it lets through,
newest first, go out in a format, on standard output or into a file, with a codebook and a list of
gaps beside it.

$ baqylau export facts --since 2026-11-01 --query '"водный кодекс"' --output facts.xlsx
$ baqylau export counts --by country,month --output counts.csv
$ baqylau export articles facts --freeze set-2026-11     # and: baqylau export --check set-2026-11
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from baqylau import atomic
from baqylau.errors import InputError
from baqylau.exchange import tables
from baqylau.model.fact import MENTION_TYPES, TYPES

if TYPE_CHECKING:
    from baqylau.exports import Asked
    from baqylau.store.queries.filter import Filter

_LANGUAGES = ("ru", "kk", "en")
_MOST_NAMED = 40  # outlets in a message
ALMATY = ZoneInfo("Asia/Almaty")


class ExportKind(StrEnum):
    ARTICLES = "articles"
    FACTS = "facts"
    QUOTES = "quotes"
    ROLES = "roles"
    AMOUNTS = "amounts"
    MENTIONS = "mentions"
    ENTITIES = "entities"
    GAPS = "gaps"
    DAYS = "days"
    CITATIONS = "citations"
    COUNTS = "counts"


class ExportFormat(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"
    PARQUET = "parquet"
    NINJS = "ninjs"
    RSS = "rss"
    ATOM = "atom"
    JSONFEED = "jsonfeed"
    GRAPHML = "graphml"


class Separator(StrEnum):
    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"


_SEPARATORS = {
    Separator.COMMA: tables.COMMA,
    Separator.SEMICOLON: tables.SEMICOLON,
    Separator.TAB: tables.TAB,
}
_BINARY = (ExportFormat.XLSX, ExportFormat.PARQUET)
_DATE_FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"]
_KINDS = {
    ExportKind.FACTS: tuple(x.type for x in TYPES),
    ExportKind.MENTIONS: MENTION_TYPES,
    ExportKind.ENTITIES: MENTION_TYPES,
}
_WITH_WHO = (*_KINDS, ExportKind.QUOTES, ExportKind.ROLES, ExportKind.AMOUNTS)


def command(
    what: Annotated[
        list[ExportKind] | None,
        typer.Argument(
            help=(
                "The set: articles, facts (or only quotes, roles, amounts), mentions of names,"
                " entities, gaps, days (what was fetched on each), citations (who names whom as a"
                " source), counts. Several with --freeze."
            )
        ),
    ] = None,
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
        bool,
        typer.Option(help="With --no-reprints a text that several outlets printed is one row."),
    ] = True,
    by: Annotated[
        str, typer.Option(help="Counts by these: country, outlet, language; day, month, year.")
    ] = "country,month",
    form: Annotated[
        ExportFormat | None,
        typer.Option(
            "--format",
            help=(
                "By default the ending of --output, else jsonl. Parquet needs the extra `parquet`;"
                " ninjs, rss, atom and jsonfeed are for articles, graphml for citations."
            ),
        ),
    ] = None,
    text: Annotated[
        bool, typer.Option(help="With --text articles have their whole text, not only the lead.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="The most rows, newest first.")] = None,
    output: Annotated[
        Path | None, typer.Option(help="A file; standard output if not given.")
    ] = None,
    notes: Annotated[
        bool,
        typer.Option(
            help="With --no-notes no codebook and no lists of gaps are put beside a file."
        ),
    ] = True,
    separator: Annotated[
        Separator,
        typer.Option(
            help="Between the cells of CSV. A Russian Excel opens files with semicolon rightly;"
            " they have decimal commas."
        ),
    ] = Separator.COMMA,
    bom: Annotated[
        bool,
        typer.Option(
            help="With --no-bom a CSV file begins without the mark by which Excel knows Cyrillic."
        ),
    ] = True,
    freeze: Annotated[
        Path | None,
        typer.Option(help="A new folder for a frozen set: data, codebook, gaps, manifest."),
    ] = None,
    check: Annotated[
        Path | None, typer.Option(help="A frozen set whose files are compared with its manifest.")
    ] = None,
) -> None:
    """Write articles, facts, names, citations, counts or gaps as CSV, XLSX, JSON Lines, Parquet,
    ninjs, a feed or a graph.
    """
    from baqylau import exports, settings
    from baqylau.app import open_database
    from baqylau.model.access import TERMINAL
    from baqylau.store.connect import busy_as_try_later
    from baqylau.store.queries.filter import Filter

    if check is not None:
        _check(check)
        return
    sets = what or []
    if not sets or (len(sets) > 1 and freeze is None):
        raise InputError(
            f"name one set, or several with --freeze: {', '.join(x.value for x in ExportKind)}"
        )
    chosen = Filter(
        outlet, language, _moment(since), _moment(until, end=True), kind, who, reprints,
        entity=entity,
    )  # fmt: skip
    for each in sets:
        _require_fitting(each, chosen, query)
    asked = exports.Asked(
        sets[0].value, _form(form, output, freeze).value, chosen, query, access=TERMINAL,
        text=text, limit=limit, separator=_SEPARATORS[separator], bom=bom,
        by=tuple(x.strip() for x in by.split(",")),
    )  # fmt: skip
    with open_database(settings.load()) as engine, busy_as_try_later():
        require_known(engine, outlet, language)
        asked = exports.with_countries(asked, _countries(sets, asked.by, query))
        if freeze is not None:
            from console.export_frozen import freeze as make

            make(engine, asked, [x.value for x in sets], freeze)
            return
        exports.check(asked)
        _export(engine, asked, output, notes)


def _export(engine: Any, asked: "Asked", output: Path | None, notes: bool) -> None:
    from baqylau import exports
    from console.export_frozen import counting

    if output is None:
        if asked.form in _BINARY:
            raise InputError(f"{asked.form} is no text: give a file with --output")
        _write(exports.pieces(engine, asked), None)
        return
    with counting(asked.what) as tick:
        exports.to_file(engine, asked, output, tick)
    if notes and asked.form not in (*exports.OF_ARTICLES, exports.GRAPH, ExportFormat.XLSX):
        exports.write_notes(engine, asked, output)


_OF_OTHERS = ("docx", "html", "ods", "pdf", "tsv", "xls", "xml", "zip")
"""Endings that promise something else than lines of JSON."""


def _form(form: ExportFormat | None, output: Path | None, freeze: Path | None) -> ExportFormat:
    """The format that is asked for, by its name or by the name of the file. Raises `InputError` for
    an ending of other programs: `facts.xls` with JSON in it would open nowhere.
    """
    if form is not None:
        return form
    ending = output.suffix.lower().lstrip(".") if output else ""
    known = [x.value for x in ExportFormat]
    if ending in known:
        return ExportFormat(ending)
    if ending in _OF_OTHERS:
        raise InputError(
            f"{output}: no format is called {ending}; name the file with one of {', '.join(known)},"
            " or give --format"
        )
    return ExportFormat.CSV if freeze is not None else ExportFormat.JSONL


def _check(folder: Path) -> None:
    """Prints what is wrong with a frozen set; status 1 where something is."""
    from baqylau.exchange import frozen

    wrong = list(frozen.check(folder))
    for line in wrong:
        typer.echo(line)
    if wrong:
        typer.echo(f"{folder}: {len(wrong)} files are not as they were frozen", err=True)
        raise typer.Exit(1)
    typer.echo(f"{folder}: every file is as it was frozen")


def _countries(
    sets: Sequence[ExportKind], by: Sequence[str], query: str | None
) -> Mapping[str, str]:
    """The countries of the outlets, where the query or the counts ask for them."""
    from baqylau import registry, settings
    from console.search import countries_of

    if ExportKind.COUNTS in sets and "country" in by:
        return {x.id: x.country for x in registry.load(settings.load().outlets).values()}
    return countries_of(query)


def _require_fitting(what: ExportKind, chosen: "Filter", query: str | None) -> None:
    """Raises `InputError` for a filter that the set does not have."""
    if what in (ExportKind.GAPS, ExportKind.DAYS, ExportKind.CITATIONS) and (
        query or chosen.language or chosen.kind or chosen.who or chosen.entity
    ):
        raise InputError(f"{what} can be filtered by --outlet, --since and --until only")
    if (chosen.kind and what not in _KINDS) or (chosen.who and what not in _WITH_WHO):
        raise InputError(
            "--kind and --who filter facts, mentions and entities only; write `baqylau export"
            " facts`, or leave them out"
        )
    known = _KINDS.get(what, ())
    if chosen.kind is not None and chosen.kind not in known:
        raise InputError(
            f"no {what.value} are of the kind {chosen.kind!r}; there are: {', '.join(known)}"
        )


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
