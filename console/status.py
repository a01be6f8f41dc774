"""`baqylau status`: the database comes in; pages by outcome, jobs by stage, open issues, failing
outlets and jobs set aside are printed.
"""

from typing import Annotated, Any

import typer

from console.collector import paused

_SET_ASIDE_SHOWN = 10


def command(
    watch: Annotated[
        bool, typer.Option("--watch", help="Update the figures until Ctrl-C.")
    ] = False,
) -> None:
    """Show pages by outcome, jobs by stage, open issues, failing outlets and jobs set aside."""
    if watch:
        _watch()
        return
    with paused():
        _show()


def _watch() -> None:
    from baqylau import settings
    from baqylau.app import open_app
    from console import processes, status_watch

    with processes.until_signal() as stop, open_app(settings.load(), migrate=False) as app:
        status_watch.watch(app, stop)


def _show() -> None:
    from rich.console import Console

    from baqylau import settings
    from baqylau.app import open_database
    from baqylau.store.connect import busy_as_try_later

    given = settings.load()
    with open_database(given) as engine, busy_as_try_later():
        console = Console()
        console.print(_pages(engine))
        console.print(_stages(engine))
        _print_issues(console, engine, given)
        _print_failing(console, engine)
        _print_set_aside(console, engine)


def _pages(engine: Any) -> Any:
    from rich import box
    from rich.table import Table

    from baqylau.store import pages

    totals = pages.totals(engine)
    table = Table(
        *totals,
        "pages fetched",
        box=box.SIMPLE_HEAD,
        title="Pages by outcome",
        title_justify="left",
    )
    table.add_row(*(str(x) for x in totals.values()), f"[bold]{sum(totals.values())}")
    return table


def _stages(engine: Any) -> Any:
    from rich import box
    from rich.table import Table

    from baqylau.store import jobs

    table = Table(
        "stage",
        *(x.replace("_", " ") for x in jobs.STATES),
        box=box.SIMPLE_HEAD,
        title="Jobs by stage",
        title_justify="left",
    )
    for stage, states in jobs.counts(engine).items():
        table.add_row(stage, *(str(states[x]) for x in jobs.STATES))
    return table


def _print_issues(console: Any, engine: Any, given: Any) -> None:
    from rich.text import Text

    from baqylau.app import outlets_of
    from baqylau.store import issues

    found = issues.open_issues(engine)
    console.print(Text(f"Issues open: {len(found) or 'none'}", "bold"))
    outlets = outlets_of(given) if found else {}
    for x in found:
        outlet = outlets.get(x.outlet_id or "")
        who = f"{outlet.name} ({x.outlet_id})" if outlet else x.outlet_id or "all outlets"
        console.print(
            Text(
                f"  {who}: {x.finding.trouble} since {x.finding.since:%Y-%m-%d %H:%M} UTC:"
                f" {x.finding.diagnosis}"
            )
        )


def _print_failing(console: Any, engine: Any) -> None:
    from rich.text import Text

    from baqylau.store.queries import operations

    lines = operations.failing(engine)
    console.print(Text(f"Outlets failing: {len(lines) or 'none'}", "bold"))
    for x in lines:
        console.print(
            Text(
                f"  {x.name} ({x.id}): {x.failures} times in a row, last:"
                f" {x.last_result or 'no reason given'}"
            )
        )


def _print_set_aside(console: Any, engine: Any) -> None:
    from rich.text import Text

    from baqylau.store.queries import operations

    lines = operations.set_aside(engine, _SET_ASIDE_SHOWN)
    if lines:
        console.print(
            Text(
                f"Jobs set aside last (at most {_SET_ASIDE_SHOWN}; `baqylau jobs retry` retries"
                " them)",
                "bold",
            )
        )
    for x in lines:
        console.print(Text(f"  job {x.id} {x.stage} of {x.subject} {x.url or ''}: {x.reason}"))
