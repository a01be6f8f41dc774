"""The forms of a name in a text: its nominative, the fullest name of the same bearer, and shorter
ones that the text repeats.

Comes in: a text and the names found in it. Goes out: the names, or further ones.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from baqylau.lang.kk.cases import inflected, nominative, nominative_phrase
from baqylau.lang.kk.name_rules import NAME_WORD, KazakhName, Kind
from baqylau.lang.kk.wordlists import wordlist

_ONE_WORD = re.compile(rf"\b{NAME_WORD}")
_ENDINGS_OF_MANY = ("лары", "лері", "дары", "дері", "тары", "тері")


def nominative_of(phrase: str, kind: Kind) -> str:
    """The name in the nominative, on one line: `министрлігінің` -> `министрлігі`."""
    name = " ".join(nominative_phrase(" ".join(phrase.split())).split())
    if kind == "person":
        return re.sub(r"\.(?=\w)", ". ", name)
    return _of_one(name) if kind == "place" else name


def _of_one(place: str) -> str:
    """`Алматы облыстары` is one of several regions: `Алматы облысы`."""
    head, space, last = place.rpartition(" ")
    for ending in _ENDINGS_OF_MANY:
        bare = last.removesuffix(ending)
        if space and bare != last:
            one = next(
                (x for x in wordlist("names")["place_heads"] if x[:-1] == bare or x[:-2] == bare),
                None,
            )
            return f"{head} {one}" if one else place
    return place


def fullest(text: str, names: Sequence[KazakhName]) -> list[KazakhName]:
    """Each name with the fullest name that the text gives its bearer: `Л. Омарғалиева` is `Ләззат
    Омарғалиева`, `Жамбыл және Алматы облыстары` holds `Жамбыл облысы`.
    """
    people = [x.name for x in names if x.type == "person"]
    out = []
    for at, name in enumerate(names):
        if name.type == "person":
            out.append(replace(name, name=_person(name.name, people)))
        elif name.type == "place":
            out.append(replace(name, name=_place(text, names, at)))
        else:
            out.append(name)
    return out


def _person(name: str, people: Iterable[str]) -> str:
    """A surname or initials and a surname: the one person of the text who bears it in full."""
    *given, surname = name.split()
    if given and not all(x.endswith(".") for x in given):
        return name
    fuller = {
        x: None
        for x in people
        if len(x.split()) > max(1, len(given)) - 1
        and "." not in x
        and " " in x
        and x.endswith(f" {surname}")
        and (not given or x[0] == given[0][0])
    }
    return next(iter(fuller)) if len(fuller) == 1 or (fuller and not given) else name


_AND = re.compile(r"\s*(?:,|және|мен|бен|пен)\s*")


def _place(text: str, names: Sequence[KazakhName], at: int) -> str:
    """`Жамбыл` before `және Алматы облыстарында` is `Жамбыл облысы`."""
    name = names[at]
    if " " in name.name and name.name.split()[-1] in wordlist("names")["place_heads"]:
        return name.name
    for behind in names[at + 1 :]:
        if behind.type != "place" or not _AND.fullmatch(text, names[at].end, behind.start):
            break
        at += 1
        shared = re.search(rf"(\w+)(?:{'|'.join(_ENDINGS_OF_MANY)})\w*$", behind.text_of(text))
        if shared:
            return f"{name.name} {behind.name.split()[-1]}"
    return name.name


def repeated(text: str, taken: Iterable[KazakhName]) -> Iterator[KazakhName]:
    """A single capitalised word that is the last name of a person named in full elsewhere in the
    text.
    """
    full = {p.name.split()[-1]: p.name for p in taken if p.type == "person" and " " in p.name}
    for found in _ONE_WORD.finditer(text):
        name = full.get(nominative(found[0]))
        if name:
            yield KazakhName(found.start(), found.end(), "person", name)
