"""Whether two titles of one outlet are of a series, each article of which tells of another event:
two titles come in, yes or no goes out.

>>> is_series("Погода в Сатаеве на 8 ноября", "Погода в Сатаеве на 18 ноября", "ru")
True
>>> is_series("Погода в Сатаеве на 8 ноября", "Погода в Боздале на 8 ноября", "ru")
True
>>> is_series("Аким открыл мост в Сатаеве", "Мост в Сатаеве открыт", "ru")
False
"""

from dataclasses import dataclass
from functools import lru_cache

from baqylau.lang.stems import chosen
from baqylau.stories.features import title_features

_FRAME = 0.3
"""Share of the shorter title's words in the other one, from which two titles that name different
things were made from one frame."""


@dataclass(frozen=True, slots=True)
class _Title:
    days: frozenset[str]
    names: frozenset[str]
    words: frozenset[str]


def is_series(title: str, other: str, language: str | None) -> bool:
    """Whether the titles name different days; or, made from one frame, each a name of its own."""
    one, two = _read(title, language), _read(other, language)
    if one.days and two.days and one.days.isdisjoint(two.days):
        return True
    if one.names <= two.names or two.names <= one.names:
        return False
    shared = len(one.words & two.words)
    return shared > 0 and shared >= _FRAME * min(len(one.words), len(two.words))


@lru_cache(maxsize=10_000)
def _read(title: str, language: str | None) -> _Title:
    return _Title(*title_features(title, chosen(title, language)))
