"""`baqylau migrate`: the database at the revision this version needs."""

import typer


def command() -> None:
    """Bring the database to the newest revision; harmless when it is there already."""
    from baqylau import settings
    from baqylau.store import schema
    from baqylau.store.connect import busy_as_try_later, connect

    engine = connect(settings.load().database_address)
    with busy_as_try_later():
        schema.migrate(engine)
    typer.echo("The database is at the newest revision.")
