"""`baqylau edits`: an outlet, a kind and a day come in; what outlets changed and removed after
publication, newest first, goes out as a table at a terminal and as JSON Lines elsewhere.

$ baqylau edits --kind figure --since 7d
$ baqylau edits --outlet baq --json | jq .changes
"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from baqylau.errors import InputError
from console import listing
from console.listing import AsJson

if TYPE_CHECKING:
    from datetime import datetime

    from baqylau.analysis.edits import Edit
    from baqylau.store.queries.changes import ChangeRow

_REMOVED = "removed"
_SHOWN = 3  # changes of one edit in the table
_LENGTH = 60  # characters of one side of a change in the table


def command(
    outlet: Annotated[str | None, typer.Option(help="Only this outlet, by its id.")] = None,
    kind: Annotated[
        str | None,
        typer.Option(help="Only this kind: figure, name, quote_removed, removed …"),
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="A day (2026-11-24, вчера) or how long ago (7d).")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Edits and removals at most.")] = 100,
    as_json: AsJson = None,
) -> None:
    """List what outlets changed and removed after publication, with what each edit meant."""
    from baqylau import settings
    from baqylau.app import open_database
    from baqylau.store.connect import busy_as_try_later

    _check(kind)
    with open_database(settings.load()) as engine, busy_as_try_later():
        found = _found(engine, outlet, kind, _day(since), limit)
    if listing.is_json(as_json):
        listing.write_json(_record(row, edits) for row, edits in found)
    else:
        _print_table(found)


def _check(kind: str | None) -> None:
    from baqylau.analysis.edits import EditKind

    known = (*map(str, EditKind), _REMOVED)
    if kind is not None and kind not in known:
        raise InputError(f"--kind {kind}: write one of {', '.join(known)}")


def _day(since: str | None) -> "datetime | None":
    from baqylau.clock import now
    from baqylau.query import days

    if since is None:
        return None
    day = days.read(since, now().astimezone(days.ALMATY).date(), end=False)
    if day is None:
        raise InputError(f"--since {since}: write a day as 2026-11-24, or how long ago as 7d")
    return days.begins(day.isoformat())


def _found(
    engine: Any, outlet: str | None, kind: str | None, since: "datetime | None", limit: int
) -> "list[tuple[ChangeRow, list[Edit]]]":
    """Edits with a meaning, and removals."""
    from baqylau.store.queries import changes

    of_rows = _REMOVED if kind == _REMOVED else "edited" if kind else None
    found: list[tuple[ChangeRow, list[Edit]]] = []
    for rows in changes.every(engine, outlet, of_rows, since):
        meant = changes.meanings(engine, rows)
        for row in rows:
            edits = [x for x in meant.get(row.article, ()) if kind in (None, str(x.kind))]
            if edits or row.kind == _REMOVED:
                found.append((row, edits))
        if len(found) >= limit:
            break
    return found[:limit]


def _record(row: "ChangeRow", edits: "list[Edit]") -> dict[str, Any]:
    return {
        "article": row.article,
        "before": row.before,
        "outlet": row.outlet_id,
        "when": row.when.isoformat(),
        "kind": row.kind,
        "title": row.title,
        "changes": [
            {"kind": str(x.kind), "before": x.before, "after": x.after, "in_title": x.in_title}
            for x in edits
        ],
    }


def _print_table(found: "list[tuple[ChangeRow, list[Edit]]]") -> None:
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    if not found:
        console.print("There are no edits or removals.")
        return
    table = Table("when, UTC", "outlet", "article", "what changed", box=box.SIMPLE)
    for row, edits in found:
        meant = [f"{x.kind}: {_cut(x.before)} → {_cut(x.after)}" for x in edits[:_SHOWN]]
        table.add_row(
            f"{row.when:%Y-%m-%d %H:%M}",
            row.outlet_id,
            escape(f"{row.article}  {row.title or ''}"),
            escape("\n".join(meant or [row.kind])),
        )
    console.print(table)


def _cut(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _LENGTH else one_line[: _LENGTH - 1] + "…"
