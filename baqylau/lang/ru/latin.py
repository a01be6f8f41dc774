"""Names in Latin letters: `Bloomberg`, `Meridian Crest`.

Comes in: tokens. Goes out: candidates.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from baqylau.lang.ru.candidates import Candidate
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token

_LATIN = re.compile(r"[A-Z][A-Za-z0-9&.+'’-]*$|[a-z0-9-]+\.(?:kz|com|ru|org|info|kg|uz|news|media)$", re.IGNORECASE)
_NUMERAL = re.compile(r"[IVXLC]+|[A-Z]+-?\d+\w*")  # XXI, STS-124: an ordinal, a model


@cache
def _list(key: str) -> frozenset[str]:
    return frozenset(wordlist("organizations")[key])


def names(tokens: Sequence[Token]) -> Iterator[Candidate]:
    """Runs of Latin words with capitals: Bloomberg, Meridian Crest."""
    at = 0
    while at < len(tokens):
        if not _is_latin(tokens[at]):
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and _is_latin(tokens[end]) and tokens[end].start - tokens[end - 1].end <= 1:
            end += 1
        yield Candidate("organization", at, end, " ".join(t.text for t in tokens[at:end]))
        at = end


def _is_latin(token: Token) -> bool:
    word = token.text
    if len(word) < 2 or not word[0].isupper() or _NUMERAL.fullmatch(word) or word in _list("not_organizations"):
        return False
    return bool(_LATIN.match(word))
