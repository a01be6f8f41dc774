"""Russian stems for the search index: a lower-case word in, its likeliest dictionary form out
(pymorphy3, remembered).
"""

from functools import cache, lru_cache
from typing import Any


@cache
def _morph() -> Any:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The word itself where it is not Russian."""
    if not "а" <= word[:1] <= "я":
        return word
    return str(_morph().parse(word)[0].normal_form).replace("ё", "е")
