"""How likely two names are one person, organization or place: two names, with what is printed
beside them, come in; a number from 0 to 1 goes out. At .5 and above they are one.

>>> compare(Named("Тимур Әбілдаев"), Named("Timur Abildayev")) > .8
True
>>> compare(Named("Иван Петров"), Named("Пётр Петров")) < .1
True

Where too little is known the answer is below .5: unsure stays apart.
"""

from functools import cache, lru_cache
from math import exp, log
from typing import NamedTuple

from baqylau.entities import family_name, organization_name, person_name, place_name, query, roles
from baqylau.entities.person_name import PersonName
from baqylau.entities.skeleton import initial, likeness, plain, skeleton, sounds
from baqylau.entities.wordlists import wordlist
from baqylau.entities.words import SHORTEST_STEM, dropped, key_of, words

LINE = 0.5
FULL = 0.88
"""Given name and surname agree."""
_PATRONYMIC = 0.95
_TWO_INITIALS = 0.82
_INITIAL, _INITIAL_COMMON = 0.68, 0.6
_FAMILY, _FAMILY_COMMON, _BOTH_BARE = 0.56, 0.4, 0.52
_FATHER_FOR_FAMILY = 0.6
_ALIKE = 0.75  # words at least so like are one
_OTHER = 0.04
_PART_OF_DOUBLE = 0.85
_ENDING_DROPPED = 0.5
_UNSURE = 0.42
_OBLIQUE = 0.75
_UNORDERED = 0.8


class Named(NamedTuple):
    """A name as printed; `role` is what the person is called beside it, `type` is person,
    organization, place or empty.
    """

    name: str
    role: str = ""
    type: str = ""


def compare(a: Named, b: Named) -> float:
    """How likely the two names are one."""
    kind = kind_of(a) if a.type or not b.type else b.type
    other = kind_of(b) if b.type or not a.type else a.type
    if kind != other:
        return 0.02
    if kind == "organization":
        return organization_name.compare(
            organization_name.parse(a.name), organization_name.parse(b.name)
        )
    if kind == "place":
        return place_name.compare(place_name.parse(a.name), place_name.parse(b.name))
    return persons(a, b)


def kind_of(named: Named) -> str:
    """The type given, or else what the name looks like: a place of the table, an institution, a
    name with a legal form or quotation marks; a person otherwise.
    """
    if named.type:
        return named.type
    if place_name.known(named.name) is not None:
        return "place"
    read = organization_name.parse(named.name)
    if read.known is None and person_name.is_whole(named.name):
        return "person"
    own = set(words(named.name))
    marked = any(x in named.name for x in '«»"') or own & dropped("legal")
    if read.known is not None or read.abbreviation or read.concepts or read.numbers or marked:
        return "organization"
    return "place" if place_name.parse(named.name).kind else "person"


def is_whole_person(name: str) -> bool:
    """Whether a text, of which nothing is known, is a given name and a surname."""
    return kind_of(Named(name)) == "person" and person_name.is_whole(name)


# Persons
# --------------------------------------------------------------------------------------------------


def persons(a: Named, b: Named) -> float:
    """How likely two names of persons are one person."""
    score = names(a.name, b.name)
    if score <= 0.1:
        return score
    said = roles.evidence(a.role, b.role)
    return with_evidence(score, said) if said else score


def with_evidence(score: float, evidence: float) -> float:
    """A likelihood with what roles say added to the logarithm of its odds."""
    odds = log(score / (1.0 - score)) + evidence
    return 1.0 / (1.0 + exp(-odds))


@lru_cache(maxsize=200_000)
def names(a: str, b: str) -> float:
    """How likely two names of persons are one person's, by the names alone."""
    one, other = person_name.parse(a), person_name.parse(b)
    known = _public(a) & _public(b)
    if known and one.line == other.line and _fathers(one, other) is not False:
        return FULL
    score = parsed(one, other)
    if score < LINE and not (one.ordered and other.ordered):
        for x, y in ((_swapped(one), other), (one, _swapped(other))):
            score = max(score, _UNORDERED * parsed(x, y))
    if score < LINE and not (one.line or other.line) and _is_oblique(a, b):
        return _OBLIQUE
    if score < LINE and not (one.families or other.families) and plain(a) == plain(b):
        return _BOTH_BARE
    return score


def _is_oblique(a: str, b: str) -> bool:
    """Whether one of two names is the other in another case, where the reader of the text did not
    know its nominative: Файеза Сарраджа, Файез Саррадж.
    """
    x, y = a.split(), b.split()
    return len(x) == len(y) > 1 and (_stands_for(x, y) or _stands_for(y, x))


def _stands_for(oblique: list[str], nominative: list[str]) -> bool:
    """Word by word. Асель Токаева is not Асель Токаев: where the surname may be a woman's, the
    given name has to be in another case as well, and a listed given name is in none.
    """
    changed = [x.lower() != y.lower() for x, y in zip(oblique, nominative, strict=True)]
    if any(
        z and (y.lower() not in map(str.lower, query.nominatives(x)) or _is_listed(x))
        for x, y, z in zip(oblique, nominative, changed, strict=True)
    ):
        return False
    ambiguous = plain(oblique[-1]) == plain(nominative[-1]) + "а"
    return any(changed) and (changed[0] or not ambiguous)


def _is_listed(word: str) -> bool:
    return person_name.given_gender(word) is not None


@cache
def _public_names() -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for number, line in enumerate(wordlist("person_names")["public"]["names"]):
        for name in line:
            key = key_of(words(name))
            found[key] = found.get(key, frozenset()) | {number}
    return found


@cache
def _public_beginnings() -> frozenset[str]:
    return frozenset(_beginning(x) for key in _public_names() for x in key.split())


def _beginning(word: str) -> str:
    """What a stem leaves of any form of a word."""
    return word.partition("-")[0][:SHORTEST_STEM]


@lru_cache(maxsize=50_000)
def _public(name: str) -> frozenset[int]:
    """The lines of the table of public names that have this name, with or without patronymic."""
    begins = [_beginning(x) in _public_beginnings() for x in words(name)]
    if sum(begins) < min(2, len(begins)):  # nearly all names; their stems cost more
        return frozenset()
    read = person_name.parse(name)
    table = _public_names()
    found = table.get(key_of(words(name)))
    if found is None and read.given and read.families:
        found = table.get(key_of(words(f"{read.given} {read.families[0]}")))
    return found or frozenset()


def public_block(name: str) -> str:
    """The key of a person of the table of public names; empty where it has none of this name."""
    return "".join(f"={x}" for x in sorted(_public(name)))


def _swapped(name: PersonName) -> PersonName:
    if name.ordered or not name.given or not name.families:
        return name
    return name._replace(given=name.families[0], families=(name.given,), gender="")


def parsed(a: PersonName, b: PersonName) -> float:
    """How likely two parsed names are one person, by the names alone."""
    if a.gender and b.gender and a.gender != b.gender:
        return _OTHER
    if a.line != b.line and "junior" in (a.line, b.line):
        return 0.1
    family = _families(a, b)
    given = _given(a, b)
    if given is False or _fathers(a, b) is False:
        return _OTHER
    if family < _ENDING_DROPPED:
        if a.given and b.given and given and _fathers(a, b) and _one_lacks_family(a, b):
            return _FATHER_FOR_FAMILY
        return _OTHER
    score = _by_given(a, b, given, family)
    if family == _ENDING_DROPPED:
        sure = score >= _PATRONYMIC or _one_lacks_family(a, b)
        return min(score, _FATHER_FOR_FAMILY if sure else _UNSURE)
    return score * (0.5 + 0.5 * family)


def contradicts(a: PersonName, b: PersonName) -> bool:
    """Whether given names, patronymics or genders say that two names cannot be one person's."""
    if a.gender and b.gender and a.gender != b.gender:
        return True
    return _given(a, b) is False or _fathers(a, b) is False


def _by_given(a: PersonName, b: PersonName, given: bool | None, family: float) -> float:
    common = any(family_name.is_common_family(x.families[0]) for x in (a, b) if x.families)
    if given is None:
        bare = not (a.given or a.initial or b.given or b.initial)
        return _BOTH_BARE if common and bare else _FAMILY_COMMON if common else _FAMILY
    if a.given and b.given:
        return _PATRONYMIC if _fathers(a, b) and not _one_lacks_family(a, b) else FULL
    if _fathers(a, b):
        return _TWO_INITIALS
    return _INITIAL_COMMON if common and family else _INITIAL


def _one_lacks_family(a: PersonName, b: PersonName) -> bool:
    """Whether one of them has nothing but given name and patronymic."""
    return any(x.father and (not x.families or x.families[0].startswith(x.father)) for x in (a, b))


def _families(a: PersonName, b: PersonName) -> float:
    best = 0.0
    for n, x in enumerate(a.families):
        for m, y in enumerate(b.families):
            like = likeness(x, y)
            if like >= _ALIKE:
                best = max(best, like if n == m == 0 else _PART_OF_DOUBLE)
    if best < _ALIKE and a.families and b.families and _is_ending_dropped(a, b):
        return _ENDING_DROPPED
    return best


def _is_ending_dropped(a: PersonName, b: PersonName) -> bool:
    """Сатыбалдиев and Сатыбалды; one of the two has no Russian ending."""
    x, y = a.families[0], b.families[0]
    bare = family_name.bare_family(x), family_name.bare_family(y)
    return (
        min(map(len, bare)) > 3
        and likeness(*bare) >= _ALIKE
        and (family_name.has_dropped_ending(x) != family_name.has_dropped_ending(y))
    )


def _given(a: PersonName, b: PersonName) -> bool | None:
    """Whether the given names are one; None where one of them is not known."""
    if a.given and b.given:
        return _is_one_given(a, b)
    first, second = a.given or a.initial, b.given or b.initial
    if not first or not second:
        return None
    return _has_initials(first, second)


def _is_one_given(a: PersonName, b: PersonName) -> bool:
    x, y = a.given, b.given
    if likeness(x, y) >= _ALIKE or person_name.is_variant(x, y):
        return True
    return any(z and (likeness(z, w) >= _ALIKE) for z, w in ((a.middle, y), (x, b.middle)))


def _has_initials(one: str, other: str) -> bool:
    """Whether a name or a double initial begins with the sounds of the other."""
    mine, yours = one.split("-"), other.split("-")
    if len(mine) > 1 and len(yours) > 1 and len(mine) != len(yours):
        return False
    written = min((mine, yours), key=lambda x: max(map(len, x)))
    if len(written) > len(mine if written is yours else yours):
        return False
    return all(_begins_alike(x, y) for x, y in zip(mine, yours, strict=False))


def _begins_alike(x: str, y: str) -> bool:
    if skeleton(x[:1]) and initial(x) == initial(y):
        if initial(x) != "a":
            return True
        return _vowel(x) == _vowel(y) or {_vowel(x), _vowel(y)} in _VOWELS_ALIKE
    return False


_VOWELS_ALIKE = ({"e", "i"}, {"o", "u"}, {"i", "u"})  # Е. and Ye.; Ө. and У.; Ю. and Yu.; I. and Ю.


def _vowel(word: str) -> str:
    row = sounds(word)
    first = row[0].main
    if first == "i" and len(row) > 1 and row[0].skip < 1.0 and row[1].main in "aeiou":
        return "i" + row[1].main if row[1].main in "au" else row[1].main
    return first


def _fathers(a: PersonName, b: PersonName) -> bool | None:
    """Whether the patronymics are one; None where one of them is not known."""
    if a.father and b.father:
        return likeness(a.father, b.father) >= 0.7 or person_name.is_variant(a.father, b.father)
    x, y = a.father or a.father_initial, b.father or b.father_initial
    return _begins_alike(x, y) if x and y else None
