"""Personal names in the nominative. Comes in: the words of one name, in any case. Goes out: its
likely readings, best first.

Paradigms and first names are data in `declension.toml`. A reading is possible when all its words
can stand in the same case and gender.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Any, Literal

from baqylau.lang.ru.lemmas import morph, readings
from baqylau.lang.ru.wordlists import wordlist

Part = Literal["given", "patronymic", "family", "any"]
CASES = ("nom", "gen", "dat", "acc", "ins", "loc")
_MOST = 400
"""The most combinations tried for one name: only a name of five words with up to seven readings
each has more, and such a name is rare.
"""


@dataclass(frozen=True, slots=True)
class WordForm:
    """One reading of one word: its nominative, the case in which it stands (None: any), the genders
    that it allows, and how likely it is.
    """

    nominative: str
    case: str | None
    genders: str
    weight: float
    part: str


@dataclass(frozen=True, slots=True)
class NameReading:
    """One reading of a whole name."""

    words: tuple[str, ...]
    case: str | None
    genders: str
    weight: float

    @property
    def name(self) -> str:
        return " ".join(self.words)


@cache
def given_names() -> dict[str, str]:
    """First name in lower case -> the genders it is given to."""
    known: dict[str, str] = {}
    for gender in ("m", "f"):
        for name in wordlist("declension")["given"][gender]:
            known[name.lower()] = known.get(name.lower(), "") + gender
    return known


@lru_cache(maxsize=20_000)
def forms(word: str, last: bool) -> tuple[WordForm, ...]:
    """Every reading of a single word; `last` says that it may be a surname rather than a first
    name.
    """
    if len(word.rstrip(".")) <= 1:
        return (WordForm(word, None, "fm", 0.0, "initial"),)
    found: dict[tuple[str, str | None, str], WordForm] = {}
    for form in _declined(word):
        key = (form.nominative, form.case, form.genders)
        weighed = WordForm(
            form.nominative,
            form.case,
            _genders(form, last),
            form.weight + _known(form, last),
            form.part,
        )
        if key not in found or found[key].weight < weighed.weight:
            found[key] = weighed
    return tuple(found.values()) or (
        WordForm(word, None, "fm", 0.0, "any"),
    )  # Latin letters, digits


def _genders(form: WordForm, last: bool) -> str:
    """The genders that a form allows; for a listed first name those of the list: Лариса is a
    woman's name, with any surname.
    """
    listed = "" if last and form.part != "given" else given_names().get(form.nominative.lower(), "")
    return "".join(g for g in form.genders if g in listed) or form.genders


def _declined(word: str) -> Iterator[WordForm]:
    low = word.lower()
    yield from _still(word, low)
    for paradigm in wordlist("declension")["paradigm"]:
        for case in CASES:
            for ending in [paradigm["nom"]] if case == "nom" else paradigm[case]:
                if low.endswith(ending) and (
                    len(low) - len(ending) >= 2 or paradigm["nom"] in paradigm.get("only", ())
                ):
                    stem = word[: len(word) - len(ending)]
                    nominative = stem + paradigm["nom"] if stem else paradigm["nom"].capitalize()
                    if _may(nominative.lower(), stem.lower(), paradigm):
                        typical = 1.2 if "only" in paradigm else 0.0
                        yield WordForm(
                            nominative, case, paradigm["gender"], typical, paradigm["part"]
                        )


@lru_cache(maxsize=2_000)
def declined(nominative: str, gender: str, part: str = "any") -> tuple[str, ...]:
    """Every case form of a name given in the nominative, in lower case, by the first paradigm that
    fits; the name alone where none does (Шевченко, Сауле). Of Касым-Жомарт the last part declines.

    >>> declined("Абай", "m")
    ('абай', 'абая', 'абаю', 'абаем', 'абае', 'абаи')
    """
    head, hyphen, low = nominative.lower().rpartition("-")
    found = dict.fromkeys([low])
    paradigm = next((x for x in _by_narrowness() if _fits(x, low, gender, part)), None)
    if paradigm is not None:
        stem = low[: len(low) - len(paradigm["nom"])]
        found |= dict.fromkeys(stem + x for case in CASES[1:] for x in paradigm[case])
    return tuple(head + hyphen + x for x in found)


@cache
def _by_narrowness() -> list[dict[str, Any]]:
    """The paradigms, those limited to listed tails first."""
    return sorted(wordlist("declension")["paradigm"], key=lambda x: "only" not in x)


def _fits(paradigm: dict[str, Any], low: str, gender: str, part: str) -> bool:
    tail = paradigm["nom"]
    return (
        gender in paradigm["gender"]
        and (part == "any" or paradigm["part"] in (part, "any"))
        and low.endswith(tail)
        and _may(low, low[: len(low) - len(tail)], paradigm)
        and not any(
            low.endswith(x) and gender in genders
            for x, genders in wordlist("declension")["indeclinable"]["tails"].items()
        )
    )


def _may(nominative: str, stem: str, paradigm: dict[str, Any]) -> bool:
    if "only" in paradigm and not nominative.endswith(tuple(paradigm["only"])):
        return False
    return "after" not in paradigm or stem[-1:] in paradigm["after"]


def _still(word: str, low: str) -> Iterator[WordForm]:
    data = wordlist("declension")["indeclinable"]
    if low.endswith("ии"):
        return  # Лусии, Марии: only an oblique case of a name in -ия
    for tail, genders in data["tails"].items():
        if low.endswith(tail):
            yield WordForm(word, None, genders, 0.8 if len(tail) > 1 else 0.1, "any")
    if low[-1] in data["consonants"] and not low.endswith(("ов", "ев", "ин", "ский", "цкий")):
        patronymic = low.endswith(("ович", "евич"))  # a surname too: Людмилу Зенькович
        yield WordForm(word, None, "f", -0.5 if patronymic else -0.2, "any")


def _known(form: WordForm, last: bool) -> float:
    """How well the word lists confirm this reading: first our own first names, then pymorphy3's
    names.
    """
    low = form.nominative.lower()
    if not last or form.part == "given":
        genders = given_names().get(low)
        if genders:
            return 3.0 if set(genders) & set(form.genders) else -1.0
    if not morph().word_is_known(
        low
    ):  # pymorphy3 guesses at unknown words, and guesses names everywhere
        return 0.4 if form.part == "family" and last else 0.0
    marks = [str(r.tag) for r in readings(low) if r.tag.case == "nomn" and r.tag.number != "plur"]
    kind = "Surn" if last else "Name"
    if any(kind in m and _gender_of(m) in form.genders for m in marks):
        return 1.0
    return 0.4 if form.part == "family" and last else 0.0


def _gender_of(tag: str) -> str:
    return "f" if "femn" in tag else "m"


def _nominative_bonus(case: str | None, cases: Sequence[str]) -> float:
    """A weight for the nominative, the likeliest case of a name, unless the tagger gave every word
    of it another case.
    """
    if case not in (None, "nom"):
        return 0.0
    return -0.8 if all(t and t != "nom" for t in cases) else 0.3


def _odd(form: WordForm, genders: set[str]) -> float:
    """A penalty for rare shapes: a man's name in -а that is in no list, and an unknown first name
    in -ь or consonant + я.
    """
    low = form.nominative.lower()
    if form.weight >= _LISTED or form.part not in ("any", "given"):
        return 0.0
    if low.endswith(("а", "я")) and genders == {"m"}:
        return 1.2
    if genders == {"m"} and low.startswith(tuple(wordlist("declension")["given"]["womens"])):
        return 1.5
    return 0.6 if low.endswith("ь") or (low.endswith("я") and low[-2:-1] not in "аеиоуы") else 0.0


_LISTED = 3.0


def read(words: Sequence[str], cases: Sequence[str]) -> tuple[NameReading, ...]:
    """The readings of a name, best first; `cases` are what the tagger says of its words ("" where
    it says nothing).
    """
    return _read(tuple(words), tuple(cases))


@lru_cache(maxsize=5_000)
def _read(words: tuple[str, ...], cases: tuple[str, ...]) -> tuple[NameReading, ...]:
    turned = len(words) > 1 and not _is_given(words[0]) and _is_given(words[1])
    choices = [
        sorted(forms(w, (i != 1) if turned else i > 0 or len(words) == 1), key=lambda f: -f.weight)[
            :7
        ]
        for i, w in enumerate(words)
    ]
    found: dict[tuple[str, ...], NameReading] = {}
    for attempts, combination in enumerate(product(*choices)):
        if attempts > _MOST:
            break
        reading = _agree(combination, cases)
        if reading and (reading.words not in found or found[reading.words].weight < reading.weight):
            found[reading.words] = reading
    if not found:
        return (NameReading(words, None, "fm", 0.0),)
    return tuple(sorted(found.values(), key=lambda r: -r.weight))


def _is_given(word: str) -> bool:
    """Whether the word is a listed first name in some case; before it, a word that is none is a
    surname (`Соловьёва Татьяна`).
    """
    return any(f.nominative.lower() in given_names() for f in forms(word, False))


def _as_instrumental(combination: Sequence[WordForm]) -> bool:
    """`Олафом Шольцем`: a first name and a surname that both end like men's instrumentals."""
    ends = [f.nominative.lower().endswith(("ом", "ем", "ём")) for f in combination]
    return len(ends) > 1 and all(ends)


def _agree(combination: Sequence[WordForm], cases: Sequence[str]) -> NameReading | None:
    genders, case = set("fm"), None
    weight = 0.0
    for form, tagged in zip(combination, cases, strict=True):
        genders &= set(form.genders)
        if form.case is not None:
            if case is not None and case != form.case:
                return None
            case = form.case
        weight += form.weight + (0.5 if tagged and form.case == tagged else 0.0)
    if not genders:
        return None
    weight += _nominative_bonus(case, cases)
    weight += 0.3 * (case not in (None, "nom") and sum(f.case is not None for f in combination) > 1)
    weight -= sum(_odd(form, genders) for form in combination)
    weight -= 1.5 * (case in (None, "nom") and _as_instrumental(combination))
    return NameReading(
        tuple(f.nominative for f in combination), case, "".join(sorted(genders)), weight
    )
