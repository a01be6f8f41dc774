"""People whose names are written out: first name and patronymic with or without a surname, in any
order, and names in capital letters.

Comes in: the words of a text and the candidates that the tagger proposed. Goes out: person
candidates. Those of `spelled_out` are surer than the tagger, which reads `Ипполиту Матвеевичу` as a
place and `САРСЕНБАЕВ` as an organization; those of `unseen` fill in where it found nobody.
"""

from collections.abc import Iterator, Sequence

from baqylau.lang.ru.candidates import Candidate
from baqylau.lang.ru.declension import forms, given_names
from baqylau.lang.ru.lemmas import morph, readings
from baqylau.lang.ru.places import is_known
from baqylau.lang.ru.positions import is_position
from baqylau.model.words import Sentence, Token

PATRONYMIC = (
    "ович",
    "евич",
    "ич",
    "овна",
    "евна",
    "ична",
    "улы",
    "ұлы",
    "уулу",
    "кызы",
    "қызы",
    "оглы",
)
_TYPICAL = 1.2  # a surname or patronymic by its very ending
_SURNAME = ("ов", "ова", "ев", "ева", "ин", "ина", "ского", "ский", "ская", "ым", "ой", "у", "а")
_ROMAN = frozenset("IVX")  # digits of the number of a king or pope
_STRESS = str.maketrans("", "", "\u0300\u0301")
_WORDS = 3  # the most words of a name written out
_SHORTEST = 3  # letters of a surname that no list knows
_LONGEST_ABBREVIATION = 5  # letters in capitals: ДЧС Марат Кусаинов


def plain(word: str) -> str:
    """A word of a name without stress marks, and not in capitals: `Омарба́ев`, `САРСЕНБАЕВ`; the
    number of a king stays: `Альберт II`.
    """
    bare = word.translate(_STRESS)
    shouted = bare.isupper() and len(bare) > 1 and bare.isalpha() and not set(bare) <= _ROMAN
    return bare.title() if shouted else bare


def is_given(token: Token) -> bool:
    """A listed first name in any case."""
    word = plain(token.text)
    return word[:1].isupper() and any(
        f.nominative.lower() in given_names() for f in forms(word, False)
    )


def _may_be_given(token: Token) -> bool:
    """A listed first name, or a word that the dictionary also has as a first name: `Ипполиту`."""
    return is_given(token) or any("Name" in r.tag for r in readings(plain(token.text).lower()))


def is_patronymic(word: str) -> bool:
    """A patronymic in any case, by its ending."""
    return any(
        f.part == "patronymic" and f.weight >= _TYPICAL for f in forms(plain(word), True)
    ) or word.lower().endswith(PATRONYMIC)


def spelled_out(
    tokens: Sequence[Token], sentences: Sequence[Sentence], tagged: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Names whose order and endings leave no doubt, where no wider person was tagged."""
    people = [c for c in tagged if c.kind == "person"]
    found = list(_full(tokens, sentences, people))
    yield from found
    yield from _in_capitals(tokens, found)


def _in_capitals(tokens: Sequence[Token], found: Sequence[Candidate]) -> Iterator[Candidate]:
    """`САРСЕНБАЕВУ задали вопросы`: a surname that a full name of the text has in capitals too."""
    taken = {i for c in found for i in range(c.first, c.last)}
    surnames = {n for i in taken if tokens[i].text.isupper() for n in _surnames(tokens[i])}
    for i, token in enumerate(tokens):
        if surnames and i not in taken and token.text.isupper() and _surnames(token) & surnames:
            yield Candidate("person", i, i + 1)


def _surnames(token: Token) -> set[str]:
    """The surnames that a word may be a form of, by its ending."""
    readings = forms(plain(token.text), True)
    return {f.nominative for f in readings if f.part == "family" and f.weight >= _TYPICAL}


def _full(
    tokens: Sequence[Token], sentences: Sequence[Sentence], people: Sequence[Candidate]
) -> Iterator[Candidate]:
    covering: dict[int, list[Candidate]] = {}  # for each token the people tagged there
    for person in people:
        for i in range(person.first, person.last):
            covering.setdefault(i, []).append(person)
    for sentence in sentences:
        at = sentence.first
        while at < sentence.last:
            if not tokens[at].text[0].isupper():
                at += 1
                continue
            end = _name_at(tokens[at : min(at + _WORDS, sentence.last)], at)
            if end and not any(
                end <= c.last and (c.first, c.last) != (at, end) for c in covering.get(at, ())
            ):
                yield Candidate("person", at, end)
            at = end or at + 1


def _name_at(following: Sequence[Token], at: int) -> int | None:
    """The index behind the name that begins at `at`; `following` are the tokens from there on."""
    words = _side_by_side(following)
    count = len(words)
    if count >= 3 and _is_family(words[0]) and is_given(words[1]) and is_patronymic(words[2].text):
        return at + 3
    if count >= 2 and _may_be_given(words[0]) and is_patronymic(words[1].text):
        return at + 2 + (count >= 3 and ends_as_surname(words[2]))
    if count >= 2 and words[1].text.isupper() and is_given(words[0]) and _is_family(words[1]):
        return at + 2
    if count >= 2 and words[0].text.isupper() and _is_family(words[0]) and is_given(words[1]):
        # `управления ФСИН Глеб Торопов`: behind the first name comes the surname
        full = count >= 3 and words[1].text.istitle() and ends_as_surname(words[2])
        return None if full and not is_patronymic(words[2].text) else at + 2
    if count >= 2 and _is_family(words[0]) and is_given(words[1]) and _one_case(*words[:2]):
        return None if count >= 3 and ends_as_surname(words[2]) else at + 2
    return None


def _side_by_side(tokens: Sequence[Token]) -> list[Token]:
    """The words with capital letters at the beginning, one space apart."""
    found: list[Token] = []
    for token in tokens:
        if not token.text[0].isupper() or (found and token.start - found[-1].end != 1):
            break
        found.append(token)
    return found


def _is_family(token: Token) -> bool:
    """A surname: by its ending, or a word that is in no dictionary; no place and no position."""
    word = plain(token.text)
    if (
        len(word) < _SHORTEST
        or is_known(token)
        or is_given(token)
        or is_position(token.lemma)
        or is_position(word.lower())
        or is_patronymic(word)
    ):
        return False
    if any(f.part == "family" and f.weight >= _TYPICAL for f in forms(word, True)):
        return True
    abbreviation = token.text.isupper() and len(word) <= _LONGEST_ABBREVIATION
    return not abbreviation and not morph().word_is_known(word.lower())


def ends_as_surname(token: Token) -> bool:
    return any(
        f.part == "family" and f.weight >= _TYPICAL for f in forms(plain(token.text), True)
    ) or token.text.lower().endswith(_SURNAME)


def _one_case(family: Token, given: Token) -> bool:
    """Whether a surname by its ending and a listed first name stand in one case and gender."""
    surnames = [f for f in forms(plain(family.text), True) if f.part == "family"]
    named = [f for f in forms(plain(given.text), False) if f.nominative.lower() in given_names()]
    return any(
        one.weight >= _TYPICAL
        and one.case == other.case
        and bool(set(one.genders) & set(other.genders))
        and one.case == "nom"
        for one in surnames
        for other in named
    )


def unseen(tokens: Sequence[Token], tagged: Sequence[Candidate]) -> Iterator[Candidate]:
    """Every listed first name with a patronymic or a surname behind it, where the tagger found
    nobody.
    """
    taken = {i for c in tagged for i in range(c.first, c.last)}
    for i in range(len(tokens) - 1):
        if (
            i in taken
            or i + 1 in taken
            or not tokens[i + 1].text[0].isupper()
            or not is_given(tokens[i])
        ):
            continue
        if any(
            f.part in ("patronymic", "family") and f.weight >= _TYPICAL
            for f in forms(plain(tokens[i + 1].text), True)
        ):
            last = i + 2
            while (
                last < len(tokens)
                and last not in taken
                and tokens[last].text.endswith(_SURNAME)
                and tokens[last].text[0].isupper()
            ):
                last += 1
            yield Candidate("person", i, last)
