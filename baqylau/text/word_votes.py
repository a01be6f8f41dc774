"""Which of the region's languages the words of a text speak for: a text comes in, points by
language go out.

`languages.toml` holds the alphabet, the frequent words and the endings of each language. A name in
another spelling («Қазақтан темір жолы» in a Russian sentence) says little about the language of the
sentence: words in short quotation marks and words with a capital letter count for less.
"""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_FOREIGN_LETTER = -2.0
"""Points of a word for a language whose alphabet lacks a letter of it."""
_FREQUENT_WORD = 2.0
_LONG_ENDING, _SHORT_ENDING = 1.0, 0.6
"""Points for an ending of three letters and more, and for one of two."""
_CAPITAL = 0.08
"""Weight of a word with a capital letter inside a sentence: it is a name more often than not."""
_FIRST_CAPITAL = 0.7
"""Weight of the first word of a sentence."""
_QUOTED = 0.3
"""Weight of words in quotation marks around a name."""
_MAX_ENDING = 5
_MIN_STEM = 2
_MIN_CAPITALS = 0.6
"""Share of words all in capital letters from which capitals say nothing: a headline in capitals."""
_NAME_IN_QUOTES = re.compile(
    r"«[^«»\n]{1,60}»|“[^“”\n]{1,60}”|\"[^\"\n]{1,60}\"|„[^„“”\n]{1,60}[“”]"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’‘ʻʼ`][^\W\d_]+)*")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LOOKALIKES = str.maketrans("aeiopcyxhAEIOPCTXKMHB", "аеіорсухһАЕІОРСТХКМНВ")
"""Latin letters inside Cyrillic words, above all i for the Kazakh і."""
_MARKS = re.compile(r"[\u0300-\u036f'’‘ʻʼ`]")
_SENTENCE_START = re.compile(r"(?:^|[.!?…\n])[\W\d_]*$")


@dataclass(frozen=True, slots=True)
class Votes:
    """`points` and head starts by language; `words` is the weight of the words that were
    counted.
    """

    points: dict[str, float]
    head_starts: dict[str, float]
    words: float


@dataclass(frozen=True, slots=True)
class _Tables:
    """What the words of one script are compared with; the tuples follow `codes`."""

    codes: tuple[str, ...]
    alphabets: tuple[frozenset[str], ...]
    words: dict[str, tuple[int, ...]]
    endings: dict[str, tuple[int, ...]]
    parts: tuple[re.Pattern[str] | None, ...]
    head_starts: tuple[float, ...]


def codes(script: str) -> tuple[str, ...]:
    """The languages of the script that have a table."""
    return _tables(script).codes


def count(text: str, script: str) -> Votes:
    """The points of each language of the script ("Cyrl" or "Latn")."""
    tables = _tables(script)
    found = list(_WORD.finditer(text))
    if script == "Cyrl" or _CYRILLIC.search(text):
        found = [x for x in found if (script == "Cyrl") == bool(_CYRILLIC.search(x[0]))]
    words = [x[0] for x in found]
    shouted = sum(map(str.isupper, [x for x in words if len(x) > 1])) > _MIN_CAPITALS * len(words)
    names = [x.span() for x in _NAME_IN_QUOTES.finditer(text)]
    points = [0.0] * len(tables.codes)
    total = 0.0
    at = 0
    for word in found:
        while at < len(names) and names[at][1] <= word.start():
            at += 1
        quoted = at < len(names) and names[at][0] < word.start()
        weight = _weight(text, word, quoted=quoted, shouted=shouted)
        total += weight
        for language, value in _values(word[0], script):
            points[language] += weight * value
    return Votes(
        dict(zip(tables.codes, points, strict=True)),
        dict(zip(tables.codes, tables.head_starts, strict=True)),
        total,
    )


def _weight(text: str, word: re.Match[str], *, quoted: bool, shouted: bool) -> float:
    weight = _QUOTED if quoted else 1.0
    if not word[0][0].isupper() or shouted:
        return weight
    before = text[max(0, word.start() - 8) : word.start()]
    return weight * (_FIRST_CAPITAL if _SENTENCE_START.search(before) else _CAPITAL)


def _folded(word: str, script: str) -> str:
    """The word in small letters; Latin look-alikes in a Cyrillic one become Cyrillic, a Latin one
    loses its marks.
    """
    if script == "Cyrl":
        return _MARKS.sub("", word.translate(_LOOKALIKES).lower())
    plain = word.lower()
    if not plain.isascii() or "'" in plain or "`" in plain:
        apart = unicodedata.normalize("NFD", plain.replace("ı", "i").replace("ŋ", "n"))
        plain = _MARKS.sub("", apart)
    return plain.replace("sh", "s").replace("ch", "c")


@lru_cache(maxsize=20_000)
def _values(word: str, script: str) -> tuple[tuple[int, float], ...]:
    """The points of one word: the number of each language for or against which it speaks, and how
    much.
    """
    word = _folded(word, script)
    tables = _tables(script)
    letters = set(word)
    values = [0.0 if letters <= x else _FOREIGN_LETTER for x in tables.alphabets]
    if speaking := tables.words.get(word):
        for language in speaking:
            values[language] += _FREQUENT_WORD
        return _given_points(values)
    for size in range(min(_MAX_ENDING, len(word) - _MIN_STEM), 1, -1):
        if speaking := tables.endings.get(word[-size:]):
            for language in speaking:
                values[language] += _LONG_ENDING if size > 2 else _SHORT_ENDING
            break
    for language, part in enumerate(tables.parts):
        if part and part.search(word):
            values[language] += _SHORT_ENDING
    return _given_points(values)


def _given_points(values: Sequence[float]) -> tuple[tuple[int, float], ...]:
    return tuple((language, value) for language, value in enumerate(values) if value)


@cache
def _given() -> dict[str, Any]:
    path = Path(__file__).with_name("languages.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def guessed() -> frozenset[str]:
    """The languages that a guess about a Latin text may name."""
    return frozenset(_given()["guess"]["codes"].split())


@cache
def _tables(script: str) -> _Tables:
    given = _given()[script]
    codes = tuple(given)

    def by_word(key: str) -> dict[str, tuple[int, ...]]:
        lists = [{_folded(x, script) for x in given[code][key].split()} for code in codes]
        return {
            word: tuple(n for n, one in enumerate(lists) if word in one)
            for word in set().union(*lists)
        }

    return _Tables(
        codes,
        tuple(frozenset(given[x]["letters"]) for x in codes),
        by_word("words"),
        by_word("endings"),
        tuple(
            re.compile("|".join(given[x]["parts"].split())) if "parts" in given[x] else None
            for x in codes
        ),
        tuple(float(given[x].get("head_start", 0)) for x in codes),
    )


def best_two(votes: Votes, order: Sequence[str]) -> tuple[str, float]:
    """The language with the most points (of equals the one first in `order`), and how many more
    points it has than the next; 0 where no word speaks for it.
    """
    total = {code: points + votes.head_starts[code] for code, points in votes.points.items()}
    ranked = sorted(total, key=lambda x: (-total[x], order.index(x) if x in order else len(order)))
    best = ranked[0]
    return best, total[best] - total[ranked[1]] if votes.points[best] > 0 else 0.0
