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
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import typer

from baqylau.errors import InputError
from baqylau.model.fact import MENTION_TYPES, TYPES
from console import export_options as options
from console.export_options import ExportFormat, ExportKind, Separator

if TYPE_CHECKING:
    from baqylau.exports import Asked
    from baqylau.store.queries.filter import Filter

_LANGUAGES = ("ru", "kk", "en")
_MOST_NAMED = 40  # outlets in a message
ALMATY = ZoneInfo("Asia/Almaty")


_BINARY = (ExportFormat.XLSX, ExportFormat.PARQUET)
_KINDS = {
    ExportKind.FACTS: tuple(x.type for x in TYPES),
    ExportKind.MENTIONS: MENTION_TYPES,
    ExportKind.ENTITIES: MENTION_TYPES,
}
_WITH_WHO = (*_KINDS, ExportKind.QUOTES, ExportKind.ROLES, ExportKind.AMOUNTS)


def command(
    what: options.Sets = None,
    since: options.Since = None,
    until: options.Until = None,
    outlet: options.Outlet = None,
    query: options.Query = None,
    language: options.Language = None,
    kind: options.Kind = None,
    who: options.Who = None,
    entity: options.Entity = None,
    reprints: options.Reprints = True,
    by: options.By = "country,month",
    form: options.Form = None,
    text: options.Text = False,
    limit: options.Limit = None,
    output: options.Output = None,
    notes: options.Notes = True,
    separator: options.Between = Separator.COMMA,
    bom: options.Bom = True,
    freeze: options.Freeze = None,
    check: options.Check = None,
) -> None:
    """Write articles, facts, names, citations, counts or gaps as CSV, XLSX, JSON Lines, Parquet,
    ninjs, a feed or a graph.
    """
    from baqylau.exports import Asked
    from baqylau.model.access import TERMINAL
    from baqylau.store.queries.filter import Filter

    if check is not None:
        _check(check)
        return
    sets = _sets(what, freeze)
    chosen = Filter(
        outlet, language, _moment(since), _moment(until, end=True), kind, who, reprints,
        entity=entity,
    )  # fmt: skip
    for each in sets:
        _require_fitting(each, chosen, query)
    given = Asked(
        sets[0].value, _form(form, output, freeze).value, chosen, query, access=TERMINAL,
        text=text, limit=limit, separator=options.SEPARATORS[separator], bom=bom,
        by=tuple(x.strip() for x in by.split(",")),
    )  # fmt: skip
    _write(sets, given, output, freeze, notes)


def _sets(what: Sequence[ExportKind] | None, freeze: Path | None) -> Sequence[ExportKind]:
    """The sets that are named. Raises `InputError` where there is none, or more than fit into one
    file.
    """
    sets = what or ()
    if not sets or (len(sets) > 1 and freeze is None):
        raise InputError(
            f"name one set, or several with --freeze: {', '.join(x.value for x in ExportKind)}"
        )
    return sets


def _write(
    sets: Sequence[ExportKind], asked: "Asked", output: Path | None, freeze: Path | None,
    notes: bool,
) -> None:  # fmt: skip
    """The sets into the new folder `freeze`; without it the one set into its file or on standard
    output.
    """
    from baqylau import exports, settings
    from baqylau.app import open_database
    from baqylau.store.connect import busy_as_try_later

    with open_database(settings.load()) as engine, busy_as_try_later():
        require_known(engine, asked.filter.outlet, asked.filter.language)
        asked = exports.with_countries(asked, _countries(sets, asked.by, asked.query))
        if freeze is not None:
            from console.export_frozen import freeze as make

            make(engine, asked, [x.value for x in sets], freeze)
            return
        exports.check(asked)
        _export(engine, asked, output, notes)


def _export(engine: Any, asked: "Asked", output: Path | None, notes: bool) -> None:
    from baqylau import exports
    from baqylau.exports import files
    from console.export_frozen import counting

    if output is None:
        if asked.form in _BINARY:
            raise InputError(f"{asked.form} is no text: give a file with --output")
        _print(files.pieces(engine, asked))
        return
    with counting(asked.what) as tick:
        files.to_file(engine, asked, output, tick)
    if notes and asked.form not in (*exports.OF_ARTICLES, exports.GRAPH, ExportFormat.XLSX):
        files.write_notes(engine, asked, output)


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


def _print(lines: Iterable[str]) -> None:
    try:
        sys.stdout.writelines(lines)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has closed the pipe, as `head` does
        sys.stderr.close()
