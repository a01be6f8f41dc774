"""The TOML word lists of this folder, each read once. Comes in: the name of a file and a key. Goes
out: its tables, or the words of a key as a set.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def wordlist(name: str) -> dict[str, Any]:
    """`wordlist("speech")` is `speech.toml` as a dictionary."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def entries(name: str, key: str) -> frozenset[str]:
    """The entries of a key: a list, or a text parted by semicolons or line feeds; where it has
    neither, by spaces.
    """
    held = wordlist(name)[key]
    if isinstance(held, list):
        return frozenset(held)
    parts = re.split(r"\s*[;\n]\s*", held) if ";" in held else held.split()
    return frozenset(p.strip() for p in parts if p.strip())
