"""`baqylau search QUERY`: a query comes in; the articles it finds, newest first, go out as a table
at a terminal and as JSON Lines elsewhere.

$ baqylau search 'мост -Ишим since:7d'
$ baqylau search '"водный кодекс" OR title:паводок' --json | jq .url
"""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console import listing
from console.listing import AsJson

if TYPE_CHECKING:
    from baqylau.store.queries.search import Answer, Hit


def command(
    query: Annotated[
        str,
        typer.Argument(
            help='Words in any form, "phrases", -not, OR, (groups), NEAR/5, prefix*, =exact,'
            " title: outlet: lang: author: said-by: since: …; see docs/query.md."
        ),
    ],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Articles at most.")] = 20,
    as_json: AsJson = None,
) -> None:
    """Search the stored articles: a table at a terminal, JSON Lines elsewhere."""
    from baqylau import settings
    from baqylau.app import open_database
    from baqylau.store.connect import busy_as_try_later
    from baqylau.store.queries import search

    with open_database(settings.load()) as engine, busy_as_try_later():
        found = search.answer(engine, query, limit=limit, countries=countries_of(query))
    if listing.is_json(as_json):
        listing.write_json(_record(x) for x in found.hits)
    else:
        _print_table(found)
    if not found.complete:
        sys.stderr.write(
            f"The search took longer than {search.DEADLINE:.0f} s and was ended: there may be more."
            " Write more words, or since:30d.\n"
        )


def countries_of(query: str | None) -> Mapping[str, str]:
    """The countries of all outlets by their ids, where the query asks for a country: only then is
    the registry read. Raises `QueryError`.
    """
    from baqylau import registry, settings
    from baqylau.query.ast import Field, inside
    from baqylau.store.queries import search

    node = search.parsed(query or "")
    if node is None or not any(isinstance(x, Field) and x.name == "country" for x in inside(node)):
        return search.NO_COUNTRIES
    return {x.id: x.country for x in registry.load(settings.load().outlets).values()}


def _record(hit: "Hit") -> dict[str, Any]:
    return {
        "id": hit.article_id,
        "outlet": hit.outlet_id,
        "published": hit.published.isoformat() if hit.published else None,
        "title": hit.title,
        "language": hit.language,
        "url": hit.url,
        "snippet": hit.snippet,
    }


def _print_table(found: "Answer") -> None:
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from baqylau.query.days import ALMATY

    console = Console()
    console.print(f"[bold]{escape(found.read_as)}[/bold]", highlight=False)
    if not found.hits:
        console.print("Nothing was found.")
        return
    table = Table("published", "outlet", "title", "id", box=box.SIMPLE_HEAD)
    for hit in found.hits:
        when = f"{hit.published.astimezone(ALMATY):%Y-%m-%d %H:%M}" if hit.published else "-"
        title = escape(" ".join((hit.title or hit.snippet[:80]).split()))
        table.add_row(when, hit.outlet_id, title, str(hit.article_id))
    console.print(table)
