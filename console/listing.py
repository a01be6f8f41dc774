"""The option `--json/--table` of commands that list something: what the terminal asks for comes in;
whether JSON Lines are wanted, and the lines themselves, go out.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer

AsJson = Annotated[
    bool | None,
    typer.Option("--json/--table", help="JSON Lines or a table; a table at a terminal."),
]


def is_json(as_json: bool | None) -> bool:
    """What was asked for, or else whether the output goes elsewhere than to a terminal."""
    return not sys.stdout.isatty() if as_json is None else as_json


def write_json(records: Iterable[Mapping[str, Any]]) -> None:
    """A line of JSON a record, on standard output."""
    sys.stdout.writelines(json.dumps(x, ensure_ascii=False) + "\n" for x in records)
