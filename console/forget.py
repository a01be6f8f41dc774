"""`baqylau forget`: an address or a person's name comes in; everything stored about it is deleted
from database, search index and archive, and is not fetched again.
"""

from typing import Annotated, Any

import typer

cli = typer.Typer(
    no_args_is_help=True, help="Delete on request everything stored about an address or a person."
)

Yes = Annotated[
    bool, typer.Option("--yes", help="Delete; without it only show what would be deleted.")
]
Because = Annotated[
    str,
    typer.Option(
        "--because",
        help="Kept in the record of removals: who asked, which letter. Do not name the person.",
    ),
]


@cli.command()
def url(
    address: Annotated[str, typer.Argument(help="The article's address.")],
    because: Because = "",
    yes: Yes = False,
) -> None:
    """Forget a page with every revision of its article, their facts and raw bodies."""
    from baqylau import maintenance

    _forget("url", address, because, yes, maintenance.at_address)


@cli.command()
def person(
    name: Annotated[str, typer.Argument(help="The name as it is printed, e.g. «Асель Ахметова».")],
    because: Because = "",
    yes: Yes = False,
) -> None:
    """Forget every article that names a person, with facts and raw bodies. Other spellings of the
    name need a call of their own.
    """
    from baqylau import maintenance

    _forget("person", name, because, yes, maintenance.naming)


def _forget(kind: str, subject: str, because: str, yes: bool, find: Any) -> None:
    from baqylau import logs, maintenance, settings
    from baqylau.app import open_app

    given = settings.load()
    logs.configure(given.log_level)
    with open_app(given, migrate=yes) as app:
        found = find(app, subject)
        typer.echo(f"{len(found.articles)} articles on {len(found.pages)} pages:")
        for address in found.addresses:
            typer.echo(f"  {address}")
        if len(found.pages) > len(found.addresses):
            typer.echo("  (revisions and further pages are not listed)")
        if kind == "person":
            written = maintenance.written_naming(app, subject)
            typer.echo(f"{written} corrections, labels and notes name the person.")
        if not yes:
            typer.echo(
                "Nothing was deleted; --yes deletes it for good. Backups keep what they hold: make"
                " new ones and remove the old."
            )
            return
        counts = maintenance.forget(app, found, kind, subject, because)
    typer.echo("Deleted: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
