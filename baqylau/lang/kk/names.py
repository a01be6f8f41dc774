"""Names in a Kazakh text: characters of persons, organizations and places, with a nominative form.

Comes in: a text with its sentences and words. Goes out: `KazakhName`s in order, without overlaps.
The surest rules come first (`name_rules.py`), then what the model finds (`name_model.py`), then the
rules that know less; last, names that the text repeats in a shorter form.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from baqylau.lang.kk import name_kinds, name_model, name_rules, people
from baqylau.lang.kk.cases import case_of, nominative
from baqylau.lang.kk.institutions import (
    end_of_institution,
    is_institution_word,
    is_organization_head,
    is_stock,
)
from baqylau.lang.kk.name_forms import (
    fullest,
    is_place_head,
    nominative_of,
    repeated,
    with_head,
    without_press_service,
)
from baqylau.lang.kk.name_rules import KazakhName, Kind, Rule
from baqylau.lang.kk.positions import unpossessed
from baqylau.lang.kk.stems import stem
from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.span import Span
from baqylau.model.words import Sentence, Token

_KINDS: dict[str, Kind] = {"PERSON": "person", "ORG": "organization", "PLACE": "place"}
_BEHIND = 7  # words; an institution may go on in small letters
_NEXT = re.compile(r"\s(\w+)")
_DASH = re.compile(r"\s[–—-]\s")
_DATELINE = re.compile(r"(?<![^\W\d_a-z])[^\W\d_a-z]{4,}+\.(?=[A-Z]{4})")
_OPENING, _CLOSING = '«“„"', '»”"'


def find(text: str, sentences: Sequence[Sentence], tokens: Sequence[Token]) -> list[KazakhName]:
    """Every name, in reading order, none overlapping another."""
    seen = people.with_fathers(_by_model(text, sentences, tokens), text)
    told = [*_with_surnames(text, [*seen])]
    told = [*people.by_full_names(told, text)]
    taken = _Taken(len(text))
    taken.add(_from((people.honoured, name_kinds.with_particles, *name_rules.SURE), text))
    taken.add(x for x in told if x.type == "organization")
    taken.add(_from(name_rules.LISTED, text))
    taken.add(told)
    taken.add(_from(name_rules.FURTHER, text))
    taken.add(people.behind_office(text))
    taken.add(repeated(text, taken.names))
    words = _words_of(text, taken.names)
    nothing = frozenset(wordlist("names")["no_names"])
    kept = (x for x in taken.names if x not in words and x.name not in nothing)
    kept = (x for x in kept if x.type != "organization" or not name_kinds.is_post(x.name))
    names = (_in_latin(text, x) for x in kept)
    return sorted(fullest(text, [*people.apart(text, sorted(names))]))


class _Taken:
    """The names found so far, none overlapping another, and which characters of the text they
    hold.
    """

    def __init__(self, size: int) -> None:
        self.names: list[KazakhName] = []
        self._held = bytearray(size)

    def add(self, found: Iterable[KazakhName]) -> None:
        """Adds the names that overlap none of those taken."""
        for name in [*found]:
            if 1 not in self._held[name.start : name.end]:
                self._held[name.start : name.end] = b"\1" * (name.end - name.start)
                self.names.append(name)


_ENDING = re.compile(r"(?<=[A-Za-z])-[^\W\dA-Za-z]{1,5}$")


def _in_latin(text: str, name: KazakhName) -> KazakhName:
    """A name in Latin letters without the Kazakh ending behind its hyphen: `Dala.kz-тің`."""
    ending = _ENDING.search(text, name.start, name.end)
    return replace(name, end=ending.start()) if ending else name


def _words_of(text: str, names: Sequence[KazakhName]) -> frozenset[KazakhName]:
    """`Құмар ойындар туралы` in a text with `құмар ойын`: names that only have the capital letter
    of a title.
    """
    pairs = {x: pair for x in names if (pair := _pair(text, x))}
    if not pairs:
        return frozenset()
    words = re.findall(r"\w+", text)
    small = {(x, y[:_ROOT]) for x, y in pairwise(words) if x[0].islower()}
    return frozenset(x for x, pair in pairs.items() if pair in small)


def _pair(text: str, name: KazakhName) -> tuple[str, str] | None:
    """A person of one word in small letters, with the beginning of the small word behind it."""
    one, behind = name.text_of(text), _NEXT.match(text, name.end)
    plain = name.type == "person" and one.isalpha() and one[1:].islower() and one == name.name
    if not plain or behind is None or not behind[1][0].islower():
        return None
    return one.lower(), behind[1][:_ROOT]


_ROOT = 4  # letters of a noun that its endings leave as they are


def _from(rules: Iterable[Rule], text: str) -> Iterator[KazakhName]:
    for rule in rules:
        yield from rule(text)


def _by_model(
    text: str, sentences: Sequence[Sentence], tokens: Sequence[Token]
) -> Iterator[KazakhName]:
    cut = [_with_capitals(tokens[x.first : x.last]) for x in sentences]
    labels = name_model.model().labels([[t.text for t in words] for words in cut])
    for words, its in zip(cut, labels, strict=True):
        for first, last, label in name_model.spans(its):
            if label in _KINDS:
                start, end = words[first].start, words[last - 1].end
                marked = start and text[start - 1] in _OPENING and label != "PERSON"
                if marked and name_rules.names_a_work(text, end):
                    continue
                if label != "PERSON" and name_kinds.is_title(text, start, end):
                    continue
                for span in _parts(text, start, end, label):
                    yield from _whole(text, span.start, span.end, _KINDS[label])


def _with_surnames(text: str, told: Sequence[KazakhName]) -> Iterator[KazakhName]:
    """The names, a given name alone with the given name behind it: `Тимур Жақсылық`. The model
    leaves out those that are words as well.
    """
    starts = {x.start for x in told}
    ends = {x.end for x in told if x.type == "person" and " " in x.name}
    for name in told:
        behind = _NEXT.match(text, name.end) if name.type == "person" else None
        surname = nominative(behind[1]) if behind and behind.start(1) not in starts else ""
        is_whole = name_rules.is_given(name.text_of(text)) and name_rules.is_given(surname)
        if behind and surname[:1].isupper() and is_whole:
            yield KazakhName(name.start, behind.end(1), "person", f"{name.name} {surname}")
        elif (
            behind
            and behind.start(1) not in starts
            and (name_rules.is_given(name.name) or name.start - _COMMA in ends)
        ):
            end = name_kinds.end_with_surname(text, name.end)
            full = name.name + text[name.end : end]
            yield replace(name, end=end, name=full)
        else:
            yield name


_COMMA = 2  # characters between the names of a list


def _with_capitals(words: Sequence[Token]) -> Sequence[Token]:
    """The sentence up to a few words behind its last capital letter: the rest names nobody, and is
    not worth the time.
    """
    last = len(words) - 1
    while last >= 0 and words[last].text == words[last].text.lower():
        last -= 1
    return words[: last + _BEHIND] if last >= 0 else ()


def _parts(text: str, start: int, end: int, label: str) -> Iterator[Span]:
    """A name on each side of a dash: `Астана – Теміртау`; a newsroom behind the place of its
    dateline: `АСТАНА.KAZINFORM`.
    """
    place = _DATELINE.match(text, start, end)
    start = place.end() if place else start
    bracket = text.find(" (", start, end)
    if bracket > 0 and ")" not in text[bracket:end]:
        yield Span(start, bracket)
        start = bracket + 2
    if label in ("PLACE", "ORG") and not any(x in _OPENING for x in text[start:end]):
        for dash in _DASH.finditer(text, start, end):
            yield Span(start, dash.start())
            start = dash.end()
    yield Span(start, end)


def _whole(text: str, start: int, end: int, kind: Kind) -> Iterator[KazakhName]:
    """The name without marks around it and, of a person, without a title; of a place with the word
    for what it is, of an institution with its press service.
    """
    kind = name_kinds.kind_of(text, start, end, kind)
    while start < end and not text[start].isalnum() and text[start] != "№":
        if text[start] in _OPENING and any(x in _CLOSING for x in text[start + 1 : end - 1]):
            break
        start += 1
    end -= text[end - 1] in _CLOSING and not any(x in _OPENING for x in text[start : end - 1])
    if not text[start:end].strip():
        return  # nothing but marks
    match kind:
        case "person":
            if name_rules.is_namesake(text, end):
                return
            start = name_rules.without_title(text, start, end)
            start, end = people.one_person(text, start, end)
            if people.is_office(text[start:end]):
                return
            if _is_called_institution(text[start:end]):
                kind = "organization"
        case "place":
            end = name_kinds.end_without_kind(text, start, end)
            start = name_rules.with_direction(text, start)
            if case_of(text[start:end].split()[-1]) != "genitive":
                end = with_head(text, end)
            its = _end_of_its_institution(text, start, end)
            if its or _is_institution(text[start:end]):
                kind, end = "organization", its or end
    if kind == "organization":
        end = without_press_service(text, start, _before_office(text, start, end))
        owner = _owner_of_many(text, start, end)
        if owner:
            yield KazakhName(start, owner, "place", nominative_of(text[start:owner], "place"))
            return
        if name_rules.is_work(text[start:end].split()[-1]):
            return
        if _is_common(text[start:end]) or _AS_SAID.search(text, start, end):
            return
    if start == end or _ROMAN.fullmatch(text, start, end):
        return
    if kind == "organization" and _is_place_here(text, start, end):
        kind = "place"
    if kind == "place" and text[start].islower():
        return
    yield KazakhName(start, end, kind, nominative_of(text[start:end], kind))


_ROMAN = re.compile("[IVXL\u0406]+")  # also with the Cyrillic letter


def _is_place_here(text: str, start: int, end: int) -> bool:
    """`«Арлан» (Орал)`, `қаласы (АҚШ)`: a listed place in brackets, or a word in brackets right
    behind the name of a team; and a state by its whole name (`Ресей Федерациясының`).
    """
    name = nominative_of(text[start:end], "organization")
    if " " in name and name in wordlist("names")["places"]:
        return True
    around = text[max(0, start - 3) : start], text[end : end + 1]
    bracketed = around[0].endswith("(") and around[1] in (")", ",")
    listed = text[start:end] in wordlist("names")["places"]
    team = around[0].rstrip("( ").endswith(tuple(_CLOSING)) and text[start:end].istitle()
    return bracketed and (listed or team)


def _is_called_institution(phrase: str) -> bool:
    """`Жоғарғы Сот`: what the model calls a person and is an institution by its last word."""
    first, space, last = phrase.rpartition(" ")
    given = name_rules.is_given(first.split()[0]) if space else True
    return bool(space) and not given and is_organization_head(last)


def _owner_of_many(text: str, start: int, end: int) -> int:
    """`Павлодар облысының әкімдіктері`: several institutions, and only their place has a name. The
    end of the place, or 0.
    """
    *before, last = text[start:end].split()
    many = bool(before) and last.islower() and _MANY.search(nominative(last)) is not None
    owned = many and case_of(before[-1]) == "genitive" and is_place_head(before[-1])
    return start + text[start:end].rindex(" ") if owned else 0


_MANY = re.compile(r"(?:лар|лер|дар|дер|тар|тер)[ыі]$")


def _before_office(text: str, start: int, end: int) -> int:
    """The end of an institution before what is no part of it: whoever heads it (`Сот төрағасы
    қызметінен`), and whatever stands behind its own locative (`Министрлікте баспасөз мәслихаты`).
    """
    if any(x in _OPENING for x in text[start:end]):
        return end
    words = [*_WORDS.finditer(text, start, end)]
    for before, word in pairwise(words):
        if case_of(before[0]) == "genitive" and _is_paper(word[0]):
            return before.end()
        if word[0].islower() and _is_head_of_office(word[0]):
            return before.end()
        if case_of(before[0]) == "locative" and is_institution_word(before[0]):
            return before.end()
        if word[0].lower() in _never_inside() and not before[0].islower():
            return before.end()
    return end


@cache
def _never_inside() -> frozenset[str]:
    """Days and words of a sentence, which no institution has in its name."""
    return frozenset((*wordlist("name_words")["lists"]["day"], *wordlist("names")["never_inside"]))


_WORDS = re.compile(r"\S+")
_AS_SAID = re.compile(r"(?:ғ|г|қ|к)[ае]нд[ае]й\b")  # `Mic мәлімдегендей Сот`: two names


def _is_paper(word: str) -> bool:
    """`ақпаратына`, `мәліметі`: what the institution before gives out."""
    return nominative(word) in wordlist("names")["papers"]


def _is_head_of_office(word: str) -> bool:
    """`төрағасы`, `директорының`: possessed, by an institution."""
    bare = nominative(word)
    noun = unpossessed(bare)
    return noun is not None and noun in wordlist("positions")["leader"]


def _is_common(phrase: str) -> bool:
    """`Министрлікте`: the word for a kind of institution alone names none, unless it is listed."""
    listed = wordlist("names")["single"]
    if is_stock(phrase):
        return True
    locative = " " not in phrase and case_of(phrase) == "locative"
    return locative and is_organization_head(phrase) and nominative(phrase) not in listed


def _end_of_its_institution(text: str, start: int, end: int) -> int:
    """The end of an institution named by its place: `Абай облысының білім басқармасы`, `Жапония
    үкіметі`; else 0.
    """
    last = text[start:end].split()[-1]
    if is_place_head(last):
        case = case_of(last)
        its = end_of_institution(text, end) if case in ("genitive", "nominative") else 0
        owned = case == "genitive" or unpossessed(nominative(text[end:its].split(" ")[-1]))
        return its if its and owned else 0  # `Павлодар облыстары | орталық салады`
    behind = _NEXT.match(text, end)
    government = behind and stem(behind[1].lower()) in _governments()
    return behind.end() if behind and government and case_of(last) != "locative" else 0


@cache
def _governments() -> frozenset[str]:
    return frozenset(stem(x) for x in wordlist("names")["of_country"])


def _is_institution(place: str) -> bool:
    """Whether what the model calls a place is an institution by its last word."""
    *first, last = place.split()
    return bool(first) and not is_place_head(last) and is_institution_word(last)
