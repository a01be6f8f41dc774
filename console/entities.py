"""`baqylau entities`: pairs of names as JSON Lines come in, how likely the two of each are one goes
out, in the same order; its subcommands show, join and part the stored entities.

$ echo '{"id": "1", "a": {"name": "Тимур Әбілдаев"}, "b": {"name": "T. Abildayev"}}' \\
    | baqylau entities
{"id": "1", "same": 0.68}
"""

import sys
from collections.abc import Mapping
from typing import Any

import typer

from baqylau.errors import InputError

cli = typer.Typer(invoke_without_command=True, no_args_is_help=False)
_TYPES = ("person", "organization", "place")


@cli.callback()
def command(context: typer.Context) -> None:
    """Read pairs of names as JSON Lines from standard input and say how likely each is one; or list,
    merge and split the stored entities.
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
