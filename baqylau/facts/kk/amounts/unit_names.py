"""What the unit of a count is called: the counted noun without its case, without the possessive
ending of its owner, in the singular: `кәсіпорындарында` -> `кәсіпорын`, `төрт көмекшісі` ->
`көмекші`.

Comes in: the noun as it is printed. Goes out: its name.
"""

import re

from baqylau.lang.kk.cases import nominative
from baqylau.lang.kk.name_forms import plural_sound
from baqylau.lang.kk.positions import bare_position, unpossessed
from baqylau.lang.kk.stems import is_whole
from baqylau.lang.kk.wordlists import wordlist


def unit_name(word: str, alone: bool, owned: bool) -> str:
    """`alone` says that no noun stands before it, to which its possessive ending could tie it
    (`партия мүшесі`); `owned` that its owner stands before the number (`облыстың 12 ауданы`).
    """
    name = _without_case(word)
    many = None if name in wordlist("amounts")["counted"]["stems"] else _PLURAL.fullmatch(name)
    if many and _is_plural(many["one"], many["ending"]):
        tie = many["of"] if not alone else ""
        return many["one"] + ("с" if tie and many["one"].endswith(_TIED) else "") + tie
    accusative = name != word and word.endswith(("ны", "ні"))  # толқыны is толқын-ы
    return _unpossessed(name, owned) if alone and not accusative else name


_PLURAL = re.compile(r"(?P<one>\w{2,40}?)(?P<ending>лар|лер|дар|дер|тар|тер)(?P<of>[ыі]?)")
_TIED = tuple("аәеоөұүыіэюя")
"""Behind these a possessive ending begins with `с`."""


def _is_plural(one: str, ending: str) -> bool:
    """Whether the ending fits the sound before it: `пәтер` is no plural."""
    return ending[0] == plural_sound(one)


def _without_case(word: str) -> str:
    """`тұрғын` and `аудан` only look inflected."""
    counted = wordlist("amounts")["counted"]
    short = re.search(counted["cases"], word)
    if short and short.start() == _SHORT_STEM:  # үйге: үй
        return word[:_SHORT_STEM]
    known = next((x for x in counted["stems"] if word.lower().startswith(x)), None)
    return known or nominative(word)


_SHORT_STEM = 2  # letters


def _unpossessed(name: str, owned: bool) -> str:
    """`баласы` -> `бала`; behind a consonant only where an owner is named: `күдікті` is whole."""
    low = name.lower()
    if is_whole(low) or bare_position(low) == low or not (owned or low.endswith(_BEHIND_VOWEL)):
        return name
    if low.endswith(_ADJECTIVE):
        return name
    behind_vowel = low.endswith(_BEHIND_VOWEL) and low[:-2].endswith(_VOWELS)  # not жеңіс-і
    bare = low[:-2] if behind_vowel else unpossessed(low)
    return bare if bare and len(bare) >= _SHORTEST else name


_BEHIND_VOWEL = ("сы", "сі")
_VOWELS = tuple("аәеоөұүиуэюя")
_ADJECTIVE = ("лы", "лі", "ды", "ді", "ты", "ті")
_SHORTEST = 3  # letters: кісі has no ending
