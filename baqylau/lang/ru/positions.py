"""Positions in the word lists. Comes in: a lemma. Goes out: whether it is a position, and its
group; a noun of the same group may refer to it later in the text.
"""

from functools import cache, lru_cache

from baqylau.lang.ru.lemmas import readings
from baqylau.lang.ru.wordlists import wordlist

GROUPS = ("leader", "expert", "doctor", "law", "sport", "people")


@cache
def group_of() -> dict[str, str]:
    """Lemma of a position -> its group; the first group that lists it wins."""
    data = wordlist("positions")
    return {noun: group for group in reversed(GROUPS) for noun in data[group]}


def is_position(lemma: str) -> bool:
    """`директор`, also behind a prefix: `экс-директор`, `вице-директор`, `содиректор`,
    `замдиректора`.
    """
    known = group_of()
    return (
        lemma in known
        or ("-" in lemma and lemma.rsplit("-", 1)[-1] in known)
        or (lemma.startswith("со") and lemma[2:] in known)
        or deputy(lemma) is not None
    )


def group(lemma: str) -> str | None:
    known = group_of()
    found = known.get(lemma) or known.get(lemma.rsplit("-", 1)[-1])
    return found or ("leader" if deputy(lemma) else None)


@lru_cache(maxsize=20_000)
def deputy(word: str) -> str | None:
    """The office behind `зам`: `директор` of `замдиректора`, which may never change its ending, and
    of `замдиректором`; None for any other word (`заметка`).
    """
    if not word.startswith("зам") or len(word) < _SHORTEST_DEPUTY:
        return None
    bases = (r.normal_form for r in readings(word[len("зам") :]) if r.tag.POS == "NOUN")
    return next((b for b in bases if group_of().get(b) == "leader"), None)


_SHORTEST_DEPUTY = 7  # letters of `замаким`
