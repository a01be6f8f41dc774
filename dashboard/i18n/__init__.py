"""The texts of the dashboard: the name of a language comes in, a function that gives the text of a
key goes out. The texts stand in `<language>.toml`.
"""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("ru", "kk", "en")
"""In the order they are offered; the first is the default."""


@cache
def table(language: str) -> dict[str, Any]:
    """Every text of a language by its dotted key; a list stays a list."""
    given = tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8"))
    return dict(_flat(given, ""))


def _flat(given: dict[str, Any], before: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in given.items():
        found += (
            _flat(value, f"{before}{key}.") if isinstance(value, dict) else [(before + key, value)]
        )
    return found


def of(language: str) -> Callable[..., Any]:
    """`t("latest.title")`; with `n` the form of a counted noun: `t("count.quotes", 5)` is "5
    цитат". Raises KeyError.
    """
    words = table(language)

    def text(key: str, n: int | None = None) -> Any:
        found = words[key]
        return found if n is None else f"{n} {found[_form(n, len(found))]}"

    return text


def _form(n: int, forms: int) -> int:
    """Which form a number takes: Russian has three (1 цитата, 2 цитаты, 5 цитат), English two,
    Kazakh one.
    """
    if forms == 1:
        return 0
    if forms == 2:
        return 0 if n == 1 else 1
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2
