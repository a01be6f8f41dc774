"""Which data a command works on: the settings come in, one line on standard error goes out ("Data:
/home/press/data (default; BAQYLAU_DATA names another)"), so that standard output stays the
command's own.
"""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from baqylau.settings import Settings

_DEMO = Path("demo-data")
_DATABASE = "baqylau.db"


def telling(callback: Callable[..., Any], *, terminal_only: bool = False) -> Callable[..., Any]:
    """The callback of a command, told before it runs which data it uses. `terminal_only` is for
    services, whose standard error elsewhere is a log that programs read.
    """

    @wraps(callback)
    def told(*given: Any, **named: Any) -> Any:
        from baqylau import settings

        if sys.stderr.isatty() or not terminal_only:
            tell(settings.load())
        return callback(*given, **named)

    return told


def tell(given: Settings) -> None:
    """Writes the line."""
    sys.stderr.write(f"Data: {describe(given)}\n")


def describe(given: Settings) -> str:
    """The data folder and where its name comes from; the addresses of database and archive where
    they are elsewhere, without credentials.
    """
    from baqylau import settings
    from baqylau.masking import mask_setting

    source = settings.origin("data")
    told = f"{given.data.resolve()} ({_SOURCES.get(source, source)})"
    for name in ("database", "archive"):
        if address := getattr(given, name):
            told += f", {name} {mask_setting(name, address)}"
    missing = not given.database and not (given.data / _DATABASE).exists()
    if missing and source == "default" and (_DEMO / _DATABASE).exists():
        told += f"; the demo's data is in {_DEMO}: BAQYLAU_DATA={_DEMO}"
    return told


_SOURCES = {
    "default": "default; BAQYLAU_DATA names another",
    "environment": "from BAQYLAU_DATA",
    "baqylau.toml": "from baqylau.toml",
}
