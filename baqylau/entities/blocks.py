"""The keys under which a name is stored and looked up: a type and a name come in, short texts go
out. Two names that may mean one person, organization or place share a key.

>>> keys("person", "Тоқаев Қасым-Жомарт") == keys("person", "Kassym-Jomart Tokayev")
True
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from baqylau.entities import compare, organization_name, place_name
from baqylau.entities.family_name import bare_family
from baqylau.entities.person_name import PersonName, given_key, given_sound, parse
from baqylau.entities.skeleton import initial, skeleton, spoken

LONGEST = 120  # characters of a key
_INITIALS = "abvgdzklmnprstfjcS"


class Key(NamedTuple):
    """`sound` is shared by all regular spellings of a whole name, so that nearly all names are
    found by it; `block` by all its spellings and those of some others; `wide` by everybody who may
    be meant by surname and initial, and empty where it is no person.
    """

    sound: str
    block: str
    wide: str


@lru_cache(maxsize=100_000)
def keys(kind: str, name: str) -> tuple[Key, ...]:
    """The keys a name is stored under; none for a text that is no name."""
    match kind:
        case "person":
            return tuple(_of_person(name))
        case "organization":
            read = organization_name.parse(name)
            key = f"o:{organization_name.block(read)}"[:LONGEST]
            return (Key(key, key, ""),)
        case _:
            place = place_name.parse(name)
            own = " ".join(map(skeleton, place.core))
            block = f"={place.known}" if place.known is not None else f"{place.kind}/{own}"
            key = f"l:{block}"[:LONGEST]
            return (Key(key, key, ""),)


def _of_person(name: str) -> list[Key]:
    read = parse(name)
    found = [_key(x, read) for x in read.families if x]
    if not read.ordered and read.given and read.families:
        found.append(_key(read.given, read._replace(given=read.families[0])))
    public = compare.public_block(name)
    if public:
        key = f"p:{public}"[:LONGEST]
        found.append(Key(key, key, ""))
    return list(dict.fromkeys(found))


def _key(family: str, read: PersonName) -> Key:
    own = f"p:{skeleton(bare_family(family))}"[:LONGEST]
    first = read.given or read.initial
    wide = f"{own}/{initial(first)}." if first else f"{own}/."
    sound = f"p:{spoken(family)}/{given_sound(read.given) if read.given else wide}"[:LONGEST]
    return Key(sound, f"{own}/{given_key(read.given)}"[:LONGEST] if read.given else wide, wide)


def is_found_by_sound(kind: str, name: str) -> bool:
    """Whether all that a name may mean usually has its sound: not where a part is lacking."""
    return kind != "person" or bool(parse(name).given)


def wanted(kind: str, name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The blocks and the wide keys to look up for a name: all of its surname for a surname alone,
    those of the initial for an initial, and the whole name and its initial for a whole name.
    """
    own = keys(kind, name)
    blocks = frozenset(x.block for x in own)
    if kind != "person":
        return blocks, frozenset()
    read = parse(name)
    bare = frozenset(x.wide.rpartition("/")[0] + "/." for x in own if x.wide)
    if read.given:
        return blocks | bare | {x.wide for x in own if x.wide}, frozenset()
    if read.initial:
        return blocks | bare, frozenset(x.wide for x in own if x.wide)
    every = {f"{x[:-1]}{letter}." for x in bare for letter in _INITIALS}
    return blocks, frozenset(every) | bare


def of_surname(word: str) -> frozenset[str]:
    """The wide keys of all whose surname is this word, though alone it is read as a given name, as
    many Kazakh surnames are: Жұмабек. None for another name.
    """
    read = parse(word)
    if not read.given or read.families or read.initial or read.middle or read.father:
        return frozenset()
    own = f"p:{skeleton(bare_family(read.given))}"[:LONGEST]
    return frozenset(f"{own}/{letter}."[:LONGEST] for letter in _INITIALS)


def bears(surname: str, name: str) -> bool:
    """Whether the person of a name has this surname, in any spelling."""
    own = spoken(bare_family(surname))
    return own in (spoken(bare_family(x)) for x in parse(name).families[:1])


@lru_cache(maxsize=100_000)
def lock_of(kind: str, name: str) -> frozenset[str]:
    """What all that `wanted` may find has in common: the surname of a person, the whole name of the
    rest. It is locked before an entity of this name is made.
    """
    return lock_of_blocks(kind, (x.block for x in keys(kind, name)))


def lock_of_blocks(kind: str, blocks: Iterable[str]) -> frozenset[str]:
    """The same for the blocks of a name's keys."""
    return frozenset(x.split("/")[0] if kind == "person" else x for x in blocks)
