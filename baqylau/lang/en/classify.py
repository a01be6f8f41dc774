"""What a run of capitalised words names. Comes in: the words of a text and a run. Goes out: the
names in it, each with a type and how sure the rule is; a type of None is left to the rest of the
text.

Sureness: 3 a listed name or an organization's head word; 2 a given name, a title, a position before
it; 1 a run that looks like a name; 0 unknown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from baqylau.lang.en import gazetteer, organizations
from baqylau.lang.en.runs import Words
from baqylau.lang.en.wordlists import entries

Type = Literal["person", "organization", "place"]


@dataclass(frozen=True, slots=True)
class Found:
    """`tokens[first:last]` names something; `name` where it is not the printed one."""

    type: Type | None
    first: int
    last: int
    sure: int
    name: str | None = None


def classify(words: Words, a: int, b: int) -> Iterator[Found]:
    """The names in `tokens[a:b]`; an organization may reach behind `b` (`Ministry of …`)."""
    a = _without_opener(words, a, b)
    while a < b and (gazetteer.is_nobody(words.word(a)) and not _initial(words, a, b)):
        if organizations.whole(words, a, b) or _longest(words, a, b) > 1:
            break
        a += 1
    if a >= b:
        return
    cut = next((i for i in range(a + 1, b) if gazetteer.is_time(words.word(i))), b)
    if cut < b and not organizations.whole(words, a, b):
        yield from classify(words, a, cut)
        yield from classify(words, cut + 1, b)
    elif a in words.headlines:
        yield from _listed(words, a, b)
    else:
        yield from _parts(words, a, b)


def _initial(words: Words, a: int, b: int) -> bool:
    """`B. Akhmetzhanov`, `C K Mishra`."""
    return b - a > 1 and len(words.word(a).removesuffix(".")) == 1 and words.word(a) not in "IA"


def _longest(words: Words, a: int, b: int) -> int:
    found = words.words(a, b)
    return max(gazetteer.longest("place", found), gazetteer.longest("organization", found))


def _without_opener(words: Words, a: int, b: int) -> int:
    """Behind the word that only begins the sentence: `Meanwhile Aigerim`, `The Senate`."""
    if a not in words.starts or _longest(words, a, b) > 1:
        return a
    word = words.word(a)
    if word in entries("words", "openers") or (
        word.lower() in words.small and not gazetteer.is_given(word) and not _known(word)
    ):
        if b - a > 1 and not gazetteer.is_head(word) and organizations.whole(words, a, b):
            return a if word not in _ARTICLES else a + 1
        return a if gazetteer.is_head(word) and b - a > 1 else a + 1
    return a


_ARTICLES = frozenset(("The", "A", "An", "In", "At", "On", "For", "By", "From", "But", "And", "As"))


def _known(word: str) -> bool:
    return gazetteer.is_place([word]) or gazetteer.is_organization([word])


def _listed(words: Words, a: int, b: int) -> Iterator[Found]:
    """In a headline only listed names count, and given names with a word behind them."""
    i = a
    while i < b:
        found = words.words(i, b)
        place, firm = (gazetteer.longest(k, found) for k in ("place", "organization"))
        if place or firm:
            yield Found("place" if place >= firm else "organization", i, i + max(place, firm), 1)
            i += max(place, firm)
            continue
        yield Found(None, i, i + 1, 0)
        i += 1


def _parts(words: Words, a: int, b: int) -> Iterator[Found]:
    """Splits a run at positions, listed names and given names, and types each part."""
    if organizations.is_office(words, b) and gazetteer.is_head(words.word(b - 1)):
        yield Found("organization", a, b + 2, 3)
        return
    if organizations.whole(words, a, b):
        last, name = organizations.end(words, a, b)
        first = _own_start(words, a, b)
        if first > a:
            yield from _parts(words, a, first)
        yield Found("organization", first, last, 3, name)
        if last < b:
            yield from _parts(words, last, b)
        return
    head = _position_end(words, a, b)
    if head > a:
        yield from _before_position(words, a, head)
        if head < b:
            yield from _person(words, head, b, sure=2)
        return
    if _has_acronym(words, a, b) and b - a > 1:
        yield Found("organization", a, b, 3)
        return
    split = _given_inside(words, a, b)
    if split > a:
        if not _is_field(words, a, split):
            yield from _parts(words, a, split)
        yield from _person(words, split, b, sure=2)
        return
    yield from _one(words, a, b)


def _has_acronym(words: Words, a: int, b: int) -> bool:
    """Whether `(KTZ)` stands right behind."""
    short = words.word(b + 1)
    return (
        words.word(b) == "("
        and gazetteer.is_acronym(short)
        and words.word(b + 2) == ")"
        and short[0] == words.word(a)[0]
        and short not in entries("organizations", "media")
    )


def _is_field(words: Words, a: int, b: int) -> bool:
    """`Water Resources` in `Minister of Water Resources Baurzhan …`: a field of work, no name."""
    if not _behind_position_of(words, a) or _longest(words, a, b):
        return False
    return words.word(b - 1) not in entries("organizations", "before_of")


def _own_start(words: Words, a: int, b: int) -> int:
    """Where a position stands before the organization: `President Nazarbayev University` is rare,
    `Deputy Chairman Senate` too; a title before it goes.
    """
    while a < b - 1 and words.word(a).removesuffix(".") in entries("positions", "titles"):
        a += 1
    return a


def _position_end(words: Words, a: int, b: int) -> int:
    """Behind the last word of the run that names a position, `a` where none does."""
    if gazetteer.is_given(words.word(a)) and b - a > 1 and not gazetteer.is_head(words.word(a)):
        return a
    for i in range(b - 1, a - 1, -1):
        word = words.word(i)
        if word.removesuffix(".") in entries("positions", "titles"):
            return i + 1
        if gazetteer.is_head(word) and not (i == b - 1 and i > a and _is_name_part(words, a, i)):
            return i + 1
    return a


def _is_name_part(words: Words, a: int, i: int) -> bool:
    """`Larry King`, `Marcia Judge`: the position word is a surname."""
    return i == a + 1 and gazetteer.is_given(words.word(a))


def _before_position(words: Words, a: int, head: int) -> Iterator[Found]:
    """The place or organization that begins a position: `Delhi Transport Minister`."""
    i = a
    while i < head:
        found = words.words(i, head)
        place, firm = (gazetteer.longest(k, found) for k in ("place", "organization"))
        if place or firm:
            end = i + max(place, firm)
            if place >= firm and words.word(end) in entries("places", "heads"):
                end += 1  # Almaty Region Governor
            yield Found("place" if place >= firm else "organization", i, end, 3)
            i = end
            continue
        break
    ends = [
        k + 1 for k in range(i + 1, head - 1) if words.word(k) in entries("organizations", "heads")
    ]
    if ends and not gazetteer.is_head(words.word(i)) and not _is_rank(words.word(i)):
        yield Found("organization", i, ends[-1], 3)  # National Bank Governor
        return
    own = i
    while own < head and not gazetteer.is_before(words.word(own)) and not _is_position(words, own):
        own += 1
    if own > i and own < head:
        yield from _one(words, i, own)


def _is_rank(word: str) -> bool:
    return word in ("First", "Vice", "Deputy", "Acting", "Former", "Senior", "Chief")


def _is_position(words: Words, i: int) -> bool:
    word = words.word(i)
    return gazetteer.is_head(word) or word.removesuffix(".") in entries("positions", "titles")


def _given_inside(words: Words, a: int, b: int) -> int:
    """The index of a given name behind a place, an organization or a people, `a` where none is."""
    if _behind_position_of(words, a):
        listed = _longest(words, a, b)
        if listed and b - a - listed in (2, 3):
            return a + listed
    for i in range(a + 1, b - 1):
        if gazetteer.is_given(words.word(i)) and not gazetteer.is_given(words.word(a)):
            before = words.words(a, i)
            if (
                gazetteer.is_place(before)
                or gazetteer.is_organization(before)
                or all(gazetteer.is_before(w) for w in before)
                or before[-1] in entries("organizations", "heads")
                or _behind_position_of(words, a)
            ):
                return i
    if (
        b - a > 2
        and _behind_position_of(words, a)
        and gazetteer.is_surname(words.word(b - 1), True)
    ):
        return b - 2
    return a


def _behind_position_of(words: Words, a: int) -> bool:
    """`Minister of …`, `Chairman of the …`, `Minister of Ecology and …`: the run belongs to what
    somebody is at the head of.
    """
    i = a - 1
    while i > max(a - _LONGEST_FIELD, 0):
        low = words.low(i)
        if low in ("of", "for", "to", "at") and gazetteer.is_head(words.word(i - 1)):
            return True
        if not (low in entries("words", "joiners") or low == "," or words.capital(i)):
            return False
        i -= 1
    return False


_LONGEST_FIELD = 9  # tokens of a minister's field


def _person(words: Words, a: int, b: int, sure: int) -> Iterator[Found]:
    """The words behind a position or before nothing else: a person, unless they are listed."""
    found = words.words(a, b)
    if gazetteer.is_place(found) or gazetteer.is_organization(found):
        yield from _one(words, a, b)
        return
    if all(w in entries("words", "openers") or gazetteer.is_before(w) for w in found):
        return
    if organizations.whole(words, a, b) or found[-1] in entries("organizations", "no_names"):
        yield from _one(words, a, b)
        return
    most = min(b, a + 5)
    yield Found("person", a, most, sure)


def _one(words: Words, a: int, b: int) -> Iterator[Found]:
    """One name, or a listed name and what follows it."""
    found = words.words(a, b)
    firm, place = gazetteer.longest("organization", found), gazetteer.longest("place", found)
    whole = b - a
    if _is_of_place(words, a) and not gazetteer.is_given(words.word(a)):
        yield Found("place", a, b, 2)
    elif place and _place_end(words, a, b) >= b and words.word(b) != "$":
        yield Found("place", a, _place_end(words, a, b), 3)
    elif max(firm, place) == whole:
        yield from _known_name(words, a, b, firm, place)
    elif found[-1] in entries("organizations", "no_names"):
        return
    elif _place_end(words, a, b) > a:
        yield Found("place", a, _place_end(words, a, b), 3)
    elif organizations.before(words, a, b):
        yield Found("organization", a, b, 2)
    elif firm > 1 or (firm and not gazetteer.is_given(found[0])):
        yield Found("organization", a, a + firm, 3)
        yield from _parts(words, a + firm, b)
    elif place and gazetteer.is_given(words.word(a + place)) and whole > place + 1:
        yield Found("place", a, a + place, 3)
        yield from _parts(words, a + place, b)
    elif whole == 1:
        yield from _single(words, a)
    else:
        yield from _several(words, a, b, place)


def _is_of_place(words: Words, a: int) -> bool:
    """`the village of Shengeldi`"""
    return words.low(a - 1) == "of" and words.low(a - 2) in entries("places", "of_heads")


def _known_name(words: Words, a: int, b: int, firm: int, place: int) -> Iterator[Found]:
    if words.word(b) == "$" or words.low(b) in _OF_A_SITE:
        return  # US$, a Telegram channel
    if words.low(b) in ("city", "region", "regional", "district") and words.low(b + 1) == "akimat":
        yield Found("organization", a, b + 2, 3)
        return
    if place and b - a == 1 and _is_persons(words, a):
        yield Found("person", a, b, 2)
    else:
        yield Found("organization" if firm > place else "place", a, b, 3)


_OF_A_SITE = frozenset(("channel", "post", "page", "account", "posts", "channels"))


def _is_persons(words: Words, a: int) -> bool:
    """A title right before: `Mr. London`."""
    return words.word(a - 1).removesuffix(".") in entries("positions", "titles")


def _place_end(words: Words, a: int, b: int) -> int:
    """Behind a place that its own words name (`Lake Balkhash`, `Kostanai Region`, `Shardara
    reservoir`); `a` where there is none.
    """
    last = words.word(b - 1)
    if b - a > 1 and last in entries("places", "heads"):
        return b
    if b - a > 1 and words.word(a) in entries("places", "before") and words.word(a) != "Camp":
        return b
    if words.low(b) in entries("places", "small_heads") and words.touching(b):
        if not gazetteer.is_given(words.word(a)) and not gazetteer.is_demonym(last):
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
    if word.lower() in entries("words", "particles"):
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
    elif "." in word and not word.endswith("."):
        yield Found("organization", a, a + 1, 2)
    elif gazetteer.is_acronym(word):
        yield Found("organization", a, a + 1, 1)
    elif (
        gazetteer.is_given(word) and a not in words.starts and before not in ("the", "a")
    ) or gazetteer.is_surname(word):
        yield Found("person", a, a + 1, 1)
    elif (
        any(c.isupper() for c in word[2:]) and not word.isupper() and "-" not in word
    ) or _is_headed(words, a):
        yield Found("organization", a, a + 1, 1)
    elif before in entries("places", "prepositions"):
        yield Found("place", a, a + 1, 1)
    else:
        yield Found(None, a, a + 1, 0)


_MOST_NAMES = 4


def _is_headed(words: Words, a: int) -> bool:
    """`founder of …`, `doctor at the …`: somebody's firm or institution."""
    i = a - 1
    if words.low(i) == "the":
        i -= 1
    return words.low(i) in ("of", "at") and words.low(i - 1) in entries(
        "organizations", "headed_by"
    )


def _is_firm_behind(words: Words, b: int) -> bool:
    """`Barki Tojik, the state power company,`"""
    if words.word(b) != "," or words.low(b + 1) not in ("a", "an", "the"):
        return False
    if _behind_position_of(words, b - 1):
        return False
    for i in range(b + 2, b + 8):
        if words.low(i) in entries("speakers", "institutions"):
            return words.word(i + 1) in (",", ".") or words.low(i + 1) in (
                "that",
                "of",
                "in",
                "which",
            )
        if not words.word(i).isalpha() or gazetteer.is_head(words.word(i)):
            return False
    return False


def _several(words: Words, a: int, b: int, place: int) -> Iterator[Found]:
    """A run of two words or more that no list holds."""
    if _is_firm_behind(words, b) or (
        _is_headed(words, a) and not gazetteer.is_given(words.word(a))
    ):
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
        elif _acts(words, b) or not any(_common(words, i) for i in range(a, b)):
            yield Found("person", a, b, 1)
        else:
            yield Found(None, a, b, 0)


def _acts(words: Words, b: int) -> bool:
    """Whether what follows says that a person was named: `, who`, `, 34,`, `said`."""
    behind = words.low(b)
    if behind == ",":
        following = words.low(b + 1)
        return following in ("who", "whose") or following.isdigit() or gazetteer.is_head(following)
    return behind in entries("speech", "said") and behind not in ("reported", "reports")


@lru_cache(maxsize=20_000)
def _english(word: str) -> bool:
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
    return _english(word) or word.lower() in words.small or (word.isupper() and len(word) > 2)


def _looks_personal(words: Words, a: int, b: int) -> bool:
    first, last = words.word(a), words.word(b - 1)
    if b - a > _MOST_NAMES + 1:
        return False
    return (
        gazetteer.is_given(first)
        or _initial(words, a, b)
        or gazetteer.is_surname(last)
        or (gazetteer.is_surname(last, True) and words.low(a - 1) not in ("the", "a"))
        or gazetteer.is_head(words.word(a - 1))
        or any(words.word(i) in entries("words", "particles") for i in range(a, b))
    )
