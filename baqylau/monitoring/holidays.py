"""Public holidays by country, from `holidays.toml`: a country and a day come in, whether the day is
a holiday goes out.
"""

import tomllib
from datetime import date
from functools import cache, lru_cache
from pathlib import Path


@lru_cache(maxsize=4096)
def rests(country: str, day: date) -> bool:
    """Whether the day is a public holiday there; a country without a list has none."""
    every, moved = _days(country)
    return f"{day:%m-%d}" in every or day.isoformat() in moved


@cache
def _days(country: str) -> tuple[frozenset[str], frozenset[str]]:
    known = tomllib.loads((Path(__file__).parent / "holidays.toml").read_text(encoding="utf-8"))
    given = known.get(country, {"every": [], "moved": []})
    return frozenset(given["every"]), frozenset(given["moved"])
