"""Whether two titles of one outlet are of a series, each article of which tells of another event:
two titles come in, yes or no goes out.

>>> is_series("Погода в Сатаеве на 8 ноября", "Погода в Сатаеве на 18 ноября", "ru")
True
>>> is_series("Погода в Сатаеве на 8 ноября", "Погода в Боздале на 8 ноября", "ru")
True
>>> is_series("Аким открыл мост в Сатаеве", "Мост в Сатаеве открыт", "ru")
False
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from baqylau.lang.stems import chosen
from baqylau.stories.features import name_key, title_features

_FRAME = 0.3
"""Share of the shorter title's words in the other one, from which two titles that name different
things were made from one frame."""


@dataclass(frozen=True, slots=True)
class _Title:
    days: frozenset[str]
    names: frozenset[str]
    words: frozenset[str]


def is_series(
    title: str,
    other: str,
    language: str | None,
    words: Iterable[str] = (),
    other_words: Iterable[str] = (),
) -> bool:
    """Whether the titles name different days; or, made from one frame, each a name of its own that
    does not stand in the text of the other (`words`, folded): a text under a new title keeps them.
    """
    one, two = _read(title, language), _read(other, language)
    if one.days and two.days and one.days.isdisjoint(two.days):
        return True
    own, theirs = one.names - two.names, two.names - one.names
    if not own or not theirs or _stand(own, other_words) or _stand(theirs, words):
        return False
    shared = len(one.words & two.words)
    return shared > 0 and shared >= _FRAME * min(len(one.words), len(two.words))


def _stand(names: frozenset[str], words: Iterable[str]) -> bool:
    """Whether one of the names, in any form, is among the words."""
    return any(name_key(x).startswith(tuple(names)) for x in words)


@lru_cache(maxsize=10_000)
def _read(title: str, language: str | None) -> _Title:
    return _Title(*title_features(title, chosen(title, language)))
