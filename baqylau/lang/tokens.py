"""The words of a text as the search compares them: a text comes in, its words go out, free of what
a reader does not see.

Letters are composed (NFC), soft hyphens, zero-width characters and stress marks are removed, ё is
е, and a Latin letter inside a Cyrillic word is the Cyrillic letter it looks like: newsrooms type
the Kazakh і with the Latin key.

>>> words('«Білім», ёлка')
['Білім', 'елка']
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

_UNSEEN = (
    "\u00ad\u034f\u0300-\u036f\u061c\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
)
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_WORD = re.compile(r"[^\W_]+")
_PRINTED = re.compile(rf"[^\W_](?:[{_UNSEEN}]*[^\W_])*")
_LATIN = re.compile(r"[a-zəɵ]", re.IGNORECASE)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
_ALIKE = ("ABCEHIKMOPTXYaceiopxyhkmtəƏɵƟ", "АВСЕНІКМОРТХУасеіорхуһкмтәӘөӨ")
_TO_CYRILLIC = str.maketrans(*_ALIKE)
_TO_LATIN = str.maketrans(_ALIKE[1][:23] + "ё", _ALIKE[0][:23] + "e")
_LONGEST = 64  # characters; anything longer is no word and would only fill the index


class WordStems(NamedTuple):
    """The stems of one word: as an ordinary word, and as a name. `name_first`: it is likelier a
    name, whatever its first letter; `by_capital`: with a capital letter it is a name; `rare`: a
    name it hardly ever is (поле is a form of Поль).
    """

    words: tuple[str, ...]
    names: tuple[str, ...] = ()
    name_first: bool = False
    by_capital: bool = False
    rare: bool = False

    def held(self, capital: bool) -> tuple[str, ...]:
        """The stems the index holds for the word, likeliest first: of a word in small letters no
        name that is less likely, of a surname with a capital letter nothing else.
        """
        if capital and self.by_capital:
            return self.names
        if self.name_first:
            return self.names + self.words
        return self.words + self.names if capital or not self.words else self.words

    def sought(self, capital: bool) -> tuple[str, ...]:
        """The stems that the word of a query looks for: `Волков` looks for no wolves."""
        if capital and (self.name_first or self.by_capital):
            return self.names
        if self.name_first:
            return self.names + self.words
        return self.words if self.rare and not capital else self.words + self.names


def plain(text: str) -> str:
    """The text composed, without invisible characters."""
    if text.isascii():
        return text
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def words(text: str) -> list[str]:
    """The words and numbers of a text, in the case printed, with ё as е."""
    return [one_script(x) for x in printed_words(text)]


def printed_words(text: str) -> list[str]:
    """As `words`, but each with the letters of both scripts that it was printed with."""
    return _WORD.findall(_without_yo(plain(text)))


def runs(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and letters of each word as they stand in the text, what a reader does not see
    among them."""
    for found in _PRINTED.finditer(text):
        yield found.start(), found.end(), found.group()


def start_of_run(text: str, number: int) -> int:
    """Where the run of this number begins, from 0 on."""
    return next(islice(_PRINTED.finditer(text), number, None)).start()


def words_of_runs(text: str) -> list[str]:
    """For each of the `runs` its word, as `printed_words` has it."""
    if plain(text) == text:
        return _WORD.findall(_without_yo(text))
    return ["".join(printed_words(x)) for x in _PRINTED.findall(text)]


def _without_yo(text: str) -> str:
    return text.replace("ё", "е").replace("Ё", "Е")


def one_script(word: str) -> str:
    """A word of letters of both scripts in the script of most of them, where each other letter
    looks like one of it; else the word itself. Words are cut at 64 characters.
    """
    word = word[:_LONGEST]
    if word.isascii() or not _LATIN.search(word):
        return word
    latin, cyrillic = len(_LATIN.findall(word)), len(_CYRILLIC.findall(word))
    if not cyrillic:
        return word
    if latin > cyrillic:
        changed = word.translate(_TO_LATIN)
        return word if _CYRILLIC.search(changed) else changed
    if _KAZAKH.search(word) or "i" in word:
        word = word.replace("Y", "Ү")
    changed = word.translate(_TO_CYRILLIC)
    return word if _LATIN.search(changed) else changed
