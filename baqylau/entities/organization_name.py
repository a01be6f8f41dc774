"""What an organization's name says, in Russian, Kazakh or English: a name comes in; which line of
`institutions.toml` it is, the places and concepts in it and its other words go out.

>>> parse("АО «НК «Қазақстан темір жолы»").known == parse("KTZ").known
True

Legal forms and quotation marks say nothing about which organization is meant.
"""

from functools import cache, lru_cache
from typing import NamedTuple

from baqylau.entities import place_name
from baqylau.entities.skeleton import initial, likeness, skeleton
from baqylau.entities.wordlists import wordlist
from baqylau.entities.words import dropped, key_of, split_concepts, words

_LONGEST = 300  # characters of a name
_SHORT, _SURE = 5, 0.95
_SHORTEST_ABBREVIATION, _LONGEST_ABBREVIATION = 2, 7


class OrganizationName(NamedTuple):
    """`known` is the number of a line of `institutions.toml`; `places` are numbers of
    `places.toml`; `numbers` the figures; `rest` the words that are none of these.
    """

    known: int | None
    places: frozenset[int]
    concepts: frozenset[str]
    rest: tuple[str, ...]
    numbers: frozenset[str]
    abbreviation: str


@cache
def _by_key() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, line in enumerate(wordlist("institutions")["names"]):
        for name in line:
            own = words(name)
            for key in (key_of(own), key_of(_bare(own))):
                found.setdefault(key, number)
    found.pop("", None)
    return found


def _bare(found: list[str]) -> list[str]:
    """Without legal forms, countries of ours, and small words; all words where nothing is left."""
    drop = dropped("legal", "country", "small")
    return [x for x in found if x not in drop] or found


@cache
def _home() -> int | None:
    return place_name.known("Казахстан")


@lru_cache(maxsize=50_000)
def parse(name: str) -> OrganizationName:
    """What a name of an organization says."""
    own = _expanded(words(name[:_LONGEST]))
    places, without_places = place_name.take([x for x in own if x not in dropped("legal")])
    places -= {_home()}
    number = _known(own)
    if number is None and places:
        number = _known(without_places)
    elif number is not None:
        places = frozenset()  # Банк развития Казахстана, Air Astana
    left = [x for x in without_places if x not in dropped("country")]
    found, text = split_concepts(" ".join(left))
    rest = [x for x in words(text) if x not in dropped("small")]
    figures = frozenset(x for x in rest if x.isdigit())
    return OrganizationName(
        number,
        places,
        found,
        tuple(x for x in rest if x not in figures),
        figures,
        _abbreviation(name),
    )


def _known(found: list[str]) -> int | None:
    table = _by_key()
    return next((table[x] for x in (key_of(found), key_of(_bare(found))) if x in table), None)


def _expanded(found: list[str]) -> list[str]:
    table = wordlist("concepts")["expand"]
    return [y for x in found for y in table.get(x, x).split()]


def _abbreviation(name: str) -> str:
    """The name where it is nothing but capital letters."""
    bare = name.strip(' «»"“”')
    short = _SHORTEST_ABBREVIATION <= len(bare) <= _LONGEST_ABBREVIATION
    return bare if short and bare.isalpha() and bare.isupper() else ""


def is_generic(name: OrganizationName) -> bool:
    """Whether a name says only what kind of organization it is: министерство, банк."""
    if name.known is not None or name.rest or name.numbers:
        return False
    return name.concepts <= set(wordlist("concepts")["head"])


def block(name: OrganizationName) -> str:
    """The key by which organizations that may be one are looked up."""
    where = ".".join(map(str, sorted(name.places)))
    if name.known is not None:
        return f"={name.known}/{where}"
    parts = sorted({*name.concepts, *(skeleton(x) for x in name.rest), *name.numbers})
    return f"{' '.join(parts)}/{where}"


def compare(one: OrganizationName, other: OrganizationName) -> float:
    """How likely two names mean one organization."""
    if one.known is not None and one.known == other.known:
        return 0.97 if one.places == other.places else 0.2
    if one.known is not None and other.known is not None:
        return 0.03
    if one.abbreviation and other.abbreviation and not _is_one_script(one, other):
        return 0.1
    if one.numbers != other.numbers:
        return 0.05
    for short, long in ((one, other), (other, one)):
        if short.abbreviation and not long.abbreviation and _spells(short.abbreviation, long):
            return 0.65
    if one.known is not None or other.known is not None:
        return 0.15
    if one.places != other.places:
        return 0.05 if one.places and other.places else 0.3
    return _alike(one, other)


def _is_one_script(one: OrganizationName, other: OrganizationName) -> bool:
    """Whether two abbreviations are of one alphabet and length: ВХЛ and WHL are two leagues."""
    a, b = one.abbreviation, other.abbreviation
    return a.isascii() == b.isascii() and len(a) == len(b)


def _alike(one: OrganizationName, other: OrganizationName) -> float:
    """By concepts and words, of which all have to be in both names."""
    if not (one.concepts or one.rest) or not (other.concepts or other.rest):
        return 0.9 if one.places and one == other else 0.1
    if len(one.rest) != len(other.rest):
        return 0.2
    found = [max((_word_likeness(x, y) for y in other.rest), default=0.0) for x in one.rest]
    if one.rest and min(found) < 0.6:
        return 0.1
    if one.concepts != other.concepts:
        common = len(one.concepts & other.concepts)
        share = common / len(one.concepts | other.concepts)
        # ТОО «Алтын дән», компания «Алтын дән»: one of them says what it is
        return 0.75 if one.rest and not (one.concepts and other.concepts) else 0.55 * share
    return 0.93 * min(found, default=1.0)


def _word_likeness(x: str, y: str) -> float:
    """Short words and those with figures sound alike too easily: Барс, Барыс; МК, MK11."""
    if x == y:
        return 1.0
    shorter = min(len(x), len(y))
    if any(map(str.isdigit, x + y)) or (x.isascii() != y.isascii() and shorter < _SHORT):
        return 0.0
    like = likeness(x, y)
    is_short = shorter <= _SHORT
    return 0.0 if is_short and (like < _SURE or abs(len(x) - len(y)) > 1) else like


def _spells(abbreviation: str, name: OrganizationName) -> bool:
    """Whether an abbreviation has the first letters of the name's words, which have to be words of
    the name's own: many ministries begin alike.
    """
    firsts = [initial(x) for x in name.rest]
    return len(firsts) > 2 and not name.concepts and firsts == [initial(x) for x in abbreviation]
