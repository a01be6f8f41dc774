"""The part of speech and the lemma of an English word, by tables and endings. Comes in: a word as
printed, and whether it begins a sentence. Goes out: a Universal Dependencies tag, a lemma in small
letters. It is a guess from the word alone: good enough to tell names and small words apart.
"""

from functools import lru_cache

from baqylau.lang.en.wordlists import entries, wordlist

_CLOSED = (
    ("determiners", "DET"),
    ("auxiliaries", "AUX"),
    ("pronouns", "PRON"),
    ("prepositions", "ADP"),
    ("conjunctions", "CCONJ"),
    ("adverbs", "ADV"),
)
_ENDINGS = (
    ("ly", "ADV"),
    ("ing", "VERB"),
    ("ed", "VERB"),
    ("ous", "ADJ"),
    ("ful", "ADJ"),
    ("able", "ADJ"),
    ("ible", "ADJ"),
    ("ive", "ADJ"),
    ("ical", "ADJ"),
    ("ial", "ADJ"),
    ("less", "ADJ"),
)
_SHORTEST = 4


@lru_cache(maxsize=50_000)
def tag(word: str, first: bool = False) -> str:
    """`Tashkent` -> PROPN, `quickly` -> ADV, `the` -> DET."""
    if word[0].isdigit():
        return "NUM"
    if not word[0].isalpha():
        return "PART" if len(word) == len("’s") and word[1:].lower() == "s" else "PUNCT"
    low = word.lower()
    for key, pos in _CLOSED:
        if low in entries("words", key):
            return pos
    if word[0].isupper() and not (first and word in entries("words", "openers")):
        return "PROPN"
    if low in wordlist("words")["irregular"]:
        return "VERB"
    if len(low) > _SHORTEST:
        for ending, pos in _ENDINGS:
            if low.endswith(ending):
                return pos
    return "NOUN"


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """`countries` -> country, `said` -> say, `visited` -> visit; a word of unknown form stays."""
    low = word.lower()
    held = wordlist("words")["irregular"].get(low)
    if held:
        return str(held)
    if len(low) <= _SHORTEST or not low.isalpha():
        return low.removesuffix("s") if len(low) == _SHORTEST and low[-2:] not in _SIBILANT else low
    if low.endswith("ies"):
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-1]
    for ending in ("ing", "ed"):
        if low.endswith(ending) and len(low) - len(ending) >= _SHORTEST - 1:
            return _stem(low[: -len(ending)])
    return low


_SIBILANT = ("ss", "us", "is", "as", "os")
_DOUBLE = frozenset("bdgmnprt")
_SILENT = ("at", "iz", "is", "uc", "ur", "as", "ag", "ov", "iv", "in", "ir", "rg", "nc", "id", "ud")


def _stem(stem: str) -> str:
    """`planned` -> plan, `announced` -> announce."""
    if stem[-1] == stem[-2] and stem[-1] in _DOUBLE:
        return stem[:-1]
    return stem + "e" if stem.endswith(_SILENT) else stem
