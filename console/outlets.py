"""`baqylau outlets`: ids or an address of outlets come in; a table, a draft of an outlet file,
three articles as they are read, the result of a probe or the outlets' condition goes out.
"""

from pathlib import Path
from typing import Annotated

import typer

from baqylau import atomic, registry, settings
from baqylau.clock import now
from baqylau.errors import ConfigurationError, InputError
from baqylau.model.article import Kind
from baqylau.model.outlet import Outlet
from console.outlet_proposals import proposal
from console.outlet_tables import article_card, outlets_table, probe_table

cli = typer.Typer(no_args_is_help=True, help="The outlets: list, draft, try, probe, health.")

BEGIN, END = "<!-- outlets: begin -->", "<!-- outlets: end -->"


@cli.command("list")
def show(
    write: Annotated[
        Path | None,
        typer.Option(help="Write the table between its markers in this file (docs/outlets.md)."),
    ] = None,
) -> None:
    """The registered outlets as a table."""
    table = outlets_table(_known().values())
    if write is None:
        typer.echo(table)
        return
    try:
        text = write.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise InputError(
            f"{write} cannot be read ({wrong}); give a page of the docs that has the markers"
        ) from wrong
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    atomic.write(write, f"{head}{BEGIN}\n{table}\n{END}{tail}")


@cli.command()
def draft(
    url: str,
    into: Annotated[
        Path | None, typer.Option(help="Write the file into this folder, for example outlets/kz.")
    ] = None,
) -> None:
    """A first TOML for a new outlet, from its front page and the usual addresses of feeds and
    sitemaps.
    """
    from crawler import outlet_draft as drafting
    from crawler.one_shot import require_public, run

    require_public(url, settings.load())
    if into is not None:
        atomic.folder(into)
    (found,) = run(settings.load(), [drafting.undescribed_outlet(url)], drafting.draft).values()
    text = drafting.toml(found)
    if into is None:
        typer.echo(text, nl=False)
        return
    path = into / f"{found.id}.toml"
    if path.exists():
        raise InputError(f"{path} is there already; remove it first, or write to another folder")
    atomic.write(path, text)
    registry.read(path)  # a draft that the registry cannot read is a bug
    typer.echo(f"{path} written; check every line, then run: baqylau outlets try {found.id}")


@cli.command("try")
def attempt(outlet_id: str) -> None:
    """Fetch three articles of an outlet and show how they are read."""
    from baqylau import clean
    from crawler import probe
    from crawler.one_shot import run

    outlet = _one(outlet_id)
    (probed,) = run(settings.load(), [outlet], probe.fetch_newest).values()
    for source, result in probed.sources.items():
        typer.echo(f"{source}: {result}")
    typer.echo(f"{probed.links} links to articles\n")
    for page in probed.pages:
        typer.echo(article_card(clean.read(page, outlet)))
    for trouble in probed.troubles:
        typer.echo(f"not read: {trouble}")
    if not probed.pages:
        raise typer.Exit(1)


@cli.command()
def probe(
    outlet_ids: Annotated[
        list[str] | None, typer.Argument(help="Which outlets; all enabled ones if none is named.")
    ] = None,
    write: Annotated[Path | None, typer.Option(help="Write the table into this file.")] = None,
) -> None:
    """Fetch robots.txt, all sources of links and three articles of each outlet at its usual pace;
    show what answered, and as a diff what should change in an outlet's file. Ends with 1 where an
    outlet cannot be read.
    """
    from baqylau import clean
    from crawler import probe
    from crawler.one_shot import run

    chosen = (
        [_one(x) for x in outlet_ids] if outlet_ids else [x for x in _known().values() if x.enabled]
    )
    answers = run(settings.load(), chosen, probe.probe)
    read = {x.id: [clean.read(page, x) for page in answers[x.id].pages] for x in chosen}
    table = probe_table(chosen, answers, read, now())
    if write is None:
        typer.echo(table)
    else:
        atomic.write(write, table + "\n")
    folder = settings.load().outlets
    for outlet in chosen:
        for path in folder.rglob(f"{outlet.id}.toml"):
            typer.echo(proposal(path, outlet, answers[outlet.id]), nl=False)
    bad = [x.id for x in chosen if not any(y.kind is Kind.ARTICLE for y in read[x.id])]
    if bad:
        typer.echo(f"no article could be read: {', '.join(bad)}", err=True)
        raise typer.Exit(1)


@cli.command("health")
def health_(
    outlet_ids: Annotated[
        list[str] | None, typer.Argument(help="Which outlets; every visited one if none is named.")
    ] = None,
) -> None:
    """Show new links expected and found in the last seven days, sources of links, field coverage,
    delay, HTTP answers and open issues.
    """
    from baqylau.app import open_database, outlets_of
    from baqylau.monitoring.diagnosis import SHOWN, figures
    from baqylau.store import issues
    from baqylau.store.connect import busy_as_try_later
    from baqylau.store.queries import monitoring
    from console.outlet_health import card

    given, shown = settings.load(), 0
    with open_database(given) as engine, busy_as_try_later():
        for outlet in [_one(x) for x in outlet_ids] if outlet_ids else outlets_of(given).values():
            moment = now()
            seen = monitoring.observe(engine, outlet, moment)
            if seen.visits or outlet_ids:
                shown += 1
                shares = monitoring.shares(engine, outlet.id, moment - SHOWN)
                typer.echo(
                    card(
                        outlet,
                        figures(seen, moment),
                        shares,
                        [x for x in issues.of_outlet(engine, outlet.id) if not x.closed],
                    )
                )
    if not shown:
        typer.echo("No outlet was visited in the last days; `baqylau crawl` visits them.")


def _known() -> dict[str, Outlet]:
    folder = settings.load().outlets
    if not folder.is_dir():
        raise ConfigurationError(
            f"setting outlets: there is no folder {folder.resolve()}; go to the folder that holds"
            " it, or set BAQYLAU_OUTLETS"
        )
    return registry.load(folder)


def _one(outlet_id: str) -> Outlet:
    known = _known()
    if outlet_id not in known:
        raise InputError(
            f"no outlet {outlet_id!r} in {settings.load().outlets}/; `baqylau outlets list` names"
            " them"
        )
    return known[outlet_id]
