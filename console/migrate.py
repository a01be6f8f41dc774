"""`baqylau migrate`: the database at the revision this version needs, and a folder or bucket for
raw pages.
"""

import typer


def command() -> None:
    """Bring the database to the newest revision; harmless when it is there already."""
    from baqylau import settings
    from baqylau.assemble import make_private, open_archive
    from baqylau.store import schema
    from baqylau.store.connect import busy_as_try_later, connect

    given = settings.load()
    make_private(given)
    engine = connect(given.database_address)
    with busy_as_try_later():
        schema.migrate(engine)
        open_archive(given).prepare()
    typer.echo("The database is at the newest revision, and there is a place for raw pages.")
