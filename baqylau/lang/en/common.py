"""The commonest words of English: a text that is declared English must contain some of them. Comes
in: nothing. Goes out: the words.
"""

import tomllib
from functools import cache
from pathlib import Path


@cache
def function_words() -> tuple[str, ...]:
    """The words in small letters, each with a space on both sides."""
    return tuple(
        tomllib.loads(Path(__file__).with_name("common.toml").read_text(encoding="utf-8"))["words"]
    )
