"""`baqylau reclean --since DAY --outlet ID`: a choice of stored pages comes in; they are read again
with this version's cleaner, and a table of changes by outlet goes out.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from baqylau.errors import InputError

if TYPE_CHECKING:
    from baqylau.store.reprocess import Change

_SHOWN = 10  # changed pages that are named; the others are only counted


def command(
    since: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="Pages fetched on this day (UTC) or later; all if not given."
        ),
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet's pages, by its id.")] = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Also pages that this version of the cleaner has read: after a layout changed.",
        ),
    ] = False,
    later: Annotated[
        bool,
        typer.Option("--later", help="Only make the jobs; running workers read the pages."),
    ] = False,
) -> None:
    """Read stored pages again with this version's cleaner and report what changed."""
    from datetime import UTC

    from rich.console import Console

    from baqylau import logs, settings, stages
    from baqylau.app import open_app
    from baqylau.store import reprocess
    from baqylau.store.versions import version_of

    console, given = Console(stderr=True), settings.load()
    logs.configure(given.log_level, given.data / "reclean.log")
    version = version_of(stages.first())
    with open_app(given) as app:
        _known(app, outlet)
        ids = reprocess.pages_to_read(
            app.engine, version, since.replace(tzinfo=UTC) if since else None, outlet, again=again
        )
        before = reprocess.snapshot(app.engine, ids)
        _make_jobs(app, ids, version, console)
        if later or not ids:
            typer.echo(
                f"{len(ids)} pages wait to be read by cleaner {version}"
                if ids
                else f"cleaner {version} has read every such page already"
            )
            return
        _read(app, console)
        unread = reprocess.unreadable(app.engine, ids, version)
        changed = reprocess.changes(before, reprocess.snapshot(app.engine, ids))
        _report(changed, len(ids) - len(unread), version)
        _report_unread(unread)


def _known(app: Any, outlet: str | None) -> None:
    from baqylau.store import reprocess

    if outlet is not None and not reprocess.has_pages(app.engine, outlet):
        raise InputError(
            f"no page of an outlet {outlet!r} is stored here; `baqylau outlets list` names"
            " the outlets"
        )


def _make_jobs(app: Any, ids: Sequence[int], version: str, console: Any) -> None:
    from rich.progress import track

    from baqylau.clock import now
    from baqylau.store import reprocess

    steps = reprocess.add_jobs(app.engine, ids, version, now())
    for _ in track(
        steps, description="Make jobs", total=-(-len(ids) // 500), console=console, transient=True
    ):
        pass


def _read(app: Any, console: Any) -> None:
    from console import progress

    progress.read(app, console)


def _report(changed: "Sequence[Change]", total: int, version: str) -> None:
    from rich.console import Console
    from rich.table import Table

    by_outlet: dict[str, Counter[str]] = defaultdict(Counter)
    for change in changed:
        by_outlet[change.outlet].update(change.what)
    names = sorted({name for counts in by_outlet.values() for name in counts})
    out = Console()
    out.print(
        f"{total} pages read by cleaner {version}: {len(changed)} changed, {total - len(changed)}"
        " unchanged",
        highlight=False,
    )
    if not changed:
        return
    table = Table("outlet", *names)
    for outlet, counts in sorted(by_outlet.items()):
        table.add_row(outlet, *(str(counts[x] or "") for x in names))
    out.print(table)
    for change in changed[:_SHOWN]:
        out.print(
            f"{change.url}: {', '.join(change.what)}", markup=False, highlight=False, soft_wrap=True
        )
    if len(changed) > _SHOWN:
        out.print(f"and {len(changed) - _SHOWN} more")


def _report_unread(unread: "Sequence[tuple[str, str]]") -> None:
    if not unread:
        return
    typer.echo(
        f"{len(unread)} pages could not be read and stay as they were; `baqylau jobs list` names"
        " them all, `baqylau verify` checks the archive:"
    )
    for url, reason in unread[:_SHOWN]:
        typer.echo(f"  {url}: {reason}")
