"""`baqylau backfill OUTLET --from DAY --to DAY`: an outlet and a range of days come in; its older
articles are fetched at the outlet's usual pace. Started again, it goes on where it stopped.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from baqylau import registry, settings
from baqylau.clock import now
from baqylau.errors import InputError

if TYPE_CHECKING:
    from crawler.backfill import Progress


def command(
    outlet: Annotated[str, typer.Argument(help="The outlet's id.")],
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")],
    last: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="The last day; yesterday if not given."),
    ] = None,
) -> None:
    """Fetch what an outlet published between two days, through its archives, sitemaps and lists."""
    from crawler.backfill import backfill
    from crawler.backfill_plan import DateRange

    span = DateRange(first.date(), _last(last))
    if span.last < span.first:
        raise InputError(f"--to {span.last} lies before --from {span.first}; exchange them")
    given = settings.load()
    known = registry.load(given.outlets)
    if outlet not in known:
        raise InputError(
            f"no outlet {outlet!r} in {given.outlets}/; `baqylau outlets list` names them"
        )
    with _Bar(outlet) as bar:
        done = backfill(given, known[outlet], span, bar.show)
    typer.echo(
        f"{outlet}, {span.first} to {span.last}: {done.listings} listings read, {done.stored} pages"
        f" kept, {len(done.troubles)} addresses failed"
    )
    for trouble in done.troubles[:20]:
        typer.echo(f"  {trouble}")


def _last(given: datetime | None) -> date:
    return given.date() if given else date.fromordinal(now().toordinal() - 1)


class _Bar:
    """A progress bar: listings read of those known, the time left, the number of pages stored."""

    def __init__(self, outlet: str) -> None:
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        self.bar = Progress(*columns, TextColumn("{task.fields[kept]} pages kept"))
        self.task = self.bar.add_task(f"{outlet}: listings", total=None, kept=0)

    def __enter__(self) -> "_Bar":
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def show(self, progress: "Progress") -> None:
        self.bar.update(
            self.task,
            completed=progress.listings,
            total=progress.listings_known,
            kept=progress.stored,
        )
