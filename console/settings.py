"""`baqylau settings`: every setting with its effective value, where it came from and what it
means.
"""

from typing import Any
from urllib.parse import urlsplit

import typer

_ADDRESSES = ("database", "queue", "archive")


def command() -> None:
    """Print the effective settings; passwords are masked."""
    from rich import box
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    from baqylau import settings

    given = settings.load()
    table = Table(
        "setting",
        Column("value", overflow="fold"),
        "from",
        Column("meaning", overflow="fold"),
        box=box.SIMPLE_HEAD,
    )
    for name, field in type(given).model_fields.items():
        value = effective(given, name)
        table.add_row(
            Text(name, "bold"),
            Text(value),
            Text(settings.origin(name), "dim"),
            Text(field.description or ""),
        )
    Console().print(table)
    typer.echo(
        "Set one as BAQYLAU_<NAME> in the environment or as `name = value` in baqylau.toml; the"
        " environment wins."
    )


def effective(given: Any, name: str) -> str:
    """A setting as a person reads it: addresses whole, passwords masked."""
    value = getattr(given, f"{name}_address", None) or getattr(given, name)
    return masked(str(value)) if name in _ADDRESSES else str(value)


def masked(address: str) -> str:
    """The address with its password hidden."""
    try:
        password = urlsplit(address).password
    except ValueError:  # not an address at all: whatever it holds is not shown
        return "***"
    return address.replace(f":{password}@", ":***@") if password else address
