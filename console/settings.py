"""`baqylau settings`: the settings come in; a table of each with its effective value, where the
value came from and what it means goes out.
"""

from typing import Any

import typer

from baqylau.masking import mask_setting


def command() -> None:
    """Print the effective settings; passwords, keys and webhooks are masked."""
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
    """A setting for display: addresses complete, credentials masked."""
    value = getattr(given, f"{name}_address", None) or getattr(given, name)
    return mask_setting(name, str(value))
