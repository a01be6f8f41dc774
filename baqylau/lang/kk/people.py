"""Persons in a Kazakh text: where the model's name ends or goes on, and names that only the words
beside them give away.

Comes in: a text, and a span in it. Goes out: the span of one person, or `KazakhName`s that may
overlap others.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from baqylau.lang.kk.cases import case_of, nominative, nominative_phrase
from baqylau.lang.kk.institutions import CAPITAL, SMALL, is_organization_head
from baqylau.lang.kk.name_rules import NAME_WORD, KazakhName, is_given, is_namesake, is_opener
from baqylau.lang.kk.positions import bare_position, unpossessed, words
from baqylau.lang.kk.wordlists import wordlist

_WORD = re.compile(r"\S+")
_SHORT = rf"[{CAPITAL}][{SMALL}]{{1,3}}"
_SHORT_BEFORE = re.compile(rf"(?<!\S)({_SHORT})\s$")
_SHORT_BEHIND = re.compile(rf"\s({_SHORT})(?=[\s,.;:!?»”\"]|$)")
_SHORT_NAME = re.compile(rf"{_SHORT}(?:\s{_SHORT})?")
_SHORTS = 3  # words of a name such as `Ри Йон Хо`
_OF_MANY = re.compile(r"(?<=[оеё]в|[иы]н|ва|на)(?:лар|лер|дар|дер|тар|тер)$")
_ADJECTIVE = ("лік", "лық", "тік", "тық", "дік", "дық")
_BEFORE_HONOUR = re.compile(rf"(?<![\w-])({NAME_WORD}(?:\s{NAME_WORD}){{0,3}})\s$")
_LONGEST = 80  # characters of a name with its office
_BEHIND_OFFICE = re.compile(rf"(?<![\w-])([{SMALL}-]{{3,}})\s({NAME_WORD}(?:\s{NAME_WORD}){{0,2}})")
_ABOUT = re.compile(
    rf"\s(?:{'|'.join(map(re.escape, wordlist('speakers')['postpositions']))})(?!\w)"
)
_NEAR = 6  # characters that a name of one short word takes, with its space


def one_person(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without what is no part of the name (`Флейк | ФБР`, `Корбин | Лейбористтік`), and
    with all parts of a name of short words (`Ри Йон Хо`).
    """
    parts = [*_WORD.finditer(text, start, end)]
    while len(parts) > 1 and _stands_before(parts[0][0]):
        parts.pop(0)
    owner = next((i for i, x in enumerate(parts[:-1]) if case_of(x[0]) in _ENDS), None)
    if owner is not None:
        del parts[owner + 1 :]
    while len(parts) > 1 and (parts[-1][0].islower() or _is_no_surname(parts[-1][0])):
        parts.pop()
    start, end = (parts[0].start(), parts[-1].end()) if parts else (start, end)
    if _SHORT_NAME.fullmatch(text, start, end):
        before = _SHORT_BEFORE.search(text, max(0, start - _NEAR), start)
        if before and len(parts) < _SHORTS and not is_opener(before[1]):
            start = before.start(1)
        behind = _SHORT_BEHIND.match(text, end)
        if behind and len(text[start:end].split()) == _SHORTS - 1 and not is_opener(behind[1]):
            end = behind.end(1)
    return start, end


def is_office(phrase: str) -> bool:
    """`Испания Королі`: a country and whoever heads it, whom nothing names."""
    words_of = phrase.split()
    last = nominative(words_of[-1]).lower() if words_of else ""
    office = unpossessed(last) is not None and bare_position(last) is not None
    return len(words_of) > 1 and office and not is_given(words_of[0])


_ENDS = ("genitive", "accusative")  # a name ends with the word that bears one of these cases


def _stands_before(word: str) -> bool:
    """`Жарлығымен Светлана`: a word in a case that is no part of the name behind it."""
    if is_given(word):
        return False
    office = bare_position(word.lower()) is not None  # `Дирижер Ли Йон Хо`
    return office or case_of(word) in ("instrumental", "ablative")


def _is_no_surname(word: str) -> bool:
    short = len(word) > 1 and word.isupper() and word.isalpha()
    direction = word in wordlist("names")["directions"]
    country = nominative(word) in _countries()
    return short or direction or country or word.endswith(_ADJECTIVE) or is_opener(word)


@cache
def _countries() -> frozenset[str]:
    return frozenset(wordlist("name_words")["lists"]["country"])


def with_fathers(told: Iterable[KazakhName], text: str) -> Iterator[KazakhName]:
    """A given name with the father's name and the surname behind it, where the model sees two or
    only the first: `Светлана | Қабыкенқызы Жақыпова`, `Светлана Қабыкенқызы | Жақыпова`.
    """
    end = 0
    for name in told:
        first = name.text_of(text).partition(" ")[0]
        behind = _FATHER.match(text, name.start + len(first)) if name.type == "person" else None
        if name.start < end:
            continue
        if behind is None or behind.end() <= name.end:
            yield name
            continue
        end = behind.end() if behind[1].endswith(_OF_FATHERS) else behind.end(1)
        yield KazakhName(name.start, end, "person", nominative_phrase(text[name.start : end]))


_OF_FATHERS = ("қызы", "ұлы")
_FATHER = re.compile(
    rf" ([{CAPITAL}][{SMALL}]{{2,20}}(?:қызы|ұлы)[{SMALL}]{{0,3}})(?: ({NAME_WORD}))?"
)


def singular(name: str) -> str:
    """`Евгений Филипповтер` is he and others: `Евгений Филиппов`."""
    return _OF_MANY.sub("", name)


def by_full_names(told: Sequence[KazakhName], text: str) -> Iterator[KazakhName]:
    """A single word that the model calls a place, where it is the surname of somebody whom the text
    names in full.
    """
    people = {x.name.split()[-1]: x.name for x in reversed(told) if x.type == "person"}
    names = {x.name for x in told}
    people = {
        last: x
        for last, x in people.items()
        if x.rpartition(" ")[0] not in names and (x.split()[0] not in people or " " not in x)
    }
    for name in told:
        first, space, rest = name.text_of(text).partition(" ")
        if name.type == "organization" and space and people.get(first, first) != first:
            start = name.start + len(first)
            yield KazakhName(name.start, start, "person", people[first])
            if rest.isupper():  # `Трамп НАТО`
                yield KazakhName(start + 1, name.end, "organization", nominative(rest))
            continue
        full = people.get(name.name) if name.type != "person" else None
        listed = name.name in wordlist("names")["places"]
        known = full is not None and " " in full and not listed
        yield replace(name, type="person", name=full) if full and known else name


def apart(text: str, names: Sequence[KazakhName]) -> Iterator[KazakhName]:
    """`Трамп Кимге` are two, where the text names both of them with other words."""
    whole = {n.name for n in names if n.type == "person" and " " in n.name}
    lasts = {name.split()[-1] for name in whole}
    whole -= {x for x in whole if x.split()[0] in lasts and not is_given(x.split()[0])}
    last_of = {name.split()[-1]: name for name in whole}
    for name in names:
        first, space, last = text[name.start : name.end].partition(" ")
        bare = nominative(last)
        known = last_of.get(first) not in (None, name.name)
        other = any(bare in x.split() for x in whole)
        if name.type != "person" or " " in last or not (known and other) or is_given(first):
            yield name
            continue
        at = name.start + len(first)
        yield replace(name, end=at, name=last_of[first])
        yield KazakhName(at + len(space), name.end, "person", last_of.get(bare, bare))


def honoured(text: str) -> Iterator[KazakhName]:
    """`Адамс мырза`, `Мэй ханымның`: whatever stands before these words is a person."""
    for word in _honour().finditer(text):
        first = max(0, word.start() - _LONGEST)
        found = _BEFORE_HONOUR.search(text, first, word.start())
        parts = [*_WORD.finditer(text, *found.span(1))] if found else []
        offices = (i for i, x in enumerate(parts) if is_opener(x[0]) or bare_position(x[0].lower()))
        parts = parts[max(offices, default=-1) + 1 :]  # `Премьер-Министрі Юри Ратас мырза`
        if parts:
            start, end = parts[0].start(), parts[-1].end()
            yield KazakhName(start, end, "person", text[start:end])


@cache
def _honour() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(wordlist('names')['honours'])})\w{{0,4}}(?!\w)")


def behind_office(text: str) -> Iterator[KazakhName]:
    """`деді профессор Чейзлер`, `дизайнері Айлин Торғай`: a word with a capital letter right behind
    an office in small letters.
    """
    for found in _BEHIND_OFFICE.finditer(text):
        office = found[1]
        first = found[2].split()[0]
        opens = is_opener(first) and not is_given(first)  # `басшысы Жоғары кеңестің`
        if bare_position(office) is None or office in words("stops") or opens:
            continue
        if is_organization_head(first) or nominative(first) in wordlist("names")["places"]:
            continue
        if " " not in found[2] and _ABOUT.match(text, found.end()):
            continue  # `деді көшбасшы Гренландия туралы`
        if not is_namesake(text, found.end()):
            yield KazakhName(*found.span(2), "person", nominative_phrase(found[2]))
