"""Russian stems for the search index: a lower-case word comes in, its stems go out.

A word of pymorphy3's dictionary has its dictionary form as stem. A name has a stem by the rules of
names, so that all its cases share it, whatever else one of them may be: "Волков" is a surname and
the genitive of wolves, and has both stems. Lists are data in `stems.toml`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from baqylau.lang.ru.declension import declined
from baqylau.lang.ru.lemmas import morph
from baqylau.lang.ru.wordlists import wordlist
from baqylau.lang.tokens import WordStems

_NAMES = frozenset(("Name", "Surn", "Patr", "Geox", "Orgn"))
_RARE = 0.13  # of the readings of a word, by pymorphy3's counts
_SHORTEST = 2  # letters of a stem: Ли, Юн


@lru_cache(maxsize=50_000)
def stems(word: str) -> WordStems:
    """The word itself where it is not Russian."""
    if not "а" <= word[:1] <= "я":
        return WordStems((word,))
    surname = _surname(word)
    if surname in _surnames():
        return WordStems((), (surname,), name_first=True)
    listed = _listed().get(word)
    if listed is None and not morph().word_is_known(word):
        return WordStems((), _unknown(word, surname), name_first=True)
    return _known(word, listed, surname)


def _known(word: str, listed: str | None, surname: str | None) -> WordStems:
    """The stems of a word that the dictionary or a list has."""
    readings = morph().parse(word)
    ordinary = [x for x in readings if not _is_name(x)]
    likely_words = [x for x in ordinary if x.score >= _RARE or x is readings[0]]
    common = tuple(_dictionary_form(x, ordinary) for x in likely_words)
    given = [x for x in readings if _is_name(x)]
    if common or surname:  # Омаров is no genitive of Омары, монах no form of Мона
        given = [x for x in given if "plur" not in x.tag.grammemes]
    names = [listed] if listed else []
    likely: Counter[str] = Counter()
    for x in given:
        likely[surname if surname and "Surn" in x.tag.grammemes else _name(x)] += x.score
    names += [x for x, score in likely.items() if score >= _RARE or score == max(likely.values())]
    if surname and (not common or (word == surname and "plur" in readings[0].tag.grammemes)):
        names.append(surname)
    if surname and names and word.endswith("ском"):  # Павловском: of Павловск too
        names.append(word.removesuffix("ом"))
    return WordStems(
        common[:1],
        tuple(dict.fromkeys(names)),
        name_first=bool(names) and (not common or _is_name(readings[0])),
        by_capital=any("Surn" in x.tag.grammemes for x in given),
        rare=listed is None and sum(x.score for x in given) < _RARE,
    )


def _dictionary_form(reading: Any, readings: list[Any]) -> str:
    """`старого` is a form of `старый`, though the dictionary has the noun `старое` too: a noun that
    declines as an adjective stands under the adjective, in all its forms.
    """
    form = _folded(reading.normal_form)
    if reading.tag.POS == "NOUN" and form.endswith(_AS_ADJECTIVE):
        made = (_folded(x.normal_form) for x in readings if x.tag.POS == "ADJF")
        form = next((x for x in made if x[:-2] == form[:-2]), form)
    return str(wordlist("stems")["same"].get(form, form))


_AS_ADJECTIVE = ("ый", "ий", "ой", "ое", "ее", "ая", "яя", "ые", "ие")


def _name(reading: Any) -> str:
    """Айгуль, Айгули, Айгулью: the dictionary takes the first for a name that stands still."""
    name = _folded(reading.normal_form)
    return name.removesuffix("ь") if "femn" in reading.tag.grammemes else name


def _is_name(reading: Any) -> bool:
    return not _NAMES.isdisjoint(reading.tag.grammemes)


def _folded(word: str) -> str:
    return str(word).replace("ё", "е")


@cache
def _surnames() -> frozenset[str]:
    return frozenset(wordlist("stems")["surnames"])


def _surname(word: str) -> str | None:
    """The man's surname of which the word is a form, by its tail: `бектеновой` -> `бектенов`."""
    found = _surname_pattern().fullmatch(word)
    if found is None:
        return None
    return found[1] or found[2] + "ий"


@cache
def _surname_pattern() -> re.Pattern[str]:
    data = wordlist("stems")
    tails, endings, adjectives, theirs = (
        "|".join(data[f"{kind}_{part}"])
        for kind in ("surname", "adjective")
        for part in ("tails", "endings")
    )
    return re.compile(
        rf"(?<!\w)(?:(\w{{2,}}(?:{tails}))(?:{endings})|(\w{{2,}}(?:{adjectives}))(?:{theirs}))"
    )


def _unknown(word: str, surname: str | None) -> tuple[str, ...]:
    """The stems of a word that no dictionary has: mostly a name, so the endings of nouns come
    off.
    """
    if surname:
        town = word.removesuffix("ом")  # Каменогорском: of Каменогорск too
        return (surname, town) if word.endswith("ском") else (surname,)
    if word.endswith(_other_tails()):
        return (_folded(morph().parse(word)[0].normal_form),)
    for ending in _noun_endings():
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return (word.removesuffix(ending),)
    return (word,)


@cache
def _other_tails() -> tuple[str, ...]:
    return tuple(wordlist("stems")["other_tails"])


@cache
def _noun_endings() -> list[str]:
    return sorted(wordlist("stems")["noun_endings"], key=len, reverse=True)


@cache
def _listed() -> dict[str, str]:
    """Each form of the listed names -> the name's stem; first those that keep their form."""
    found = {x: x for x in wordlist("stems")["still"]}
    for name, gender, part in _names():
        for each in name.lower().split("-"):
            if len(each) > _SHORTEST and each not in wordlist("stems")["still"]:
                for form in declined(each, gender, part):
                    found.setdefault(
                        _folded(form), _folded(each).removesuffix("ь" if gender == "f" else "ъ")
                    )
    return found


def _names() -> Iterator[tuple[str, str, str]]:
    """Name, gender and part of speech of the listed names of one word: people's, then those of
    places and institutions.
    """
    given = wordlist("declension")["given"]
    yield from ((name, gender, "given") for gender in ("m", "f") for name in given[gender])
    for name in (*wordlist("places")["known"], *wordlist("organizations")["single"]):
        capital = name[:1].isupper() and not name.isupper()
        if capital and " " not in name and not name.endswith(("ый", "ий", "ое")):
            yield name, "f" if name[-1] in "ая" else "m", "any"
