"""`baqylau opml`: writes the outlets' feeds as an OPML file, or reads an OPML file and writes a
first outlet file for each new feed.
"""

from pathlib import Path
from typing import Annotated

import typer

from baqylau import atomic, registry, settings
from baqylau.exchange import opml
from baqylau.exchange.import_records import shown
from baqylau.model.hosts import country_of, host_of, zone_of
from baqylau.model.outlet import SourceKind
from baqylau.text.toml import quoted

_SHOWN = 10  # addresses that are named

cli = typer.Typer(no_args_is_help=True, help="Exchange lists of feeds with other readers.")


@cli.command("out")
def write(path: Path) -> None:
    """Write every feed of every enabled outlet as OPML."""
    outlets = registry.load(settings.load().outlets)
    atomic.write(path, opml.write(outlets.values()))
    sources = [y for x in outlets.values() if x.enabled for y in x.discover]
    typer.echo(f"{path}: {sum(1 for x in sources if x.kind is SourceKind.FEED)} feeds")


@cli.command("in")
def read(
    path: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    into: Annotated[Path, typer.Option(help="Folder for the new outlets' files.")] = Path(
        "outlets/regional"
    ),
    language: Annotated[
        str, typer.Option(help="Language of feeds that do not name theirs.")
    ] = "ru",
) -> None:
    """Write a first TOML for every feed of an OPML file that no outlet has yet."""
    document = path.read_bytes()
    feeds, skipped = opml.read(document), opml.skipped(document)
    known = {
        source.url for x in registry.load(settings.load().outlets).values() for source in x.discover
    }
    atomic.folder(into)
    written = [_write(feed, into, language) for feed in feeds if feed.url not in known]
    typer.echo(
        f"{len(feeds)} feeds, {len(feeds) - len(written)} known already, {len(written)} files"
        f" written to {into}"
    )
    for name in written:
        typer.echo(f"  {name}")
    if skipped:
        typer.echo(
            f"{len(skipped)} addresses are not http or https and were left out:"
            f" {', '.join(map(shown, skipped[:_SHOWN]))}"
        )


def _write(feed: opml.OpmlFeed, into: Path, language: str) -> str:
    host = host_of(feed.home) or "feed"
    stem, number = host.replace(".", "-"), 1
    while (into / f"{stem}.toml").exists():
        number += 1
        stem = f"{host.replace('.', '-')}-{number}"
    country = country_of(feed.home)
    lines = [
        (
            "# From another reader's list of feeds: check every line, then run `baqylau outlets"
            " try`."
        ),
        f"name = {quoted(feed.name)}",
        f"home = {quoted(feed.home)}",
        f'country = "{country}"',
        f'languages = ["{(feed.language or language)[:2]}"]',
        f'timezone = "{zone_of(country)}"',
        "",
        "[[discover]]",
        'kind = "feed"',
        f"url = {quoted(feed.url)}",
        'confidence = "C"',
    ]
    atomic.write(into / f"{stem}.toml", "\n".join(lines) + "\n")
    registry.read(into / f"{stem}.toml")
    return stem
