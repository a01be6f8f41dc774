"""Names in a Kazakh text that rules know for sure: companies in quotation marks with their legal
form, institutions by their last word, abbreviations, listed places, addresses of sites.

Comes in: a text. Goes out: `KazakhName`s, rule by rule; they may overlap. `names.py` puts them
together with what the model finds.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from baqylau.lang.kk.cases import case_of, nominative, nominative_phrase
from baqylau.lang.kk.institutions import (
    CAPITAL,
    NEXT,
    PLURAL,
    SMALL,
    end_of_institution,
    is_organization_head,
    is_stock,
)
from baqylau.lang.kk.positions import bare_position, unpossessed
from baqylau.lang.kk.speech import words
from baqylau.lang.kk.stems import stem
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.hosts import TOP_LEVEL

NAME_WORD = rf"[{CAPITAL}][{SMALL}]+(?:-[{CAPITAL}]?[{SMALL}]+)?"
_PERSON = re.compile(rf"{NAME_WORD}(?:\s+{NAME_WORD}){{1,2}}")
_INITIALS = re.compile(rf"(?<![\w.])(?:[{CAPITAL}]\.\s?){{1,2}}{NAME_WORD}")
_ROW = re.compile(
    rf"(?<![\w-])[{CAPITAL}]{{2,6}}(?: [{CAPITAL}]{{2,6}}){{1,3}}(?:-[{SMALL}]{{1,6}})?(?![\w-])"
)
_QUOTED = re.compile(r"[«“\"]([^«»“”\"\n]{2,60})[»”\"]")
_LATIN = re.compile(r"\b(?![IVXLCDM]+\b)[A-Z][\w.]*[A-Za-z](?:\s+[A-Z][\w.]*[A-Za-z])*")
_SITE = re.compile(
    rf"(?<![\w.@/-])([A-Za-z0-9][\w-]{{0,40}}\.(?:{TOP_LEVEL}|press|tv))"
    rf"(?:-[{SMALL}]{{1,6}})?(?![\w/.-]*[\w/])",
    re.IGNORECASE,
)
_NAMELIKE = re.compile(rf"[{CAPITAL}A-Z0-9][^\s,;:!?]*(?:\s[^\s,;:!?]+){{0,4}}")
_AND = re.compile(r"[\s,]*(?:және|мен|бен|пен)?\s*")
_NUMBER = re.compile(r"№\s?\d+(?!\w)")
_NEAR, _MOST_WORDS = 90, 5  # characters and words behind a name that say what it is
_NAMED_AFTER = re.compile(
    rf"(?:(?:[{CAPITAL}]\.\s?){{1,2}})?{NAME_WORD}(?:\s+(?:{NAME_WORD}|хан|би|батыр|ата)){{0,2}}\s+атындағы\b"
)


Kind = Literal["person", "organization", "place"]


@dataclass(frozen=True, slots=True, order=True)
class KazakhName:
    start: int
    end: int
    type: Kind
    name: str

    def text_of(self, text: str) -> str:
        return text[self.start : self.end]


@cache
def _listed(kind: str) -> re.Pattern[str]:
    names = "|".join(re.escape(x) for x in sorted(wordlist("names")[kind], key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{names})(?:-?[{SMALL}]{{1,5}})?(?![\w-])")


def _quoted_companies(text: str) -> Iterator[KazakhName]:
    """`«Қыран» ЖШС`, `АҚ «Қыран»`: the quotation marks and the legal form belong to the span."""
    legal = "|".join(wordlist("names")["legal"])
    ahead, behind = (
        re.compile(rf"(?:{legal})\s+$"),
        re.compile(rf"\s+(?:{legal})(?:-[{SMALL}]+)?(?!\w)"),
    )
    for found in _QUOTED.finditer(text):
        first = max(0, found.start() - 8)
        before = ahead.search(text[first : found.start()])
        after = behind.match(text, found.end())
        if before or after:
            start = first + before.start() if before else found.start()
            yield KazakhName(start, after.end() if after else found.end(), "organization", found[1])


def _quoted_with_head(text: str) -> Iterator[KazakhName]:
    """`«Қыран» футбол клубы`, `«Қыран» мен «Дала» клубтары`: the words behind the quotation marks
    say that it is an organization.
    """
    found = [x for x in _QUOTED.finditer(text) if _NAMELIKE.fullmatch(x[1])]
    known = False
    for at in range(len(found) - 1, -1, -1):
        joined = at + 1 < len(found) and _AND.fullmatch(
            text, found[at].end(), found[at + 1].start()
        )
        known = _names_organization(text, found[at].end()) or bool(joined and known)
        if known:
            start, end = found[at].span(1)
            yield KazakhName(start, end, "organization", nominative_phrase(found[at][1]))


def _names_organization(text: str, end: int) -> bool:
    """Whether one of the next words is that of an organization, and none before it ends the
    phrase.
    """
    for _ in range(_MOST_WORDS):
        word = NEXT.match(text, end, end + _NEAR)
        if not word or stem(word[1]) in _works():
            return False
        if is_organization_head(word[1]):
            return True
        if not word[1].islower() or case_of(word[1]) != "nominative":
            return False
        end = word.end()
    return False


def _named_after(text: str) -> Iterator[KazakhName]:
    """`А. Қыранов атындағы қалалық кітапхана`."""
    for found in _NAMED_AFTER.finditer(text):
        end = end_of_institution(text, found.end(), capitals=True)
        if end:
            name = nominative_phrase(text[found.start() : end])
            yield KazakhName(found.start(), end, "organization", name)


def _numbered(text: str) -> Iterator[KazakhName]:
    """`№ 1 қалалық аурухана`."""
    for found in _NUMBER.finditer(text):
        end = end_of_institution(text, found.end())
        if end:
            name = nominative_phrase(text[found.start() : end])
            yield KazakhName(found.start(), end, "organization", name)


def names_a_work(text: str, end: int) -> bool:
    """`«Солтүстік – Оңтүстік» халықаралық көлік дәлізі`: the words behind the marks name a road, a
    song or another thing that is called by a name.
    """
    for _ in range(_MOST_WORDS):
        word = NEXT.match(text, end + (text[end : end + 1] in '»”"'), end + _NEAR)
        if not word or is_organization_head(word[1]) or not word[1].islower():
            return False
        if stem(word[1]) in _works():
            return True
        if case_of(word[1]) != "nominative":
            return False
        end = word.end()
    return False


def is_work(word: str) -> bool:
    """`сыйлыққа`, `орденінің`: the last word of what is called by a name and is no institution."""
    return stem(word.lower()) in _works() and not is_organization_head(word)


@cache
def _works() -> frozenset[str]:
    """What is called by a name in quotation marks and is no organization: a novel, a law."""
    listed = (*wordlist("name_words")["lists"]["title_work"], *wordlist("names")["works"])
    return frozenset(stem(x) for x in listed)


def _of_field(text: str) -> Iterator[KazakhName]:
    """`Сейсмология орталығының`, `Облыстық білім басқармасы`: a word with a capital letter, and the
    words up to a possessed head, which that word owns.
    """
    for found in _FIELD.finditer(text):
        first = found[0]
        area = first.lower() in wordlist("names")["areas"]
        office = bare_position(first.lower()) is not None  # `Вице-президент институты`
        if not area and (office or is_opener(first) or case_of(first) != "nominative"):
            continue
        if nominative(first) in wordlist("names")["places"] or is_organization_head(first):
            continue
        end = end_of_institution(text, found.end())
        last = nominative(text[found.end() : end].split()[-1]) if end else ""
        if unpossessed(last) is not None and not _is_portfolio(text, end):
            name = nominative_phrase(text[found.start() : end])
            if not is_stock(name):
                yield KazakhName(found.start(), end, "organization", name)


def _is_portfolio(text: str, end: int) -> bool:
    """`Ауыл шаруашылығы министрі`: the words before an office that are its field."""
    behind = NEXT.match(text, end)
    return behind is not None and behind[1].startswith(tuple(wordlist("positions")["portfolio"]))


_FIELD = re.compile(rf"(?<![\w-])[{CAPITAL}][{SMALL}]{{3,24}}(?:-[{SMALL}]{{2,12}})?(?= [{SMALL}])")


def _sites(text: str) -> Iterator[KazakhName]:
    """`Dala.kz-тің`."""
    for found in _SITE.finditer(text):
        yield KazakhName(found.start(), found.end(), "organization", found[1])


def _small(text: str) -> Iterator[KazakhName]:
    """`үкімет`, `парламент`: institutions that are no less one in small letters."""
    return _inflected(text, "small")


def _latin(text: str) -> Iterator[KazakhName]:
    """`Dala Times басылымы`."""
    for found in _LATIN.finditer(text):
        behind = NEXT.match(text, found.end(), found.end() + _NEAR)
        if behind and is_organization_head(behind[1]):
            yield KazakhName(found.start(), found.end(), "organization", found[0])


def _abbreviations(text: str) -> Iterator[KazakhName]:
    for found in _listed("abbreviations").finditer(text):
        yield KazakhName(found.start(), found.end(), "organization", found[0].split("-")[0])
    yield from _inflected(text, "single")


def _inflected(text: str, kind: str) -> Iterator[KazakhName]:
    for found in _listed(kind).finditer(text):
        name = nominative(found[0])
        if "-" in found[0] or name in wordlist("names")[kind]:  # `Сенатор` is no Сенат
            yield KazakhName(found.start(), found.end(), "organization", name)


def _agencies(text: str) -> Iterator[KazakhName]:
    return _inflected(text, "agencies")


def _places(text: str) -> Iterator[KazakhName]:
    """Listed places, in any case."""
    known = {x.lower() for x in wordlist("names")["places"]}
    for found in _listed("places").finditer(text):
        name = nominative_phrase(found[0])
        if name.lower() in known:
            start = with_direction(text, found.start())
            name = text[start : found.start()] + name
            yield KazakhName(start, found.end(), "place", name)


def _with_initials(text: str) -> Iterator[KazakhName]:
    """`Қ.Дүйсеновтің`: to the cutting of words it is one word."""
    for found in _INITIALS.finditer(text):
        if not is_namesake(text, found.end()):
            name = re.sub(r"\.(?=\w)", ". ", nominative_phrase(found[0]))
            yield KazakhName(found.start(), found.end(), "person", name)


def _rows_of_abbreviations(text: str) -> Iterator[KazakhName]:
    """`ҚР ІІД ТЖК`: abbreviations behind that of a place, not in a line of capital letters."""
    for found in _ROW.finditer(text):
        around = text[max(0, found.start() - _NEAR) : found.start()].split()[-1:]
        around += text[found.end() : found.end() + _NEAR].split()[:1]
        place = found[0].split()[0] in wordlist("names")["places"]
        if place and not any(x.isupper() for x in around):
            yield KazakhName(found.start(), found.end(), "organization", nominative(found[0]))


def _persons(text: str) -> Iterator[KazakhName]:
    """A listed first name before another word with a capital letter."""
    given = _given_names()
    for found in _PERSON.finditer(text):
        start = without_title(text, found.start(), found.end())
        phrase = text[start : found.end()]
        if is_namesake(text, found.end()):
            continue
        if " " in phrase and phrase.split()[0].lower() in given:
            yield KazakhName(start, found.end(), "person", nominative_phrase(phrase))


def with_direction(text: str, start: int) -> int:
    """The start of a place with the part of it before it: `Шығыс` before `Қазақстанның`."""
    for word in wordlist("names")["directions"]:
        if text.endswith(f"{word} ", max(0, start - len(word) - 1), start):
            return start - len(word) - 1
    return start


def is_namesake(text: str, end: int) -> bool:
    """Whether a person's name that ends here only names something: `Абай атындағы сыйлық`."""
    return text.startswith("атындағы", end + 1)


def is_given(word: str) -> bool:
    """Whether the word is a listed first name."""
    return word.lower() in _given_names()


@cache
def _given_names() -> frozenset[str]:
    return frozenset(x.lower() for x in wordlist("name_words")["lists"]["given"])


@lru_cache(maxsize=20_000)
def is_opener(word: str) -> bool:
    """A word that opens a sentence or names an office, and is no part of a person's name."""
    return (
        word in wordlist("names")["openers"]
        or word.lower() in words("role_nouns")
        or nominative(word).lower() in words("role_nouns")
        or _is_plural_of_people(nominative(word).lower())
    )


def _is_plural_of_people(word: str) -> bool:
    """`Сарапшылар`, `Журналистер`: people by what they do, in the plural; Айдар and Мұхтар are
    names.
    """
    ending = PLURAL.search(word)
    if ending is None:
        return False
    one = word[: ending.start()]
    return one in words("role_nouns") or one.endswith(tuple(wordlist("names")["agent_endings"]))


def without_title(text: str, start: int, end: int) -> int:
    """Where a person's name begins behind words that are no part of it."""
    for word in re.finditer(r"\S+", text[start:end]):
        at = start + word.start()
        if not is_opener(word[0]) or _is_given_here(text, at, word[0]):
            return at
    return end


def _is_given_here(text: str, at: int, word: str) -> bool:
    """`басшысы Ғалым Нұрпейісов`: a first name that is also an office, behind an office."""
    before = text[max(0, at - _NEAR) : at].split()[-1:]
    office = bool(before) and before[0].islower() and bare_position(before[0]) is not None
    return office and word.lower() in _given_names()


Rule = Callable[[str], Iterator[KazakhName]]
LISTED: tuple[Rule, ...] = (_abbreviations,)
SURE: tuple[Rule, ...] = (
    _quoted_companies,
    _sites,
    _named_after,
    _quoted_with_head,
    _with_initials,
    _rows_of_abbreviations,
)
FURTHER: tuple[Rule, ...] = (
    _small,
    _agencies,
    _numbered,
    _latin,
    _places,
    _of_field,
    _persons,
)
