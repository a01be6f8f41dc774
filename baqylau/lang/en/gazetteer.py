"""What English words are known to name: places, organizations, given names, positions. Comes in:
words as printed. Goes out: whether, and how many of them.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

from baqylau.lang.en.wordlists import entries

_LONGEST = 9  # words of a listed name


@cache
def _listed(kind: str) -> dict[str, frozenset[tuple[str, ...]]]:
    """The listed names by their first word, each as a tuple of words."""
    names: set[str] = set()
    if kind == "place":
        names |= entries("cities", "names")
        for key in ("countries", "regions", "waters", "kazakhstan"):
            names |= entries("places", key)
    else:
        names |= entries("organizations", "known") | entries("organizations", "media")
    held: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        words = tuple(name.replace(",", " ,").replace("/", " / ").split())
        held.setdefault(words[0], set()).add(words)
    return {k: frozenset(v) for k, v in held.items()}


def longest(kind: str, words: Sequence[str]) -> int:
    """How many words from the first on are a listed name of this kind: 0 where none."""
    if not words:
        return 0
    if len(words) > 1 and all(w.isupper() for w in words):
        words = [w.title() for w in words]  # LOS ANGELES
    first = _as_listed(words[0])
    found = _listed(kind).get(first)
    if not found:
        return 0
    printed = tuple(_as_listed(w) for w in words[:_LONGEST])
    return max((len(n) for n in found if printed[: len(n)] == n), default=0)


_LONGEST_ACRONYM = 4


@lru_cache(maxsize=20_000)
def _as_listed(word: str) -> str:
    """`KOSTANAI` in a dateline is listed as `Kostanai`; acronyms stay."""
    if word.isupper() and len(word) > _LONGEST_ACRONYM and word.isalpha():
        return word.title() if word not in _listed("organization") else word
    return word.replace("’", "'")


def is_place(words: Sequence[str]) -> bool:
    return bool(words) and longest("place", words) == len(words)


def is_organization(words: Sequence[str]) -> bool:
    return bool(words) and longest("organization", words) == len(words)


@cache
def _given() -> dict[str, str]:
    """Given names and their gender: m, f, or an empty text for both."""
    held = dict.fromkeys(entries("given_names", "both"), "")
    held |= dict.fromkeys(entries("given_names", "male"), "m")
    return held | dict.fromkeys(entries("given_names", "female"), "f")


@lru_cache(maxsize=20_000)
def is_given(word: str) -> bool:
    """Whether the word is a given name; of `Jean-Pierre` or `Kassym-Jomart` the first part
    decides.
    """
    word = word.title() if word.isupper() and len(word) > _LONGEST_ACRONYM - 1 else word
    return word in _given() or ("-" in word and word.split("-")[0] in _given())


def gender(name: str) -> str:
    """m or f by the given name or the ending of a full name; an empty text where neither says."""
    words = [w for w in name.replace(".", ". ").split() if not w.endswith(".")]
    for word in words[:1]:
        known = _given().get(word) or _given().get(word.split("-")[0])
        if known:
            return known
    last = words[-1].lower() if words else ""
    if last.endswith(tuple(entries("words", "female_endings"))):
        return "f"
    return "m" if last.endswith(tuple(entries("words", "male_endings"))) else ""


_SHORTEST = 5


@lru_cache(maxsize=20_000)
def is_surname(word: str, weak: bool = False) -> bool:
    """Whether the ending is that of surnames of the region; `weak` adds endings that other names
    have too.
    """
    low = word.lower()
    if len(low) < _SHORTEST or not low[0].isalpha():
        return False
    if low.endswith(tuple(entries("words", "surname_endings"))):
        return True
    return weak and low.endswith(tuple(entries("words", "weak_surname_endings")))


@lru_cache(maxsize=20_000)
def is_head(word: str) -> bool:
    """Whether the word names a position: `Minister`, `coaches` is none."""
    return word.lower().removeprefix("ex-").removeprefix("then-") in entries("positions", "heads")


@lru_cache(maxsize=20_000)
def is_before(word: str) -> bool:
    """Whether the word may stand before the word that names a position: `former`, `Health`."""
    return word.lower() in entries("positions", "before") or is_demonym(word)


@lru_cache(maxsize=20_000)
def is_demonym(word: str) -> bool:
    return word in entries("demonyms", "peoples") or (
        "-" in word and word.split("-")[0] in entries("demonyms", "peoples")
    )


@lru_cache(maxsize=20_000)
def is_time(word: str) -> bool:
    parts = word.removesuffix(".").split("-")  # May-September
    return all(part in entries("demonyms", "times") for part in parts)


@lru_cache(maxsize=20_000)
def is_nobody(word: str) -> bool:
    """Capitals that name neither a person nor an organization nor a place."""
    return word.removesuffix(".") in entries("demonyms", "others") or is_time(word)


def is_acronym(word: str) -> bool:
    return word.isupper() and word.isalpha() and 2 <= len(word) <= _LONGEST_ACRONYM + 2


def is_country(name: str) -> bool:
    return name in entries("places", "countries")
