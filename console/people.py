"""`baqylau people NAME`: a name in any spelling comes in; who bears it, in which roles, what they
said and which outlets name them go out, as a table at a terminal and as JSON Lines elsewhere.

$ baqylau people Токаев
$ baqylau people "Ерлан Сатаев" --json | jq .roles
"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from console import listing
from console.listing import AsJson

if TYPE_CHECKING:
    from baqylau.store.queries.people import Person


def command(
    name: Annotated[str, typer.Argument(help="A name in any script, order or case form.")],
    limit: Annotated[int, typer.Option(min=1, max=100, help="People at most.")] = 5,
    quotes: Annotated[int, typer.Option(min=0, max=100, help="Quotes of each.")] = 5,
    as_json: AsJson = None,
) -> None:
    """Say who bears a name: roles, latest quotes, outlets that name them."""
    from baqylau import settings
    from baqylau.app import open_database
    from baqylau.store.connect import busy_as_try_later
    from baqylau.store.queries import people

    with open_database(settings.load()) as engine, busy_as_try_later():
        found = people.of_name(engine, name, limit, quotes)
    if listing.is_json(as_json):
        listing.write_json(_record(x) for x in found)
    else:
        _print(found)


def _record(person: "Person") -> dict[str, Any]:
    return {
        "id": person.id,
        "type": person.type,
        "name": person.name,
        "names": [{"name": x, "articles": n} for x, n in person.names],
        "roles": [{"role": x, "last": day} for x, day in person.roles],
        "articles": person.articles,
        "outlets": [{"outlet": x, "articles": n} for x, n in person.outlets],
        "quotes": [
            {"when": x.when.isoformat(), "outlet": x.outlet, "text": x.text, "url": x.url}
            for x in person.quotes
        ],
    }


def _print(found: "list[Person]") -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    if not found:
        console.print("Nobody of this name is known.")
    for person in found:
        head = f"[bold]{escape(person.name)}[/bold] ({person.type} {person.id})"
        console.print(f"{head}, {person.articles} articles")
        if others := [x for x, _ in person.names if x != person.name][:8]:
            console.print(f"  printed as: {escape(', '.join(others))}")
        for role, day in person.roles:
            console.print(f"  {day}  {escape(role)}")
        named = ", ".join(f"{x} {n}" for x, n in person.outlets)
        console.print(f"  in: {escape(named)}")
        for quote in person.quotes:
            said = escape(" ".join(quote.text.split()))
            console.print(f"  {quote.when:%Y-%m-%d} {escape(quote.outlet)}: «{said}»")
