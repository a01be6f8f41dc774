"""The TOML tables of this folder, each read once. Comes in: the name of a file. Goes out: its
tables.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def wordlist(name: str) -> dict[str, Any]:
    """`wordlist("letters")` is `letters.toml` as a dictionary."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
