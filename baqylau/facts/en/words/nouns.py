"""Noun phrases around a noun of a table: how far "agreement on joint water metering" and "Astana
International Forum" reach. Comes in: the words of a sentence and the noun's index. Goes out:
indices.
"""

from collections.abc import Sequence

from baqylau.facts.en.words.text import is_determiner
from baqylau.lang.en.wordlists import entries
from baqylau.model.words import Token

_LONGEST = 12
_JOINS = ("of", "and", "for", "in", "on", "’s", "'s", "&")


def capitals_before(words: Sequence[Token], at: int) -> int:
    """The first word of the capitalised words right before the noun (`Asian Judo` …)."""
    first = at
    while first and at - first < 6:
        word = words[first - 1].text
        if word.endswith("-based"):
            break
        small = word in ("of", "and", "&") and first > 1 and words[first - 2].text[:1].isupper()
        if not (word[:1].isupper() or (word[:1].isdigit() and first > 1) or small):
            break
        if is_determiner(word.lower()) or (
            words[first - 1].pos != "PROPN" and not small and not word[0].isdigit()
        ):
            break
        first -= 1
    while first < at and words[first].text[:1].isdigit() and not words[first].text[-1:].isalpha():
        first += 1
    return first


def adjectives_before(words: Sequence[Token], at: int, most: int = 3) -> int:
    """The first of the adjectives and nouns right before the noun."""
    first = at
    while first and at - first < most:
        token = words[first - 1]
        named = token.pos in ("ADJ", "NOUN", "PROPN", "NUM") or token.text.lower() in _GERUNDS
        if not named or is_determiner(token.text.lower()):
            break
        first -= 1
    return first


_GERUNDS = ("opening", "signing", "closing", "working", "upcoming", "groundbreaking", "founding")


def _has_subject(words: Sequence[Token], i: int) -> bool:
    """`a memorandum of cooperation on water`, `an agreement on cooperation in the field of …`."""
    if words[i - 1].text.lower() not in entries("documents", "goes_on"):
        return False
    if words[i].text.lower() == "in":
        near = [t.text.lower() for t in words[i + 1 : i + 3]]
        return any(word in entries("documents", "fields") for word in near)
    behind = words[i + 1].text
    return not (behind[0].isdigit() or behind in entries("speech", "months_and_days"))


def complement_end(words: Sequence[Token], at: int) -> int:
    """Behind `on joint water metering`; `at + 1` where no complement follows."""
    i = at + 1
    if i >= len(words):
        return i
    while i < len(words) and i - at < _LONGEST:
        token = words[i]
        low = token.text.lower()
        following = words[i + 1] if i + 1 < len(words) else None
        named = following is not None and following.pos in ("NOUN", "PROPN")
        ends = token.pos == "VERB" and low.endswith("ed") and i > at + 2
        acts = token.pos == "VERB" and not low.endswith(("ed", "ing")) and i > at + 2
        if low == "worth" or acts or (ends and not named):
            break
        if low.endswith("ly") and following is not None and following.text.endswith("ed"):
            i += 1
            continue
        if token.pos in ("NOUN", "ADJ", "PROPN", "DET", "VERB", "NUM"):
            i += 1
        elif low in _JOINS and i + 1 < len(words) and words[i + 1].text[0].isalnum():
            outer = low == "in" or (low in ("on", "for") and i > at + 1)
            if outer and not _has_subject(words, i):
                break
            i += 1
        elif i == at + 1 and low in ("to", "between", "with", "regarding", "concerning", "against"):
            i += 1
        else:
            break
    while i > at + 1 and (words[i - 1].text.lower() in _JOINS or words[i - 1].pos == "DET"):
        i -= 1
    return i
