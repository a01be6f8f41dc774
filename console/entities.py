"""`baqylau entities`: pairs of names as JSON Lines come in, how likely the two of each are one goes
out, in the same order; its subcommands show, join and part the stored entities.

$ echo '{"id": "1", "a": {"name": "Тимур Әбілдаев"}, "b": {"name": "T. Abildayev"}}' \\
    | baqylau entities
{"id": "1", "same": 0.68}
"""

import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from baqylau.errors import InputError
from baqylau.model.access import TERMINAL
from console.editing import engine_of_settings, say, time_of

cli = typer.Typer(invoke_without_command=True, no_args_is_help=False)
_TYPES = ("person", "organization", "place")


@cli.callback()
def command(context: typer.Context) -> None:
    """Read pairs of names as JSON Lines from standard input and say how likely each is one; or
    list, merge and split the stored entities.
    """
    if context.invoked_subcommand is None:
        from console import jsonl

        jsonl.run(answer, sys.stdin, sys.stdout)


def answer(line: Mapping[str, Any]) -> dict[str, Any]:
    """How likely the two names of a line are one. Raises `InputError` that names the key."""
    from baqylau.entities.compare import compare

    return {"id": line.get("id"), "same": round(compare(_named(line, "a"), _named(line, "b")), 4)}


def _named(line: Mapping[str, Any], key: str) -> Any:
    from baqylau.entities.compare import Named

    given = line.get(key)
    if not isinstance(given, Mapping) or not isinstance(given.get("name"), str):
        raise InputError(
            f'"{key}" is missing or has no name: give {{"name": "Ирина Цой", "role": "юрист"}}'
        )
    texts = {x: given.get(x) or "" for x in ("role", "type", "language")}
    wrong = next((x for x, value in texts.items() if not isinstance(value, str)), None)
    if wrong:
        raise InputError(f'"{key}.{wrong}" is no string: give a string or leave it out')
    if texts["type"] and texts["type"] not in _TYPES:
        raise InputError(f'"{key}.type" is {texts["type"]!r}: give {", ".join(_TYPES)}')
    return Named(given["name"], texts["role"], texts["type"])


# The stored entities
# --------------------------------------------------------------------------------------------------

_Because = Annotated[str | None, typer.Option(help="Why: kept in the log of changes.")]


@cli.command("list")
def list_(
    name: Annotated[
        str | None, typer.Argument(help="A name in any script, order or case form.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--type", help="person, organization or place.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 30,
) -> None:
    """List entities with their names, those in most articles first."""
    from baqylau.store.queries import entities

    if kind is not None and kind not in _TYPES:
        raise InputError(f"--type is {kind!r}: give {', '.join(_TYPES)}")
    with engine_of_settings() as engine:
        found = entities.listed(engine, kind, name, limit)
        if not found:
            say("no such entity")
        for x in found:
            others = [y for y in x["names"] if y != x["name"]]
            more = f" = {' = '.join(others)}" if others else ""
            say(f"{x['id']:>8}  {x['type']:<12} {x['articles']:>6}  {x['name']}{more}")


@cli.command()
def show(entity: Annotated[int, typer.Argument(help="The number of an entity.")]) -> None:
    """Show an entity: every name with the number of articles that print it, and its roles."""
    from baqylau.store.queries import entities

    with engine_of_settings() as engine:
        found = entities.detail(engine, entity)
    if found is None:
        raise InputError(f"no entity {entity}; `baqylau entities list` shows them")
    say(f"{found.id}  {found.type}  {found.name}  ({found.articles} articles)")
    if len(found.ids) > 1:
        say(f"merged: {', '.join(map(str, found.ids))}")
    for name, count in found.names:
        say(f"  {count:>6}  {name}")
    for role, day in found.roles:
        say(f"  {day}  {role}")


@cli.command()
def pairs(
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 30,
) -> None:
    """List pairs of entities that may be one, the likeliest first; answer them with `same` or
    `different`.
    """
    from baqylau.store.queries import entities

    with engine_of_settings() as engine:
        found = entities.pairs(engine, limit)
        if not found:
            say("no pair waits for an answer")
        for x in found:
            sides = (
                f"{x[side]} {x[f'{side}_name']}{_roles(x[f'{side}_roles'])}"
                for side in ("one", "other")
            )
            say(f"{x['id']:>6}  {x['likely']:.2f}  {'  |  '.join(sides)}")


def _roles(held: Any) -> str:
    return f" ({held[-1][0]})" if held else ""


@cli.command()
def same(
    pair: Annotated[int, typer.Argument(help="The number of a pair.")], because: _Because = None
) -> None:
    """Answer an offered pair: they are one, so they are merged."""
    from baqylau.store import entity_edits

    with engine_of_settings() as engine:
        change = entity_edits.answer(engine, pair, True, time_of(engine), because, TERMINAL.name)
    say(f"merged, change {change}; `baqylau entities undo {change}` takes it back")


@cli.command()
def different(pair: Annotated[int, typer.Argument(help="The number of a pair.")]) -> None:
    """Answer an offered pair: they are two, and are not offered again."""
    from baqylau.store import entity_edits

    with engine_of_settings() as engine:
        entity_edits.answer(engine, pair, False, time_of(engine))
    say("kept apart")


@cli.command()
def merge(
    one: Annotated[int, typer.Argument(help="The entity that stays.")],
    other: Annotated[int, typer.Argument(help="The one that it is as well.")],
    because: _Because = None,
) -> None:
    """Make two entities one; the other's number goes on to mean it."""
    from baqylau.store import entity_edits

    with engine_of_settings() as engine:
        change = entity_edits.merge(engine, one, other, time_of(engine), because, TERMINAL.name)
    say(f"merged, change {change}; `baqylau entities undo {change}` takes it back")


@cli.command()
def split(
    entity: Annotated[int, typer.Argument(help="The entity that is two.")],
    name: Annotated[
        list[str] | None, typer.Option(help="A name that means somebody else; may be repeated.")
    ] = None,
    article: Annotated[
        list[int] | None,
        typer.Option(help="An article that means somebody else; may be repeated."),
    ] = None,
    because: _Because = None,
) -> None:
    """Make one entity two: these names, or what these articles say, become a new one."""
    from baqylau.store import entity_edits

    if not name and not article:
        raise InputError("say what means somebody else: --name NAME or --article ID")
    with engine_of_settings() as engine:
        change, new = entity_edits.split(
            engine, entity, name or (), article or (), time_of(engine), because, TERMINAL.name
        )
    say(f"entity {new} is new, change {change}; `baqylau entities undo {change}` takes it back")


@cli.command()
def undo(change: Annotated[int, typer.Argument(help="The number of a change.")]) -> None:
    """Take a merge or a split back."""
    from baqylau.store import entity_edits

    with engine_of_settings() as engine:
        row = entity_edits.undo(engine, change, time_of(engine), TERMINAL.name)
    say(f"{row.kind} of {row.entity} and {row.other} is undone")


@cli.command()
def changes(
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 30,
) -> None:
    """List merges and splits, the latest first."""
    from baqylau.store.queries import entities

    with engine_of_settings() as engine:
        for x in entities.changes(engine, limit):
            undone = f"  undone {x['undone']:%Y-%m-%d}" if x["undone"] else ""
            because = f"  {x['because']}" if x["because"] else ""
            say(
                f"{x['id']:>6}  {x['moment']:%Y-%m-%d %H:%M}  {x['kind']}  {x['entity']}"
                f" {x['entity_name']}  |  {x['other']} {x['other_name']}{because}{undone}"
            )
