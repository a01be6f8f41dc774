"""Positions in the word lists. Comes in: a word as it is printed, without a case ending. Goes out:
the bare noun of the position, or None where the word is none.
"""

from functools import cache

from baqylau.lang.kk.wordlists import wordlist

GROUPS = ("leader", "expert", "doctor", "law", "sport", "people")
_HARD = {"б": "п", "г": "к", "ғ": "қ"}
_SHORTEST_AGENT = 5  # letters: nothing shorter with an agent ending is a trade
_VOWELS = frozenset("аәеиоөуұүыіэёюя")


@cache
def words(key: str) -> frozenset[str]:
    """A list of `positions.toml`."""
    return frozenset(wordlist("positions")[key])


@cache
def _nouns() -> frozenset[str]:
    return frozenset(noun for group in GROUPS for noun in wordlist("positions")[group])


@cache
def _agents() -> tuple[str, ...]:
    return tuple(wordlist("positions")["agent_endings"])


_GLIDES = frozenset("уи")
"""They take either ending: `кездесуі`, `каруы`."""


def unpossessed(low: str) -> str | None:
    """The noun without the possessive ending that ties it to its owner: `төрағасы` -> `төраға`,
    `бастығы` -> `бастық`; None for a word without one. Of two answers a listed position counts.
    """
    forms = unpossessed_forms(low)
    return next((x for x in forms if _is_noun(x)), forms[0] if forms else None)


def unpossessed_forms(low: str) -> tuple[str, ...]:
    """`отырысы` may be `отырыс` or `отыры`."""
    found = []
    for ending in ("ы", "і", "сы", "сі"):
        rest = low.removesuffix(ending)
        long = len(ending) > 1
        if rest == low or not rest or (rest[-1] not in _GLIDES and (rest[-1] in _VOWELS) != long):
            continue
        hard = rest[:-1] + _HARD.get(rest[-1], rest[-1])
        found += [hard] if hard == rest or len(ending) > 1 else [hard, rest]
    return tuple(found)


def bare_position(low: str) -> str | None:
    """`әкімі` -> `әкім`, `боксшы` -> `боксшы`; the word is in small letters and has no case."""
    if low in words("no_position"):
        return None
    forms = (low, *unpossessed_forms(low))
    listed = next((x for x in forms if _is_noun(x)), None)
    return listed or next((x for x in forms if _is_agent(x)), None)


def _is_agent(low: str) -> bool:
    long = len(low) >= _SHORTEST_AGENT
    return long and low.endswith(_agents()) and low not in words("no_position")


def is_compound(low: str) -> bool:
    """A position of several words: `санитар дәрігер`."""
    return low in _nouns()


def _is_noun(low: str) -> bool:
    """Also behind a prefix: `экс-әкім`, `вице-президент`."""
    return low in _nouns() or ("-" in low and low.rsplit("-", 1)[-1] in _nouns())


def genitive(noun: str, back: bool) -> str:
    """The genitive of a bare noun; `back` says which side of harmony its endings take."""
    last, data = noun[-1].lower(), wordlist("cases")
    if last in _VOWELS:
        sound = "vowel"
    elif last in data["nasal"]:
        sound = "nasal"
    else:
        sound = "voiceless" if last in data["voiceless"] else "voiced"
    return noun + str(data["genitive"][sound][0 if back else 1])
