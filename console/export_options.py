"""What the command line of `baqylau export` takes: sets, formats and options by name."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from baqylau.exchange import tables


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


SEPARATORS = {
    Separator.COMMA: tables.COMMA,
    Separator.SEMICOLON: tables.SEMICOLON,
    Separator.TAB: tables.TAB,
}
_DATE_FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"]

Sets = Annotated[
    list[ExportKind] | None,
    typer.Argument(
        help=(
            "The set: articles, facts (or only quotes, roles, amounts), mentions of names,"
            " entities, gaps, days (what was fetched on each), citations (who names whom as a"
            " source), counts. Several with --freeze."
        )
    ),
]
Since = Annotated[
    datetime | None,
    typer.Option(
        formats=_DATE_FORMATS, help="The first day (in Almaty), or a moment with its offset."
    ),
]
Until = Annotated[
    datetime | None,
    typer.Option(formats=_DATE_FORMATS, help="The last day, inclusive, or a moment."),
]
Outlet = Annotated[str | None, typer.Option(help="An outlet's id.")]
Query = Annotated[
    str | None,
    typer.Option(help="As `baqylau search` takes it: words in any form, phrases, OR, -not …"),
]
Language = Annotated[str | None, typer.Option(help="ru, kk, en …")]
Kind = Annotated[
    str | None,
    typer.Option(help="Facts of this type only: quote, amount, role …; mentions: person, place …"),
]
Who = Annotated[
    str | None,
    typer.Option(
        help="Facts whose speaker or person has this name or part of it; mentions of the name."
    ),
]
Entity = Annotated[
    int | None,
    typer.Option(help="A person or organization under all names: `baqylau entities list`."),
]
Reprints = Annotated[
    bool,
    typer.Option(help="With --no-reprints a text that several outlets printed is one row."),
]
By = Annotated[
    str, typer.Option(help="Counts by these: country, outlet, language; day, month, year.")
]
Form = Annotated[
    ExportFormat | None,
    typer.Option(
        "--format",
        help=(
            "By default the ending of --output, else jsonl. Parquet needs the extra `parquet`;"
            " ninjs, rss, atom and jsonfeed are for articles, graphml for citations."
        ),
    ),
]
Text = Annotated[
    bool, typer.Option(help="With --text articles have their whole text, not only the lead.")
]
Limit = Annotated[int | None, typer.Option(min=1, help="The most rows, newest first.")]
Output = Annotated[Path | None, typer.Option(help="A file; standard output if not given.")]
Notes = Annotated[
    bool,
    typer.Option(help="With --no-notes no codebook and no lists of gaps are put beside a file."),
]
Between = Annotated[
    Separator,
    typer.Option(
        help="Between the cells of CSV. A Russian Excel opens files with semicolon rightly;"
        " they have decimal commas."
    ),
]
Bom = Annotated[
    bool,
    typer.Option(
        help="With --no-bom a CSV file begins without the mark by which Excel knows Cyrillic."
    ),
]
Freeze = Annotated[
    Path | None,
    typer.Option(help="A new folder for a frozen set: data, codebook, gaps, manifest."),
]
Check = Annotated[
    Path | None, typer.Option(help="A frozen set whose files are compared with its manifest.")
]
