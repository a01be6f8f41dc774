"""`baqylau serve`: the dashboard alone."""

import typer

from baqylau.errors import TryLater


def command() -> None:
    """Serve the dashboard over what is stored."""
    from baqylau import logs, settings
    from baqylau.assemble import House, open_house
    from baqylau.health import Verdict, watched
    from baqylau.store import pages
    from baqylau.store.connect import busy_as_try_later
    from console import tree

    given = settings.load()
    logs.configure(given.log_level)

    def verdict(house: House) -> Verdict:
        try:
            with busy_as_try_later():
                return Verdict(True, f"{sum(pages.totals(house.engine).values())} pages")
        except TryLater as busy:
            return Verdict(False, str(busy))

    with (
        tree.until_told() as told,
        open_house(given, migrate=False) as house,
        tree.serving(house) as address,
        watched(given, lambda: verdict(house), house),
    ):
        typer.echo(f"Dashboard: {address}   Ctrl-C ends.")
        told.wait()
