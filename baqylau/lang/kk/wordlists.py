"""The TOML word lists of this folder, read once: a file's name comes in, its tables go out."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def wordlist(name: str) -> dict[str, Any]:
    """`wordlist("units")` is `units.toml` as a dictionary."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
