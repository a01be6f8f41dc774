"""`baqylau verify`: database and archive come in; a report of everything that is missing, damaged
or contradictory goes out. The exit status is 1 where there is any.
"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from baqylau.verify import Report

_NAMES = {
    "database": "Read database",
    "bodies": "Hash raw pages",
    "archive": "List archive",
    "pages": "Outcomes",
    "sums": "Sums by day",
    "facts": "Offsets",
    "keys": "Foreign keys",
}


def command(
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh",
            help="Start from the beginning, even where an earlier verify was interrupted.",
        ),
    ] = False,
) -> None:
    """Check raw pages against hashes, rows against raw pages, outcomes, offsets and keys."""
    from rich.console import Console

    from baqylau import settings, verify
    from console import progress

    given = settings.load()
    try:
        with progress.counted(Console(stderr=True), _NAMES) as report_progress:
            report = verify.verify(given, report_progress, fresh=fresh)
    except KeyboardInterrupt as stopped:
        typer.echo("Stopped; the next `baqylau verify` goes on from here.", err=True)
        raise typer.Exit(130) from stopped
    _print(Console(), report)
    if report.counts:
        raise typer.Exit(1)


def _print(out: Any, report: "Report") -> None:
    from rich.markup import escape

    from baqylau.verify import KINDS

    done = report.done
    out.print(
        f"{done.get('bodies', 0)} raw pages, {done.get('pages', 0)} pages and"
        f" {done.get('facts', 0)} articles with their facts were checked:"
        f" {sum(report.counts.values()) or 'no'} findings.",
        highlight=False,
        soft_wrap=True,
    )
    for kind in (x for x in KINDS if x in report.counts):
        count, shown = report.counts[kind], [x for x in report.examples[kind] if x]
        out.print(f"\n[red]{kind}[/] {count}: {KINDS[kind].what}", highlight=False, soft_wrap=True)
        for example in shown:
            out.print(f"  {escape(example)}", highlight=False, soft_wrap=True)
        if count > len(shown):
            out.print(f"  and {count - len(shown)} more", highlight=False)
        out.print(f"  → {escape(KINDS[kind].remedy)}", style="dim", highlight=False, soft_wrap=True)
