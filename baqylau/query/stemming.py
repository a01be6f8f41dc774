"""The stems that a query's words look for in the index, in each language. Words come in, phrases of
stems go out; `match` and the SQL of the store both take them from here.
"""

from collections.abc import Callable, Sequence
from itertools import islice, product

from baqylau.lang.stems import finding, readings, standing
from baqylau.query.ast import Exact, Phrase, Prefix, Text, Word

Stems = tuple[str, ...]
"""Stems that stand together."""
_MOST_READINGS = 64  # of a phrase: six words of two stems each


def phrases(term: Text, languages: Sequence[str]) -> list[Stems]:
    """Phrases of which an article must have one, likeliest first. Of `Prefix` these are the forms
    of its letters as a word; of `Exact` more than match, since stems are no forms."""
    match term:
        case Word(word):
            return _each([word], languages, finding)
        case Phrase(words):
            return _each(words, languages, finding)
        case Prefix(letters):
            return _each([letters], languages, finding)
        case Exact(words):
            return _each(words, languages, standing)


def every_reading(words: Sequence[str], languages: Sequence[str]) -> list[Stems]:
    """As `phrases` of a phrase, whatever the first letters mean: for an erasure."""
    return _each(words, languages, readings)


def beginning(prefix: Prefix) -> str:
    """The letters with which a printed word begins that the prefix finds."""
    return prefix.letters.lower()


def _each(
    words: Sequence[str], languages: Sequence[str], stems: Callable[[str, str], Sequence[str]]
) -> list[Stems]:
    found: dict[Stems, None] = {}
    for language in languages:
        choices = [stems(x, language) for x in words]
        found |= dict.fromkeys(islice(product(*choices), _MOST_READINGS))
    return list(found)
