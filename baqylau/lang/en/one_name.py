"""What one run of capitals names that holds no position and no second name. Comes in: the words
of a text and the run. Goes out: the name with its type; a type of None is left to the rest of the
text.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from baqylau.lang.en import gazetteer, organizations
from baqylau.lang.en.context import (
    acts,
    initial,
    is_firm_behind,
    is_firm_role,
    is_headed,
    is_of_place,
    longest,
)
from baqylau.lang.en.found import Found
from baqylau.lang.en.runs import Words
from baqylau.lang.en.wordlists import entries

_MOST_NAMES = 4
_PAIR = 2

Split = Callable[[Words, int, int], Iterator[Found]]
"""Reads a run that may hold several names."""


def one_name(words: Words, a: int, b: int, parts: Split) -> Iterator[Found]:
    """One name, or a listed name and what follows it."""
    found = words.words(a, b)
    firm, place = gazetteer.longest("organization", found), gazetteer.longest("place", found)
    whole = b - a
    if whole > 1 and found[0].endswith("-based"):
        if _is_known(words, a + 1, b):
            yield from parts(words, a + 1, b)
        else:
            yield Found("organization", a + 1, b, 2)  # the Almaty-based Oxus Forum
    elif is_of_place(words, a) and not gazetteer.is_given(words.word(a)):
        yield Found("place", a, b, 2)
    elif place and _place_end(words, a, b) >= b and words.word(b) != "$":
        yield Found("place", a, _place_end(words, a, b), 3)
    elif max(firm, place) == whole:
        yield from _known_name(words, a, b, firm, place)
    elif "&" in found[1:-1]:
        yield Found("organization", a, b, 2)  # Simon & Schuster
    elif found[-1] in entries("organizations", "no_names"):
        return
    elif _place_end(words, a, b) > a:
        yield Found("place", a, _place_end(words, a, b), 3)
    elif organizations.before(words, a, b):
        yield Found("organization", a, b, 2)
    elif firm > 1 or (firm and not gazetteer.is_given(found[0])):
        yield Found("organization", a, a + firm, 3)
        yield from parts(words, a + firm, b)
    elif place and gazetteer.is_given(words.word(a + place)) and whole > place + 1:
        yield Found("place", a, a + place, 3)
        yield from parts(words, a + place, b)
    elif whole == 1:
        yield from _single(words, a)
    else:
        yield from _several(words, a, b, place)


def _is_known(words: Words, a: int, b: int) -> bool:
    """Whether the words name a listed place or organization, a people or a person."""
    return (
        longest(words, a, b) == b - a
        or gazetteer.is_demonym(words.word(a))
        or gazetteer.is_head(words.word(a))
        or _is_named_person(words, a, b)
    )


def _known_name(words: Words, a: int, b: int, firm: int, place: int) -> Iterator[Found]:
    if words.word(b) == "$" or words.low(b) in entries("attribution", "of_a_site"):
        return  # US$, a Telegram channel
    if words.low(b) in ("city", "region", "regional", "district") and words.low(b + 1) == "akimat":
        yield Found("organization", a, b + 2, 3)
        return
    if place and b - a == 1 and _is_persons(words, a):
        yield Found("person", a, b, 2)
    else:
        yield Found("organization" if firm > place else "place", a, b, 3)


def _is_persons(words: Words, a: int) -> bool:
    """A title right before: `Mr. London`."""
    return words.word(a - 1).removesuffix(".") in entries("positions", "titles")


def _place_end(words: Words, a: int, b: int) -> int:
    """Behind a place that its own words name (`Lake Balkhash`, `Kostanai Region`, `Shardara
    reservoir`); `a` where there is none.
    """
    last = words.word(b - 1)
    if last == "District" and b - a == _PAIR and gazetteer.is_country(words.word(a)):
        return a + 1  # U.S. District Judge X
    if b - a > 1 and last in entries("places", "heads"):
        return b
    if b - a > 1 and words.word(a) in entries("places", "before") and words.word(a) != "Camp":
        return b
    small = words.low(b) in entries("places", "small_heads") and words.touching(b)
    small = small and not (words.low(b) == "district" and gazetteer.is_country(last))
    if small and not gazetteer.is_given(words.word(a)) and not gazetteer.is_demonym(last):
        return b + 1
    if (
        b - a > 1
        and words.word(a) in entries("places", "directions")
        and gazetteer.is_place(words.words(a + 1, b))
    ):
        return b
    if (
        words.word(b - 1) in entries("places", "before_of")
        and words.low(b) == "of"
        and words.capital(b + 1)
    ):
        end = b + 2
        return end if gazetteer.is_place(words.words(b + 1, end)) else a
    return a


def _single(words: Words, a: int) -> Iterator[Found]:
    word, before = words.word(a), words.low(a - 1) if a not in words.starts else ""
    if word in entries("words", "unit_signs") and words.word(a - 1)[:1].isdigit():
        return  # 150 MW
    if word.lower() in entries("words", "particles") or _is_sum(word) or word.endswith("-based"):
        return
    if gazetteer.is_time(word) and _is_persons(words, a):
        yield Found("person", a, a + 1, 2)  # Mrs May
        return
    if gazetteer.is_demonym(word) or gazetteer.is_nobody(word) or gazetteer.is_head(word):
        return
    if word in entries("words", "common_nouns") or word in entries("organizations", "no_names"):
        return
    if word.removesuffix(".") in entries("positions", "titles"):
        return
    title = words.word(a - 1).removesuffix(".") in entries("positions", "titles")
    if title or (before and gazetteer.is_head(before)):
        yield Found("person", a, a + 1, 2)
    elif ("." in word and not word.endswith(".")) or _is_firm(word):
        yield Found("organization", a, a + 1, 2)
    elif gazetteer.is_acronym(word) and word.lower() not in entries("speakers", "people"):
        yield Found("organization", a, a + 1, 1)
    elif (
        gazetteer.is_given(word) and a not in words.starts and before not in ("the", "a")
    ) or gazetteer.is_surname(word):
        yield Found("person", a, a + 1, 1)
    elif (
        any(c.isupper() for c in word[2:]) and not word.isupper() and "-" not in word
    ) or is_headed(words, a):
        yield Found("organization", a, a + 1, 1)
    elif before in entries("places", "prepositions"):
        yield Found("place", a, a + 1, 1)
    elif acts(words, a + 1) and before != "of" and not _common(words, a) and not word.endswith("s"):
        yield Found("person", a, a + 1, 1)
    else:
        yield Found(None, a, a + 1, 0)


def _is_firm(word: str) -> bool:
    """`Dala-Energy`: the second part makes a firm of it."""
    first, hyphen, last = word.rpartition("-")
    named = bool(hyphen) and len(first) >= _SHORTEST and first[0].isupper() and first.isalpha()
    return named and last in entries("organizations", "hyphened")


_SHORTEST = 3


def _is_sum(word: str) -> bool:
    """`KZT150bn`"""
    return word[:3].isupper() and word[3:4].isdigit()


def _several(words: Words, a: int, b: int, place: int) -> Iterator[Found]:
    """A run of two words or more that no list holds."""
    if is_firm_behind(words, b) or (is_headed(words, a) and not gazetteer.is_given(words.word(a))):
        yield Found("organization", a, b, 1)
        return
    first, last = words.word(a), words.word(b - 1)
    while b - a > 1 and gazetteer.is_demonym(words.word(a)):
        a += 1
    if gazetteer.is_demonym(last) and not _looks_personal(words, a, b):
        return  # South American
    if b - a == 1:
        yield from _single(words, a)
        return
    if is_firm_role(words, a) and not _is_named_person(words, a, b):
        yield Found("organization", a, b, 1)
        return
    if _looks_personal(words, a, b):
        yield Found("person", a, min(b, a + _MOST_NAMES + 1), 2)
        return
    behind_the = words.low(a - 1) in ("the", "a", "an") and a not in words.starts
    if place or behind_the:
        yield Found("organization" if place else None, a, b, 0 if not place else 1)
    elif first in entries("words", "common_nouns") or last in entries("words", "common_nouns"):
        return
    elif b - a <= _MOST_NAMES - 1 and not any(c.isdigit() for c in first + last):
        if words.low(a - 1) in ("in", "near") and a not in words.starts:
            yield Found("place", a, b, 1)
        elif acts(words, b) or not any(_common(words, i) for i in range(a, b)):
            yield Found("person", a, b, 1)
        else:
            yield Found(None, a, b, 0)


@lru_cache(maxsize=20_000)
def is_english(word: str) -> bool:
    """Whether the word looks like one of the language and unlike a name."""
    low = word.lower()
    return low.endswith(tuple(entries("words", "english_endings"))) or any(
        word in entries(*key) for key in _NO_NAME_LISTS
    )


_NO_NAME_LISTS = (
    ("words", "openers"),
    ("words", "common_nouns"),
    ("organizations", "heads"),
    ("organizations", "no_names"),
    ("places", "directions"),
)


def _common(words: Words, i: int) -> bool:
    word = words.word(i)
    return is_english(word) or word.lower() in words.small or (word.isupper() and len(word) > 2)


def _is_named_person(words: Words, a: int, b: int) -> bool:
    """A given name, an initial or an ending of surnames: also behind `owner` somebody's name."""
    first, last = words.word(a), words.word(b - 1)
    return gazetteer.is_given(first) or initial(words, a, b) or gazetteer.is_surname(last, True)


def _looks_personal(words: Words, a: int, b: int) -> bool:
    first, last = words.word(a), words.word(b - 1)
    if b - a > _MOST_NAMES + 1:
        return False
    return (
        gazetteer.is_given(first)
        or initial(words, a, b)
        or last in entries("words", "patronymics")
        or gazetteer.is_surname(last)
        or (gazetteer.is_surname(last, True) and words.low(a - 1) not in ("the", "a"))
        or gazetteer.is_head(words.word(a - 1))
        or any(words.word(i) in entries("words", "particles") for i in range(a, b))
    )
