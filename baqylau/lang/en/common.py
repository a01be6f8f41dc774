"""The commonest words of English, by which a text that is declared English is believed to be."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def function_words() -> tuple[str, ...]:
    """Small letters, each with the spaces around it."""
    return tuple(
        tomllib.loads(Path(__file__).with_name("common.toml").read_text(encoding="utf-8"))["words"]
    )
