"""`baqylau serve`: the settings come in; the dashboard is served until Ctrl-C, without crawler and
workers.
"""

import typer

from baqylau.errors import TryLater


def command() -> None:
    """Serve the dashboard over what is stored."""
    from baqylau import logs, settings
    from baqylau.app import App, open_app
    from baqylau.health import HealthStatus, serving_health
    from baqylau.store import pages
    from baqylau.store.connect import busy_as_try_later
    from console import opening, processes

    given = settings.load()
    logs.configure(given.log_level)

    def database_health(app: App) -> HealthStatus:
        try:
            with busy_as_try_later():
                return HealthStatus(True, f"{sum(pages.totals(app.engine).values())} pages")
        except TryLater as busy:
            return HealthStatus(False, str(busy))

    with (
        processes.until_signal() as stop,
        open_app(given, migrate=False) as app,
        processes.serving(app) as address,
        serving_health(given, lambda: database_health(app), app),
    ):
        typer.echo(f"Dashboard: {address}   Ctrl-C ends.")
        opening.tell(app, address)
        stop.wait()
