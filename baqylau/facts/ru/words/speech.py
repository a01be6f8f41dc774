"""Reporting verbs of Russian, and what the rules of speech in all languages share.

Comes in: tokens. Goes out: whether they report speech.
"""

from functools import cache

from baqylau.facts.grammar.quotes.blocks import (
    SentenceBlock,
    count,
    marked_in,
    sentence_blocks,
    slot,
    touching_marks,
    trimmed,
)
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token

__all__ = [
    "SentenceBlock",
    "count",
    "is_finite",
    "is_verb",
    "marked_in",
    "sentence_blocks",
    "slot",
    "touching_marks",
    "trimmed",
    "verbs",
]


@cache
def verbs(*lists: str) -> frozenset[str]:
    """The lemmas of these lists of `speech.toml`."""
    return frozenset(x for key in lists for x in wordlist("speech")[key])


_VERBAL = ("VERB", "AUX", "ADJ")


def is_verb(token: Token, *lists: str) -> bool:
    """Whether the token is a verb of these lists, in a finite form or a gerund (`отметив`);
    participles and infinitives report nothing.
    """
    low = token.text.lower()
    if token.pos not in _VERBAL:
        return ("opinion" in lists and low in verbs("short")) or (
            "impersonal" in lists and low in verbs("impersonal_short")
        )
    if low in verbs("short"):
        return "opinion" in lists
    if low in verbs("impersonal_short"):
        return "impersonal" in lists
    if token.pos == "ADJ" or token.feats.get("VerbForm") in ("Inf", "Part"):
        return False
    return token.lemma in verbs(*lists)


def is_finite(token: Token) -> bool:
    return token.pos in ("VERB", "AUX") and token.feats.get("VerbForm") == "Fin"
