"""The codebook of an export: the columns of sets come in; what each means, its type, unit and
values go out, as rows or as Markdown.

The types and values are the model's own; the meanings are in `codebook.toml`.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from baqylau.exchange.columns import Column, Columns, of_names

COLUMNS = of_names(
    tuple(Column(x) for x in ("set", "column", "type", "unit", "values", "meaning", "meaning_ru"))
)
_TYPES = {
    "text": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "day": "day (YYYY-MM-DD)",
    "moment": "time (ISO 8601 with offset)",
}


@cache
def table() -> Mapping[str, Any]:
    """The meanings as they stand in the file."""
    path = Path(__file__).with_suffix(".toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def meaning(name: str, column: str) -> tuple[str, Mapping[str, str]]:
    """The line of the table for a column of a set: its key and its texts. Raises KeyError."""
    lines = table()["columns"]
    for key in (f"{name}.{column}", column):
        if key in lines:
            return key, lines[key]
    for ending, line in table()["patterns"].items():
        if column.endswith(ending):
            of = column.removesuffix(ending).replace("event_", "event of the kind ")
            return ending, {k: v.replace("{of}", of) for k, v in line.items()}
    raise KeyError(f"baqylau/exchange/codebook.toml has no line for {name}.{column}")


def rows(sets: Mapping[str, Columns]) -> Iterator[dict[str, str]]:
    """One row for each column of each set."""
    for name, columns in sets.items():
        for column in columns.columns:
            _, line = meaning(name, column.name)
            yield {
                "set": name,
                "column": column.name,
                "type": _TYPES[column.kind],
                "unit": line.get("unit", ""),
                "values": " | ".join(column.values),
                "meaning": line["en"],
                "meaning_ru": line["ru"],
            }


def markdown(sets: Mapping[str, Columns]) -> Iterator[str]:
    """The codebook as a page to read."""
    yield "# Codebook\n\nAn empty cell means: unknown, or the row has no such value.\n"
    for name, columns in sets.items():
        of_set = table()["sets"][name]
        yield f"\n## {name}\n\n{of_set['en']}\n{of_set['ru']}\n\n"
        yield "| column | type | unit | values | meaning | значение |\n|---|---|---|---|---|---|\n"
        for row in rows({name: columns}):
            cells = (row[x] for x in COLUMNS.names[1:])
            yield "| " + " | ".join(x.replace("|", "\\|") for x in cells) + " |\n"
