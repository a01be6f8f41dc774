"""`baqylau digest`: a watch and a span of days come in, its digest as text goes out, or as a page
that can be printed (`--html`).
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from baqylau.errors import InputError


def command(
    watch: Annotated[int, typer.Option("--for", help="The number of a watch.")],
    since: Annotated[
        str, typer.Option(help="A day, as 2026-11-24, or days back, as 7d; until now.")
    ] = "1d",
    ui: Annotated[str, typer.Option(help="ru, kk or en; otherwise the watch's own.")] = "",
    html: Annotated[Path | None, typer.Option(help="Write it as one page to this file.")] = None,
) -> None:
    """Print the digest of a watch, or write it as one page that can be printed."""
    from dataclasses import replace

    from baqylau import atomic, settings
    from baqylau.alerts import compose
    from baqylau.app import open_app
    from baqylau.store import watches
    from baqylau.store.dialect.db_clock import db_now
    from baqylau.store.queries import told
    from workers.delivery import about_of

    if ui and ui not in compose.LANGUAGES:
        raise InputError(f"--ui is {ui!r}: give {', '.join(compose.LANGUAGES)}")
    with open_app(settings.load(), migrate=False) as app:
        found = watches.get(app.engine, watch)
        until = db_now(app.engine)
        content = told.digest(app.engine, found, _begin(since, until, found.zone), until)
        about = about_of(app, replace(found, language=ui or found.language))
    message = compose.digest("", about, content)
    if html is None:
        sys.stdout.write(message.text)
        return
    atomic.write(html, compose.as_page(message))
    typer.echo(f"{html}: {len(content.stories)} stories")


def _begin(given: str, until: datetime, zone: str) -> datetime:
    from baqylau.query import days
    from baqylau.watches.hours import zone as zone_of

    place = zone_of(zone)
    day = days.read(given, until.astimezone(place).date(), end=False)
    if day is None:
        raise InputError(f"--since is {given!r}: write a day, as 2026-11-24, or days back, as 7d")
    return min(datetime(day.year, day.month, day.day, tzinfo=place), until - timedelta(minutes=1))
