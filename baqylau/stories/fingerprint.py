"""Fingerprints of texts: a text comes in, the words it is compared by and a few 63-bit numbers go
out. Texts that share a passage share some of these numbers, so that a store finds the copies of a
text by equality alone: rows (number, article).

Case, marks, ё, quotes, the spelling of млн and per cent, and the alphabet of Kazakh (Cyrillic,
Latin, Arabic) make no difference.
"""

import re
import tomllib
import unicodedata
from collections import deque
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path

SHINGLE = 3
"""Words of a shingle."""
ALL_BELOW = 60
"""A text with fewer words has all its shingles as prints: a note of two sentences has too few to
choose from."""
CAP = 60
"""How many articles a store keeps for one print. One that more articles share is a usual phrase;
without the cap a look-up takes 500 times as long (200,000 articles)."""
_WINDOW = 8
"""Of every eight shingles in a row at least one is a print (winnowing: Schleimer and others, 2003),
so a shared passage of ten words is always found."""
_MOST_WORDS = 4000
"""Words of a text that are read; what follows (a transcript, a law) does not decide."""
_MASK = (1 << 63) - 1  # a signed column of a database holds the prints
_TOKEN = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,]\d+)?|%|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"»”)]*\s+(?=[^a-zа-яәғқңөұүһі\s])|\n+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_TWICE = re.compile(r"([^\W\d])\1+")


def words(text: str) -> list[str]:
    """The words of a text as they are compared.

    >>> words("«Құбыр» 2,4 миллион теңге")
    ['кубир', '2.4', 'млн', 'тг']
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    return [_folded(x) for x in _TOKEN.findall(plain)[:_MOST_WORDS]]


def sentences(text: str) -> list[str]:
    """The sentences of a text, cut cheaply: at a full stop before a capital letter or a figure, and
    at line ends."""
    return [x for x in _SENTENCE.split(text) if x and not x.isspace()]


def shingles(of: Sequence[str]) -> list[int]:
    """A number for every three words in a row; for a shorter text one number."""
    if not of:
        return []
    hashed = [_hash(x) for x in of]
    if len(hashed) < SHINGLE:
        return [_joined(hashed)]
    return [
        (a * 0x9E3779B97F4A7C15 ^ b * 0xC2B2AE3D27D4EB4F ^ c * 0x165667B19E3779F9) & _MASK
        for a, b, c in zip(hashed, hashed[1:], hashed[2:], strict=False)
    ]


def prints(text: str, boilerplate: Container[int] = frozenset()) -> frozenset[int]:
    """The numbers under which a store keeps the text. `boilerplate` holds the `sentence_key` of
    sentences that the outlet prints under many articles; they are left out.
    """
    kept = [words(x) for x in sentences(text)]
    every = [w for x in kept if key_of(x) not in boilerplate for w in x]
    return chosen_prints(shingles(every), len(every))


def chosen_prints(found: Sequence[int], size: int) -> frozenset[int]:
    """The prints among the shingles of a text of `size` words."""
    return frozenset(found if size < ALL_BELOW else _winnowed(found))


def sentence_key(sentence: str) -> int:
    """A number that equal sentences share."""
    return key_of(words(sentence))


def key_of(of: Iterable[str]) -> int:
    """A number that equal sequences of words share."""
    return _joined([_hash(x) for x in of])


def fold(word: str) -> str:
    """One word in the common alphabet: all spellings of a Kazakh word meet."""
    return _folded(unicodedata.normalize("NFKC", word).lower())


def cyrillic(text: str) -> str:
    """A Kazakh text of Latin or Arabic letters in Cyrillic ones, near enough for its stems; a
    Cyrillic text as it is."""
    if len(_CYRILLIC.findall(text)) > len(text) // 4:
        return text
    plain = unicodedata.normalize("NFKC", text)
    return "".join(_cyrillic().get(x) or _capital(x) or x for x in plain)


def _capital(letter: str) -> str | None:
    low = _cyrillic().get(letter.lower())
    return low.upper() if low else None


def _joined(hashed: Iterable[int]) -> int:
    value = 0
    for x in hashed:
        value = (value * 0x9E3779B97F4A7C15 + x) & _MASK
    return value


def _winnowed(found: Sequence[int]) -> Iterator[int]:
    """The smallest number of every window."""
    best: deque[int] = deque()
    for index, value in enumerate(found):
        while best and found[best[-1]] >= value:
            best.pop()
        best.append(index)
        if best[0] <= index - _WINDOW:
            best.popleft()
        if index >= _WINDOW - 1:
            yield found[best[0]]


@lru_cache(maxsize=200_000)
def _hash(word: str) -> int:
    """The same number in every process, unlike `hash`."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())


@lru_cache(maxsize=200_000)
def _folded(word: str) -> str:
    if word[0].isdigit():
        return word.replace(" ", "").replace(",", ".")
    if word == "%":
        return word
    letters, pairs, spellings = _folds()
    folded = word.translate(letters)
    for pair, one in pairs:
        folded = folded.replace(pair, one)
    folded = _TWICE.sub(r"\1", folded) or word
    return next((to for start, to in spellings if folded.startswith(start)), folded)


@cache
def _cyrillic() -> dict[str, str]:
    data = tomllib.loads(Path(__file__).with_name("folds.toml").read_text(encoding="utf-8"))
    return {x: to for to, those in data["cyrillic"].items() for x in those.split()}


@cache
def _folds() -> tuple[dict[int, str], list[tuple[str, str]], list[tuple[str, str]]]:
    data = tomllib.loads(Path(__file__).with_name("folds.toml").read_text(encoding="utf-8"))
    letters = {ord(x): to for to, those in data["letters"].items() for x in those.split()}
    letters |= {ord(x): x for x in data["letters"] if len(x) == 1}
    pairs = list(data["pairs"].items())

    def plain(word: str) -> str:
        found = word.translate(letters)
        for pair, one in pairs:
            found = found.replace(pair, one)
        return _TWICE.sub(r"\1", found)

    spellings = [(plain(x), to) for to, those in data["words"].items() for x in those]
    return letters, pairs, spellings
