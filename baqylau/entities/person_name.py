"""A person's name in its parts, in Russian, Kazakh or English: a name as printed comes in; given
name, patronymic, surnames and initials go out.

>>> parse("Токаев Касым-Жомарт Кемелевич").given
'Касым-Жомарт'
>>> parse("Т. Әбілдаев").initial
'Т'
>>> parse("Айгуль Сатпаева (Ахметова)").families
('Сатпаева', 'Ахметова')

A name may lack any part. What words stand in names is data in `person_names.toml`.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from baqylau.entities.skeleton import likeness, plain, skeleton, sounds, spoken
from baqylau.entities.wordlists import wordlist

_LONGEST = 200  # characters of a name
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,80})[)\]]")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+")
ALIKE = 0.8  # words at least so like are one name
_SHORTEST_PART = 3  # letters of a part of a double surname


class PersonName(NamedTuple):
    """The parts of a name as printed. `initial` is that of the given name, with a hyphen where the
    name is a double one: К-Ж. `families` are all surnames that it gives: the one borne now, the
    parts of a double one, a maiden name. `gender` is m, f or empty. `line` is junior, senior or
    empty. `ordered` is False where each of two words may be the surname.
    """

    given: str = ""
    initial: str = ""
    father: str = ""
    father_initial: str = ""
    families: tuple[str, ...] = ()
    middle: str = ""
    gender: str = ""
    line: str = ""
    ordered: bool = True


@cache
def part(kind: str) -> tuple[str, ...]:
    """A list of `[parts]`, the longest first."""
    return tuple(sorted(wordlist("person_names")["parts"][kind], key=len, reverse=True))


@cache
def _given() -> dict[str, list[tuple[str, str]]]:
    """The listed given names by skeleton, each with its gender ("" where only its variants are
    listed).
    """
    found: dict[str, list[tuple[str, str]]] = {}
    table = wordlist("person_names")["given"]
    listed = [(x, gender) for gender in ("m", "f") for x in table[gender]]
    for name, gender in listed + [(x, "") for group in table["variants"] for x in group]:
        found.setdefault(skeleton(name), []).append((name, gender))
    return found


@lru_cache(maxsize=50_000)
def given_gender(word: str) -> str | None:
    """The gender of a listed given name, "" where both bear it; None for a word that is not
    listed.
    """
    alike = _given().get(skeleton(word), ())
    genders = {gender for name, gender in alike if likeness(word, name) >= ALIKE}
    known = genders - {""}
    return None if not genders else known.pop() if len(known) == 1 else ""


@cache
def _variants() -> dict[str, frozenset[int]]:
    """The groups of variants that a spelling is in, by its sounds."""
    found: dict[str, frozenset[int]] = {}
    for number, group in enumerate(wordlist("person_names")["given"]["variants"]):
        for name in group:
            found[_key(name)] = found.get(_key(name), frozenset()) | {number}
    return found


def _key(word: str) -> str:
    return "".join(x.main for x in sounds(word))


def is_variant(one: str, other: str) -> bool:
    """Whether the table has both as spellings of one given name: Чингиз, Шыңғыс."""
    table = _variants()
    return bool(table.get(_key(one), frozenset()) & table.get(_key(other), frozenset()))


@lru_cache(maxsize=50_000)
def given_key(word: str) -> str:
    """One key for all spellings of a given name, those of the table of variants too."""
    return skeleton(_first_variant(word))


@lru_cache(maxsize=50_000)
def given_sound(word: str) -> str:
    """The same with vowels."""
    return spoken(_first_variant(word))


def _first_variant(word: str) -> str:
    groups = _variants().get(_key(word))
    if not groups:
        return word
    return str(wordlist("person_names")["given"]["variants"][min(groups)][0])


@lru_cache(maxsize=50_000)
def parse(name: str) -> PersonName:
    """The parts of a name. A text that is no name gives a name without parts."""
    text, maiden = _without_maiden(" ".join(name[:_LONGEST].split()))
    words, initials, line = _words(text)
    words, father, place, gender = _without_patronymic(words)
    given, middle, family, ordered = _ordered(
        words, bool(initials), place, initial_first=bool(_INITIALS.match(text))
    )
    if father and not family and place is not None:
        family = father[1]  # Бауыржан Момышұлы: it stands for the surname
    first, second = _initials(initials, bool(given))
    families = _families(family, maiden)
    return PersonName(
        given,
        first,
        father[0] if father else "",
        second,
        families,
        middle,
        gender or (given_gender(given) if given else "") or _family_gender(families),
        line,
        ordered,
    )


def _without_maiden(text: str) -> tuple[str, str]:
    """The name without what stands in brackets, and the maiden name that stood there or behind
    née.
    """
    maiden = ""
    inside = _BRACKETS.search(text)
    if inside:
        text = f"{text[: inside.start()]} {text[inside.end() :]}"
        bare = _behind_maiden(inside[1]) or inside[1].strip()
        maiden = bare if " " not in bare and bare[:1].isupper() else ""
    if not maiden:
        maiden = _behind_maiden(text)
        if maiden:
            text = re.split(rf",?\s(?:{_maiden_words()})\s", text, maxsplit=1, flags=re.I)[0]
    return text, maiden


@cache
def _maiden_words() -> str:
    return "|".join(re.escape(x) for x in part("maiden"))


def _behind_maiden(text: str) -> str:
    found = re.search(rf"(?:^|\s)(?:{_maiden_words()})\s+([^\s,]+)", text, re.I)
    return found[1] if found else ""


def _words(text: str) -> tuple[list[str], list[str], str]:
    """The words of a name, its initials, and whether it says junior or senior."""
    words: list[str] = []
    initials: list[str] = []
    line, particle = "", ""
    for raw in text.split():
        token = raw.strip(",;:«»\"'“”")
        low = token.lower()
        head, _, tail = low.rpartition("-")
        if low in part("titles"):
            continue
        if tail.strip(".") in part("junior") + part("senior"):
            line = "junior" if tail.strip(".") in part("junior") else "senior"
            token = token[: len(head)]
            if not token:
                continue
        begins = _INITIALS.match(token)
        if begins or (len(token) == 1 and token.isupper()):
            initials += _split_initials(begins[0] if begins else token)
            token = token[begins.end() :] if begins else ""
        elif low in part("small") and words:
            particle += low
            continue
        if token and token[0].isalpha():
            words.append(particle + token)
            particle = ""
    return _joined_endings(words), initials, line


def _split_initials(written: str) -> list[str]:
    """`К.-Ж.` is one double initial, `С.М.` are two."""
    return (
        [
            "-".join(y for y in x.split(".-") if y).strip(".-")
            for x in re.split(r"(?<=\.)(?!-)", written)
            if x.strip(".-")
        ]
        if ".-" not in written
        else [x for x in (written.replace(".-", "-").strip(".-"),) if x]
    )


def _joined_endings(words: list[str]) -> list[str]:
    """`Момыш ұлы`, `Гейдар оглы`: the ending belongs to the word before it."""
    out: list[str] = []
    for word in words:
        if out and word.lower() in part("sure"):
            out[-1] += word.lower()
        else:
            out.append(word)
    return out


def _without_patronymic(
    words: list[str],
) -> tuple[list[str], tuple[str, str] | None, int | None, str]:
    """The other words, the patronymic (the father's name, the whole word), where it stood, and the
    gender it tells.
    """
    for place, word in enumerate(words):
        root = without_ending(word, part("patronymic"))
        if not root or not place or not _is_patronymic(words, place, root):
            continue
        male = plain(word).endswith(part("patronymic_m"))
        rest = words[:place] + words[place + 1 :]
        return rest, (root, word), place, "m" if male else "f"
    return words, None, None, ""


def without_ending(word: str, endings: tuple[str, ...]) -> str:
    """The word without the longest of the endings that leaves two letters."""
    low = plain(word)
    if not low.endswith(endings):  # nearly all words: one call instead of one for each ending
        return ""
    for ending in endings:
        if low.endswith(ending) and len(low) - len(ending) >= 2:
            return word[: len(word) - len(ending)].rstrip("-'")
    return ""


def _is_patronymic(words: list[str], place: int, root: str) -> bool:
    """Абрамович may be a surname, Маратұлы may not; Болатович behind a given name and before
    nothing is a patronymic where Болат is a given name.
    """
    if plain(words[place]).endswith(part("sure")):
        return given_gender(words[place]) is None
    if len(words) > 2:
        return True
    return given_gender(words[0]) is not None and given_gender(root) is not None


def _ordered(
    words: list[str], has_initials: bool, patronymic: int | None, *, initial_first: bool
) -> tuple[str, str, str, bool]:
    """Given name, middle name, surname, and whether their order is sure."""
    if not words:
        return "", "", "", True
    if patronymic is not None:
        if len(words) == 1:
            return words[0], "", "", True
        family_first = patronymic >= len(words) > 1
        return _taken(words, family_first, True)
    if len(words) == 1:
        if given_gender(words[0]) is not None and not initial_first:
            return words[0], "", "", True  # Ольга, Анастасия Е.: nobody's surname
        return "", "", words[0], True
    first, last = (given_gender(x) is not None for x in (words[0], words[-1]))
    if first != last and len(words) == 2:
        return _taken(words, last, True)
    ends_first, ends_last = (_has_family_ending(x) for x in (words[0], words[-1]))
    if len(words) > 2:
        return _taken(words, ends_first and not ends_last and not first, True)
    if ends_first != ends_last:
        return _taken(words, ends_first, ends_last or has_initials)
    return _taken(words, False, first and last and has_initials)


def _taken(words: list[str], family_first: bool, sure: bool) -> tuple[str, str, str, bool]:
    if family_first:
        return words[1], " ".join(words[2:]), words[0], sure
    return words[0], " ".join(words[1:-1]), words[-1], sure


def _has_family_ending(word: str) -> bool:
    return plain(word).endswith(part("family_only"))


def _may_be_family(word: str) -> bool:
    """By its ending; some given names have it too."""
    return plain(word).endswith(part("family_m") + part("family_f") + part("family_any"))


def _initials(initials: list[str], has_given: bool) -> tuple[str, str]:
    """The initial of the given name and that of the patronymic."""
    given = "" if has_given or not initials else initials[0]
    rest = initials if has_given else initials[1:]
    return given, rest[0] if rest else ""


def _families(family: str, maiden: str) -> tuple[str, ...]:
    parts = [x for x in family.split("-") if len(x) >= _SHORTEST_PART and x[:1].isupper()]
    double = parts if len(parts) == 2 and all(map(_may_be_family, parts)) else []
    return tuple(dict.fromkeys(x for x in (family, *double, maiden) if x))


def _family_gender(families: tuple[str, ...]) -> str:
    for word in families[:1]:
        low = plain(word)
        if without_ending(word, part("family_f")) and low.endswith(part("family_f")):
            return "f"
        if without_ending(word, part("family_m")) and low.endswith(part("family_m")):
            return "m"
    return ""


def is_whole(name: str) -> bool:
    """Whether a text is a listed given name and a surname, each with a capital letter."""
    if not all(x[:1].isupper() for x in name.split()):
        return False
    read = parse(name)
    return bool(read.families and read.given and given_gender(read.given) is not None)
