"""`baqylau explain-clean URL|FILE`: a saved page, or the address of one in the archive, comes in;
every line of the page is printed with whether it was kept or dropped and by which rule.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from baqylau.errors import InputError
from baqylau.model.page import Page

if TYPE_CHECKING:
    from baqylau.clean.pipeline import CleanResult

_FIELDS = (
    "kind",
    "reason",
    "title",
    "authors",
    "published",
    "published_precision",
    "modified",
    "section",
    "tags",
    "language",
    "script",
    "editions",
    "layout",
)
_MARK = {
    "kept": ("green", "+"),
    "dropped": ("red", "-"),
    "added": ("cyan", "↑"),
    "chose": ("yellow", "·"),
}


def command(
    what: Annotated[
        str,
        typer.Argument(
            metavar="URL|FILE", help="a saved page, or the address of a page in the archive"
        ),
    ],
    url: Annotated[
        str,
        typer.Option(help="the address of a saved page: dates, authors and layouts depend on it"),
    ] = "",
) -> None:
    """Show which parts of a page were kept, which were dropped, and by which rule."""
    from baqylau.clean.pipeline import read
    from console.clean import registered

    page = _page(what, url)
    show(page, read(page, registered(page.url)))


def _page(what: str, url: str) -> Page:
    from baqylau.clock import now

    path = Path(what)
    if path.is_file():
        return Page(url, path.read_bytes(), now())
    if what.startswith(("http://", "https://")):
        return _archived(what)
    raise InputError(
        f"{what}: there is no such file, and it is not the address of a page; give https://… of a"
        " page that was fetched, or a saved page"
    )


def _archived(url: str) -> Page:
    from baqylau import settings
    from baqylau.app import open_archive, open_database
    from baqylau.store import pages
    from console import data_line

    given = settings.load()
    data_line.tell(given)
    with open_database(given) as engine:
        number = pages.latest(engine, url)
        if number is None:
            raise InputError(
                f"{url} was never fetched here; save the page and give its file, with --url {url}"
            )
        return pages.load(engine, number, open_archive(given)).page


def show(page: Page, result: "CleanResult") -> None:
    """Print the record, then every line of the page in order and what was done with it, then what
    was added and decided.
    """
    from rich.console import Console
    from rich.table import Table

    from console.clean import record

    out = Console(highlight=False)
    head = Table(show_header=False, box=None)
    fields = record(result.article)
    for name in _FIELDS:
        if fields[name] not in (None, [], ""):
            head.add_row(name, _plain(fields[name]))
    for source, at in result.article.readings:
        head.add_row("reading", f"{at}  ({source})")
    out.print(head)
    _lines(out, page, result)


def _plain(value: Any) -> Any:
    from rich.text import Text

    return Text(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def _lines(out: Any, page: Page, result: "CleanResult") -> None:
    from rich.table import Table
    from rich.text import Text

    from baqylau.clean.explaining import line_decisions

    table = Table("", "text of the page", "rule", box=None, pad_edge=False)
    for fate in line_decisions(page, result):
        colour, mark = _MARK[fate.action]
        table.add_row(
            Text(mark, colour),
            Text(_cut(fate.text), colour if fate.action != "kept" else ""),
            Text(fate.rule, "dim"),
        )
    out.print(table)
    out.print("+ kept   - dropped   ↑ put back or moved   · decided", style="dim")


def _cut(text: str) -> str:
    return text if len(text) <= 240 else text[:239] + "…"
