"""`baqylau figures QUERY`: a query comes in; the amounts in the articles it finds, by what they
measure and in the order of time, go out as a table at a terminal and as JSON Lines elsewhere.

$ baqylau figures 'бюджет amount>1e9 currency:KZT'
"""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from console import listing
from console.listing import AsJson

if TYPE_CHECKING:
    from baqylau.store.queries.figures import Figure


def command(
    query: Annotated[str, typer.Argument(help="As `baqylau search` takes it.")],
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="Figures at most.")] = 200,
    as_json: AsJson = None,
) -> None:
    """List the amounts in the articles found: what they measure, how they change over time."""
    from baqylau import settings
    from baqylau.app import open_database
    from baqylau.store.connect import busy_as_try_later
    from baqylau.store.queries import figures
    from console.search import countries_of

    with open_database(settings.load()) as engine, busy_as_try_later():
        found = figures.of_query(engine, query, countries=countries_of(query))
    shown = found.figures[:limit]
    if listing.is_json(as_json):
        listing.write_json(asdict(x) | {"when": x.when.isoformat()} for x in shown)
    else:
        _print(shown)
    if not found.complete or len(shown) < len(found.figures):
        sys.stderr.write("There are more figures: write more words, days, or a higher --limit.\n")


def _print(found: "list[Figure]") -> None:
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from baqylau.query.days import ALMATY

    console = Console(highlight=False)
    if not found:
        console.print("No amounts were found.")
        return
    table = Table("what", "unit", "day", "value", "outlet", "article", box=box.SIMPLE_HEAD)
    before = None
    for x in found:
        group = (x.of or "-", x.unit)
        head = group if group != before else ("", "")
        before = group
        value = "-" if x.value is None else f"{x.value:,.10g}"
        value += "" if x.high is None else f" – {x.high:,.10g}"
        sign = {"over": "> ", "under": "< ", "about": "≈ "}.get(x.bound, "")
        day = f"{x.when.astimezone(ALMATY):%Y-%m-%d}"
        table.add_row(*map(escape, (*head, day, sign + value, x.outlet, str(x.article))))
    console.print(table)
