"""Positions in the word lists. Comes in: a lemma. Goes out: whether it is a position, and its
group; a noun of the same group may refer to it later in the text.
"""

from functools import cache

from baqylau.lang.ru.wordlists import wordlist

GROUPS = ("leader", "expert", "doctor", "law", "sport", "people")


@cache
def group_of() -> dict[str, str]:
    """Lemma of a position -> its group; the first group that lists it wins."""
    data = wordlist("positions")
    return {noun: group for group in reversed(GROUPS) for noun in data[group]}


def is_position(lemma: str) -> bool:
    """`директор`, also behind a prefix: `экс-директор`, `вице-директор`, `содиректор`."""
    known = group_of()
    return (
        lemma in known
        or ("-" in lemma and lemma.rsplit("-", 1)[-1] in known)
        or (lemma.startswith("со") and lemma[2:] in known)
    )


def group(lemma: str) -> str | None:
    return group_of().get(lemma) or group_of().get(lemma.rsplit("-", 1)[-1])
