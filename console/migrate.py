"""`baqylau migrate`: the settings come in; the database is brought to the revision that this
version needs, a folder or bucket for raw pages is made, and with `--roles` a PostgreSQL role for
each service.
"""

from pathlib import Path
from typing import Annotated

import typer

from baqylau.errors import ConfigurationError


def command(
    roles: Annotated[
        Path | None,
        typer.Option(
            help=(
                "Make a role in PostgreSQL for each service: a folder with the files"
                " crawler_database, workers_database and dashboard_database, each the address that"
                " service connects with."
            )
        ),
    ] = None,
) -> None:
    """Bring the database to the newest revision; does nothing when it is there already."""
    from baqylau import settings
    from baqylau.app import make_private, open_archive
    from baqylau.store import fact_keys, schema
    from baqylau.store.connect import busy_as_try_later, connect
    from baqylau.store.roles import Service, grant

    given = settings.load()
    addresses = {x: _address(roles / f"{x}_database") for x in Service} if roles else {}
    make_private(given)
    engine = connect(given.database_address)
    try:
        with busy_as_try_later():
            schema.migrate(engine)
            made = grant(engine, addresses) if addresses else {}
            open_archive(given).prepare()
            keyed = fact_keys.fill(engine)
    finally:
        engine.dispose()
    typer.echo("The database is at the newest revision, and there is a place for raw pages.")
    if keyed:
        typer.echo(f"The facts of {keyed} articles, read by an earlier release, have keys now.")
    if made:
        typer.echo("Roles: " + ", ".join(f"{x} connects as {name}" for x, name in made.items()))


def _address(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as wrong:
        raise ConfigurationError(
            f"--roles: {path} cannot be read ({wrong.strerror}); it holds the address that service"
            " connects with (docs/deploy.md, Secrets)"
        ) from None
