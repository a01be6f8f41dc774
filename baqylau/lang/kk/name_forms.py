"""The forms of a name in a text: its nominative, the fullest name of the same bearer, and shorter
ones that the text repeats.

Comes in: a text and the names found in it. Goes out: the names, or further ones.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from baqylau.lang.kk.cases import case_of, nominative, nominative_phrase
from baqylau.lang.kk.name_rules import NAME_WORD, KazakhName, Kind, is_given
from baqylau.lang.kk.people import singular
from baqylau.lang.kk.stems import stem
from baqylau.lang.kk.wordlists import wordlist

_OF_FATHERS = ("ұлы", "қызы", "улы", "кызы")
_ONE_WORD = re.compile(rf"\b{NAME_WORD}")


def nominative_of(phrase: str, kind: Kind) -> str:
    """The name in the nominative, on one line: `министрлігінің` -> `министрлігі`."""
    whole = " ".join(phrase.split())
    name = nominative_phrase(whole)
    if kind == "person":
        if whole == name + "н" and not name.endswith(_OF_FATHERS):  # Савицын; but Ермекұлын
            name = whole
        if case_of(whole.split()[-1]) == "locative" and not _is_surname(name.split()[-1]):
            name = whole  # Коста; but Сатаевта
        name = singular(name)
        return re.sub(r"\.(?=\w)", ". ", name)
    return _of_one(name) if kind == "place" else name


def _is_surname(word: str) -> bool:
    """Whether a word ends as names of this country do, or is a listed given name."""
    return word.lower().endswith(tuple(wordlist("name_words")["surname_tails"])) or is_given(word)


_PLACE_HEAD = re.compile(r"\s(?:су\s)?(\w+)")


def with_head(text: str, end: int) -> int:
    """The end of a place with the word for what it is: `Шет` in `Шет ауданында`."""
    behind = _PLACE_HEAD.match(text, end, end + 40)
    return behind.end() if behind and is_place_head(behind[1]) else end


_PRESS_SERVICE = re.compile(r"\s{1,3}баспасөз\s{1,3}қызмет\w*$")


def without_press_service(text: str, start: int, end: int) -> int:
    """The end of an institution without its press service, which only speaks for it; the press
    service of a person in office (`Премьер-министрдің баспасөз қызметі`) stays whole.
    """
    found = _PRESS_SERVICE.search(text, start, end)
    if not found:
        return end
    owner = nominative(text[start : found.start()].split()[-1]).lower()
    return end if _base(owner) in _offices() else found.start()


def _base(word: str) -> str:
    return stem(word.rpartition("-")[2])


@cache
def _offices() -> frozenset[str]:
    return frozenset(stem(x) for x in wordlist("name_words")["lists"]["role"])


def is_place_head(word: str) -> bool:
    """Whether the word, possessed as behind a name, says what kind of place it is: `ауданында`,
    `қалаларында`.
    """
    return nominative(word.lower()) in _possessed_heads()


@cache
def _possessed_heads() -> dict[str, str]:
    """Each head with a possessive ending, singular and plural, and its singular."""
    heads: dict[str, str] = {}
    for head in wordlist("names")["place_heads"]:
        back = head[-1] == "ы"
        noun = head[:-2] if head.endswith(("сы", "сі")) and head[-3] in "аәеоя" else head[:-1]
        noun = noun[:-1] + "қ" if noun.endswith("ғ") else noun
        heads[head] = head
        heads[f"{noun}{plural_sound(noun)}{'ары' if back else 'ері'}"] = head
    return heads


def plural_sound(noun: str) -> str:
    """The first letter of the plural ending behind a noun."""
    sounds = wordlist("cases")
    if noun[-1] in sounds["voiceless"]:
        return "т"
    return "д" if noun[-1] in sounds["nasal"] + "лжз" else "л"


def _of_one(place: str) -> str:
    """`Алматы облыстары` is one of several regions: `Алматы облысы`."""
    head, space, last = place.rpartition(" ")
    if place in wordlist("names")["places"]:
        return place  # `Құрама Штаттары`
    return f"{head} {_possessed_heads().get(last.lower(), last)}" if space else place


def fullest(text: str, names: Sequence[KazakhName]) -> list[KazakhName]:
    """Each name with the fullest name that the text gives its bearer: `Л. Омарғалиева` is `Ләззат
    Омарғалиева`, `Жамбыл және Алматы облыстары` holds `Жамбыл облысы`.
    """
    people: dict[str, list[str]] = {}
    institutions: dict[str, str] = {}
    for name in names:
        if name.type == "person" and " " in name.name:
            people.setdefault(name.name.rpartition(" ")[2], []).append(name.name)
        elif name.type == "organization":
            institutions.setdefault(_first_letters(name.name), name.name)
    out = []
    for at, name in enumerate(names):
        if name.type == "person":
            full = _person(name.name, people)
        elif name.type == "place":
            full = _place(text, names[at : at + _MOST_TOGETHER])
        else:
            full = institutions.get(name.name, name.name) if len(name.name) > 1 else name.name
        out.append(replace(name, name=full))
    return out


_MOST_TOGETHER = 20  # places in one list: `Абай, Жетісу және … облыстары`


def _first_letters(name: str) -> str:
    """`ҰҚК` of `Ұлттық қауіпсіздік комитеті`; nothing of a single word."""
    words = [x for x in re.split(r"[\s-]+", name) if x not in ("және", "мен")]
    return "".join(x[:1] for x in words).upper() if len(words) > 1 else ""


def _person(name: str, people: Mapping[str, Sequence[str]]) -> str:
    """A surname or initials and a surname: the first person of the text who bears it in full; a
    surname that two people bear stays as it is.
    """
    *given, surname = name.split()
    if given and not all(x.endswith(".") for x in given):
        return name
    bearers = {x.split()[0] for x in people.get(surname, ()) if "." not in x}
    if not given and len(bearers) > 1:
        return name  # `Сатаев` where Нұрлан and Ерлан Сатаев are named
    for fuller in dict.fromkeys(people.get(surname, ())):
        if not given or ("." not in fuller and fuller[0] == given[0][0]):
            return fuller
    return name


_AND = re.compile(r"\s{0,3}(?:,|және|мен|бен|пен)\s{0,3}")


def _place(text: str, names: Sequence[KazakhName]) -> str:
    """`Жамбыл` before `және Алматы облыстарында` is `Жамбыл облысы`."""
    name = names[0].name
    if name.isupper() or (" " in name and is_place_head(name.split()[-1])):
        return name
    for before, behind in pairwise(names):
        if behind.type != "place" or not _AND.fullmatch(text, before.end, behind.start):
            break
        last = nominative(behind.text_of(text).split()[-1]).lower()
        head = _possessed_heads().get(last, last)
        if head != last:
            return f"{name} {head}" if head in ("облысы", "ауданы") else name
    return name


def repeated(text: str, taken: Iterable[KazakhName]) -> Iterator[KazakhName]:
    """A single capitalised word that is the last name of a person named in full elsewhere in the
    text.
    """
    named = (p for p in sorted(taken, reverse=True) if p.type == "person" and " " in p.name)
    full = {p.name.split()[-1]: p.name for p in named}  # the first bearer of the text
    for found in _ONE_WORD.finditer(text):
        name = full.get(nominative(found[0]))
        if name:
            yield KazakhName(found.start(), found.end(), "person", name)


@cache
def listed_places() -> frozenset[str]:
    """Places that the lists hold, in the nominative."""
    lists = wordlist("name_words")["lists"]
    kinds = ("country", "city", "region")
    return frozenset((*wordlist("names")["places"], *(x for kind in kinds for x in lists[kind])))
