"""A person's name in every case: its words in the nominative come in, the phrases a text may print
come out.

>>> sorted(phrases(("Асель", "Ахметова")))
['асели ахметовой', 'асель ахметова', 'асель ахметовой', 'асель ахметову', 'аселью ахметовой']
"""

from collections.abc import Sequence
from itertools import product

from baqylau.lang.ru.lemmas import readings

_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_NAMES = ("Name", "Surn", "Patr")
_SOFT = {"nomn": "ь", "gent": "и", "datv": "и", "accs": "ь", "ablt": "ью", "loct": "и"}
_MOST = 24  # phrases of one case: three words of up to three forms each


def phrases(words: Sequence[str]) -> set[str]:
    """The words in lower case, all in the same case; a word that pymorphy3 does not know as a name
    stays unchanged.
    """
    found = {" ".join(words).lower()}
    for case in _CASES:
        choices = [sorted(_forms(word.lower(), case)) for word in words]
        found |= {
            " ".join(choice) for choice, _ in zip(product(*choices), range(_MOST), strict=False)
        }
    return found


def _forms(word: str, case: str) -> set[str]:
    found = {word} if case == "nomn" else set()
    for reading in readings(word):
        if (
            any(x in reading.tag for x in _NAMES)
            and "nomn" in reading.tag
            and "sing" in reading.tag
        ):
            form = reading.inflect({case})
            found |= {form.word} if form else set()
    if word.endswith(
        "ь"
    ):  # Айгуль and Асель stand still in the dictionary; newsrooms decline them as often as not
        found |= {word[:-1] + _SOFT[case]}
    return found or {word}
