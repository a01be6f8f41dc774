"""The stems that a query's words look for in the index, in each language. Words come in, phrases of
stems go out; `match` and the SQL of the store both take them from here.
"""

from collections.abc import Callable, Sequence
from itertools import islice, product

from baqylau.lang.stems import BOUNDARY, LANGUAGES, finding, indexed, readings, standing
from baqylau.query.ast import Exact, Phrase, Prefix, Text, Word

Stems = tuple[str, ...]
"""Stems that stand together."""
_ROOT = 4  # letters of a prefix that stand in every stem looked for
_CHANGING = 2  # letters at the end of a prefix that a stem may have otherwise
_SHORTEST = 3  # letters of a stem that is shorter than the prefix
_MOST_READINGS = 64  # of a phrase: six words of two stems each


def languages_of(language: str | None) -> tuple[str, ...]:
    """The languages in which an article in this language is asked: its own where it is one of the
    three, else each."""
    return (language,) if language in LANGUAGES else LANGUAGES


def phrases(term: Text, languages: Sequence[str]) -> list[Stems]:
    """Phrases of which an article must have one, likeliest first. Of `Prefix` these are the forms
    of its letters as a word; of `Exact` more than match, since the index keeps no forms."""
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
    """The letters with which a stem begins that the prefix finds."""
    return prefix.letters.lower()


def root(prefix: Prefix) -> str:
    """Letters with which the stem of a printed word begins that begins with the prefix, as a rule:
    its last sounds may change (министрлігі, министрлік)."""
    letters = beginning(prefix)
    return letters[: max(_ROOT, len(letters) - _CHANGING)]


def bare(prefix: Prefix) -> list[str]:
    """Shorter stems of printed words that begin with the prefix: көпірд* finds көпірдің, whose stem
    is көпір."""
    letters = beginning(prefix)
    return [letters[:n] for n in range(_SHORTEST, len(letters))]


def begins(word: str, prefix: Prefix, language: str) -> bool:
    """Whether a printed word begins so. A word whose stem has another root (люди, человек) does
    not, since the index could not find it."""
    if not word.lower().startswith(beginning(prefix)):
        return False
    wholes = bare(prefix)
    return any(x.startswith(root(prefix)) or x in wholes for x in indexed(word, language))


def is_boundary(term: Text) -> bool:
    """Whether the term would find the mark that the index keeps between fields."""
    match term:
        case Word(word):
            return word.lower() == BOUNDARY
        case Prefix(letters):
            return BOUNDARY.startswith(letters.lower())
        case Phrase(words) | Exact(words):
            return BOUNDARY in map(str.lower, words)


def _each(
    words: Sequence[str], languages: Sequence[str], stems: Callable[[str, str], Sequence[str]]
) -> list[Stems]:
    found: dict[Stems, None] = {}
    for language in languages:
        choices = [stems(x, language) for x in words]
        found |= dict.fromkeys(islice(product(*choices), _MOST_READINGS))
    return list(found)
