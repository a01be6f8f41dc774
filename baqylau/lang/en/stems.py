"""English stems for the search index: a lower-case word in, its stem out. Plural endings, -ing and
-ed are removed, plurals of `stems.toml` get their singular's stem; the rest stays.
"""

import re
from functools import lru_cache

from baqylau.lang.en.wordlists import wordlist

_VOWEL = re.compile(r"[aeiouy]")
_SHORTEST = 3  # letters a stem keeps


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """`ministries` -> `ministri`, `ministry` -> `ministri`: different forms get the same stem,
    which need not be a word.
    """
    word = wordlist("stems")["irregular"].get(word, word)
    if not word.isascii() or not word.isalpha() or len(word) <= _SHORTEST:
        return word
    single = _singular(word)
    return _final_y(_without_tense(single)) if len(single) > _SHORTEST else single


def _singular(word: str) -> str:
    if word.endswith(("sses", "uses")) and len(word) > len("uses"):
        return word[:-2]  # classes, buses
    if word.endswith("ies") and len(word) > len("dies"):
        return word[:-2]
    if word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    return word[:-1]


def _without_tense(word: str) -> str:
    for ending in ("ing", "ed"):
        bare = word.removesuffix(ending)
        if bare != word and len(bare) >= _SHORTEST and _VOWEL.search(bare):
            doubled = bare[-1] == bare[-2] and bare[-1] not in "lsz"
            return bare[:-1] if doubled else bare
    return word.removesuffix("e") if len(word) > _SHORTEST + 1 else word


def _final_y(word: str) -> str:
    return (
        f"{word[:-1]}i"
        if word.endswith("y") and len(word) > _SHORTEST and not _VOWEL.match(word[-2])
        else word
    )
