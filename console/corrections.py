"""`baqylau corrections`: what people corrected of facts and articles is listed, written, taken back
and exported as sentences for tests.

$ baqylau corrections set 6b40cd0ad736bcb776d7-90d98e8d82d6ce82 speaker_name "Асель Ким"
correction 12; `baqylau corrections undo 12` takes it back
"""

import json
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from baqylau.model.access import TERMINAL
from baqylau.model.fact_key import LENGTH
from console.editing import engine_of_settings, say, time_of

if TYPE_CHECKING:
    from baqylau.store.queries.corrections import CorrectionRow

cli = typer.Typer(
    no_args_is_help=True, help="What people corrected: list, set, undo, export for tests."
)


class State(StrEnum):
    STANDS = "stands"
    LOST = "lost"
    UNDONE = "undone"


@cli.command("list")
def list_(
    state: Annotated[
        State | None,
        typer.Option(help="stands; lost: its fact is not stored or read otherwise now; undone."),
    ] = None,
    by: Annotated[str | None, typer.Option(help="Those of one person.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
) -> None:
    """List corrections, the latest first."""
    from baqylau.store.queries import corrections

    with engine_of_settings() as engine:
        found = corrections.listed(engine, state, by, limit)
    if not found:
        say("no corrections")
    for x in found:
        say(_line(x))


@cli.command("set")
def set_(
    subject: Annotated[
        str, typer.Argument(help="A fact's key (`baqylau export facts`), or an article's id.")
    ],
    field: Annotated[
        str,
        typer.Argument(
            help="speaker_name, speaker_role, person, position, organization, value, currency,"
            " source, hidden; of an article title, published, kind."
        ),
    ],
    value: Annotated[str, typer.Argument(help='The right value; "" is none: nobody spoke.')],
    because: Annotated[str | None, typer.Option(help="Why: kept in the log.")] = None,
) -> None:
    """Correct a field of a fact or of an article; `hidden yes` says that the fact is wrong."""
    from baqylau.store import corrections

    with engine_of_settings() as engine:
        moment, by = time_of(engine), TERMINAL.name
        if subject.isdecimal() and len(subject) < LENGTH:
            number = corrections.correct_article(
                engine, int(subject), field, value, by, moment, because
            )
        else:
            number = corrections.correct_fact(engine, subject, field, value, by, moment, because)
    say(f"correction {number}; `baqylau corrections undo {number}` takes it back")


@cli.command()
def undo(number: Annotated[int, typer.Argument(help="The number of a correction.")]) -> None:
    """Take a correction back: what was read is shown again."""
    from baqylau.store import corrections

    with engine_of_settings() as engine:
        row = corrections.undo(engine, number, TERMINAL.name, time_of(engine))
    say(f"correction {number} of {row.field} is undone")


@cli.command()
def export(
    output: Annotated[
        Path | None, typer.Option(help="A file; standard output if not given.")
    ] = None,
) -> None:
    """Write corrected facts as gold sentences (JSON Lines). They are real text: rewrite each as an
    invented sentence before it is committed as a test.
    """
    from baqylau.store.queries import corrections

    with engine_of_settings() as engine:
        lines = (json.dumps(x, ensure_ascii=False) + "\n" for x in corrections.gold(engine))
        _write(lines, output)


def _write(lines: Iterable[str], output: Path | None) -> None:
    from baqylau import atomic

    if output is None:
        for line in lines:
            typer.echo(line, nl=False)
        return
    with atomic.text(output) as file:
        file.writelines(lines)


def _line(x: "CorrectionRow") -> str:
    where = f"article {x.article}" if x.article else "without its fact"
    undone = f"  undone {x.undone:%Y-%m-%d} by {x.undone_by}" if x.undone else ""
    because = f"  ({x.because})" if x.because else ""
    return (
        f"{x.id:>6}  {x.moment:%Y-%m-%d %H:%M}  {x.by}  {x.kind}  {x.field}:"
        f" {_plain(x.read)} -> {_plain(x.value)}  {where}{because}{undone}  {x.subject}"
    )


def _plain(value: Any) -> str:
    return "-" if value is None else str(value)
