"""Listed names of several words in any case: `Советского Союза`, `Белым домом`.

Comes in: tokens and listed names in the nominative. Goes out: the places where they stand. Words
are compared by their lemmas; the first word must have a capital letter.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from baqylau.lang.ru.lemmas import lemma
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token


def several(
    tokens: Sequence[Token], wordlist_name: str, key: str
) -> Iterator[tuple[int, int, str]]:
    """First token, last token (exclusive) and name of every listed name in the text."""
    names = _names(wordlist_name, key)
    for i, token in enumerate(tokens):
        listed = names.get(token.lemma)
        if not listed or not token.text[0].isupper():
            continue
        for words, name in listed:
            if tuple(t.lemma for t in tokens[i : i + len(words)]) == words:
                yield i, i + len(words), name


@cache
def _names(wordlist_name: str, key: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The listed names of several words by their first lemma."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name in wordlist(wordlist_name)[key]:
        words = tuple(lemma(word, "") for word in name.split())
        if len(words) > 1:
            found.setdefault(words[0], []).append((words, name))
    return found
