"""What `serve` and `run` say about who may open the dashboard: an app and the dashboard's address
come in, lines for the terminal go out.
"""

import sys

import typer

from baqylau.app import App
from baqylau.clock import now
from baqylau.model.access import TERMINAL


def tell(app: App, address: str) -> None:
    """Says that the dashboard is open, or how its first administrator signs in. The link itself is
    printed at a terminal only: elsewhere standard output is a log, which others read.
    """
    from baqylau.store import account_links, accounts
    from baqylau.store.audit import Actor
    from baqylau.store.login_needed import Login
    from console.accounts import address_of

    if not Login(app.engine, app.settings).is_needed():
        typer.echo(
            "Open without a login: whoever uses this machine can read and change everything"
            " (docs/accounts.md)."
        )
        return
    if accounts.exist(app.engine):
        return
    if not sys.stdout.isatty():
        typer.echo(
            "No account yet: `baqylau accounts link` prints a one-time link for the first"
            " administrator."
        )
        return
    token = account_links.make(app.engine, None, Actor(TERMINAL.name, "", now()))
    link = address_of(app.settings, token, address)
    typer.echo(f"First administrator: {link}   once, within 24 hours.")
