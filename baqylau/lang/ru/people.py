"""One name per person and document: `Токаева` gets the name `Касым-Жомарт Токаев` where the text
gives the full name.

Comes in: person candidates as token ranges. Goes out: a canonical name for each, in the nominative:
the fullest that the document has.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, lru_cache

from baqylau.lang.ru.candidates import Candidate
from baqylau.lang.ru.declension import NameReading, forms, given_names, read
from baqylau.lang.ru.full_names import PATRONYMIC, plain
from baqylau.lang.ru.wordlists import wordlist
from baqylau.model.words import Token

_CASES = {"Nom": "nom", "Gen": "gen", "Dat": "dat", "Acc": "acc", "Ins": "ins", "Loc": "loc"}
_CLOSE = 2.5
"""Readings whose weight is this close to the best one may still win by the votes of the rest of the
document.
"""
_VOTE = 0.8
"""The weight that one other mention adds to a reading if it allows the same name."""


@dataclass(frozen=True, slots=True)
class Person:
    """A full name of the document."""

    words: tuple[str, ...]
    genders: str

    @property
    def name(self) -> str:
        return " ".join(self.words)

    @property
    def surname(self) -> str:
        """The first word where the name is printed surname first: `Сатаев Ерлан Маратович`."""
        return _surname(self.words)

    @property
    def folded(self) -> "Person":
        """The same person with е for ё, for comparing."""
        words = _folded(self.words)
        return self if words == self.words else Person(words, self.genders)


@lru_cache(maxsize=5_000)  # a name is compared with up to _NAMESAKES others
def _surname(words: tuple[str, ...]) -> str:
    if len(words) > 1 and _surname_first(words):
        return words[0]
    return next(
        (
            w
            for w in reversed(words)
            if not w.lower().endswith(PATRONYMIC) and len(w.rstrip(".")) > 1
        ),
        words[-1],
    )


def _surname_first(words: tuple[str, ...]) -> bool:
    first, second = (w.lower() for w in words[:2])
    patronymic = len(words) > 2 and words[2].lower().endswith(PATRONYMIC)
    return (
        second in given_names() and first not in given_names() and (patronymic or len(words) == 2)
    )


@lru_cache(maxsize=5_000)
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_with_e(w) for w in words)


def _with_e(word: str) -> str:
    return word.replace("ё", "е").replace("Ё", "Е")


def retyped(found: Sequence[Candidate], tokens: Sequence[Token]) -> list[Candidate]:
    """`Встреча с Токаевым` is tagged a place: a single word whose nominative is a surname of the
    document is a person.
    """
    full = (
        p
        for c in found
        if c.kind == "person" and c.last - c.first > 1
        for p in _people([_readings(c, tokens)])
    )
    surnames = {word.lower() for p in full for word in (p.surname, p.words[-1])}
    return [
        replace(c, kind="person") if c.kind != "person" and _is_surname(c, tokens, surnames) else c
        for c in found
    ]


def _is_surname(candidate: Candidate, tokens: Sequence[Token], surnames: set[str]) -> bool:
    if candidate.last - candidate.first != 1 or candidate.name is not None:
        return False
    word = plain(tokens[candidate.first].text)
    if candidate.kind == "place" and word.endswith(_MANS_INSTRUMENTAL):
        return True
    return any(f.nominative.lower() in surnames for f in forms(word, True))


_MANS_INSTRUMENTAL = (
    "овым",
    "евым",
    "ёвым",
    "иным",
    "ыным",
)  # с Токаевым; a town takes -ом: с Кировом


def names(found: Sequence[Candidate], tokens: Sequence[Token]) -> dict[Candidate, str]:
    """The canonical name of every person candidate."""
    persons = [c for c in found if c.kind == "person"]
    readings = {c: _readings(c, tokens) for c in persons}
    full = {c: None for c in persons if len(readings[c][0].words) > 1}  # in reading order
    people = _people([readings[c] for c in full])
    kept = _merged(people)
    known = _by_word(kept)
    first_named = _first_named(kept, people, list(full))
    alone = Counter(
        name for c in persons if c not in full for name in {r.name for r in readings[c]}
    )  # one vote per mention
    chosen: dict[Candidate, str] = {}
    for candidate in persons:
        options = readings[candidate]
        meant = _meant(options, known, first_named, candidate)
        chosen[candidate] = (
            meant[0].name
            if len(meant) == 1
            else max(options, key=lambda r: r.weight + _VOTE * alone[r.name]).name
        )
    return chosen


def _meant(
    options: Sequence[NameReading],
    known: dict[str, list[tuple[int, Person]]],
    first_named: dict[str, int],
    candidate: Candidate,
) -> list[Person]:
    """The people of the text that this name may mean; a surname alone may mean several relatives,
    of those named before it.
    """
    for reading in options:
        same = [p for p in _sharing(reading, known) if _same(reading, p)]
        if not same:
            continue
        if len(reading.words) > 1:
            return same[:1]
        before = [p for p in same if first_named.get(p.name, 0) <= candidate.first] or same
        if all(_by_first_name(reading, p) for p in before):
            return before  # `Мария` in a text about two women of that name
        return before[:1] if all(_spelled_alike(p, before[0]) for p in before) else before
    return []


def _by_first_name(reading: NameReading, person: Person) -> bool:
    """Whether the word is the first name alone, in full or short."""
    word, first = reading.words[0], person.words[0]
    return first != person.surname and word in (first, *_short().get(first, ()))


def _spelled_alike(one: Person, other: Person) -> bool:
    """Бриджит and Брижит are two spellings of one first name."""
    return SequenceMatcher(None, one.words[0], other.words[0]).ratio() > _ONE_NAME


_ONE_NAME = 0.85
"""How alike two spellings of one first name are; Александр and Алексей are .63."""


def _first_named(
    kept: Sequence[Person], people: Sequence[Person], full: Sequence[Candidate]
) -> dict[str, int]:
    """For each name the place of the first full mention of that person."""
    places: dict[str, int] = {}
    for person, candidate in zip(people, full, strict=True):
        places.setdefault(person.folded.name, candidate.first)
    for person in kept:
        places[person.name] = places.get(person.folded.name, 0)
    return places


def _by_word(people: Sequence[Person]) -> dict[str, list[tuple[int, Person]]]:
    """For each word the people with this word in their name, with their place in the document."""
    found: dict[str, list[tuple[int, Person]]] = {}
    for at, person in enumerate(people):
        for word in {*person.folded.words, *_called(person.folded)}:
            found.setdefault(word, []).append((at, person))
    return found


def _called(person: Person) -> tuple[str, ...]:
    """What a person may be called beside the words of the full name: `Пайпер` of
    Стефанишин-Пайпер, `Маша` of Мария.
    """
    if len(person.words) == 1:
        return ()
    parts = person.surname.split("-")
    return (*(parts if len(parts) > 1 else ()), *_short().get(person.words[0], ()))


@cache
def _short() -> dict[str, list[str]]:
    """First name -> its short forms."""
    found: dict[str, list[str]] = {}
    for short, full in wordlist("declension")["short"].items():
        for name in full:
            found.setdefault(name, []).append(short)
    return found


def _sharing(reading: NameReading, known: dict[str, list[tuple[int, Person]]]) -> list[Person]:
    """The people who share a word of the name with a reading, last first; without a shared word two
    names are never one person.
    """
    sharing = {
        at: person
        for word in reading.words
        for at, person in known.get(_with_e(word), ())[-_NAMESAKES:]
    }
    return [sharing[at] for at in sorted(sharing, reverse=True)]


_NAMESAKES = 50  # compared people with one first name or surname; more of them are a list


def _readings(candidate: Candidate, tokens: Sequence[Token]) -> Sequence[NameReading]:
    words: list[str] = []
    cases: list[str] = []
    for token in tokens[candidate.first : candidate.last]:
        if token.text == "." and words:
            words[-1] += "."
        elif token.text[0].isalnum():
            words.append(plain(token.text))
            cases.append(_CASES.get(token.feats.get("Case", ""), ""))
    if not words:
        return [NameReading((tokens[candidate.first].text,), None, "fm", 0.0)]
    if len(words) == 1 and words[0].lower() not in given_names():
        gender = {"Fem": "f", "Masc": "m"}.get(
            tokens[candidate.first].feats.get("Gender", ""), "fm"
        )
        alone = [
            NameReading(
                (f.nominative,),
                f.case,
                f.genders,
                f.weight + 0.5 * (f.case == cases[0]) + 0.2 * (f.genders == gender),
            )
            for f in forms(words[0], True)
        ]
        return sorted(alone, key=lambda r: -r.weight)
    found = read(words, cases)
    return _as_subject(found) if _is_womans(candidate, tokens) else found


def _is_womans(candidate: Candidate, tokens: Sequence[Token]) -> bool:
    """`лидер партии Адиля Жумабекова напомнила`: between an office in the nominative and a feminine
    verb stands the name of a woman; `Адиля Жумабекова` alone might be a man's genitive.
    """
    behind = tokens[candidate.last] if candidate.last < len(tokens) else None
    if behind is None or behind.feats.get("VerbForm") != "Fin":
        return False
    at = candidate.first - 1
    while at > 0 and tokens[at].feats.get("Case") == "Gen":  # `лидер | партии`
        at -= 1
    office = at >= 0 and tokens[at].pos == "NOUN" and tokens[at].feats.get("Case") == "Nom"
    mans = office and tokens[at].feats.get("Gender") == "Masc"
    return mans and behind.feats.get("Gender") == "Fem"


def _as_subject(found: Sequence[NameReading]) -> Sequence[NameReading]:
    """The readings with those of a woman in the nominative first."""
    hers = [r for r in found if r.genders == "f" and r.case in (None, "nom")]
    best = found[0].weight
    return [replace(r, weight=best + 1) for r in hers] + [r for r in found if r not in hers]


def _people(all_readings: Sequence[Sequence[NameReading]]) -> list[Person]:
    """The best reading of every full name, where other mentions of the document vote for readings
    they allow too.
    """
    votes = Counter(
        r.words
        for readings in all_readings
        for r in readings
        if r.weight > readings[0].weight - _CLOSE
    )
    people = []
    for readings in all_readings:
        best = max(readings, key=lambda r: r.weight + _VOTE * (votes[r.words] - 1))
        people.append(Person(best.words, best.genders))
    return people


def _merged(people: Sequence[Person]) -> list[Person]:
    """The fullest name of every person, in order of first appearance."""
    kept: list[Person] = []
    by_word: dict[str, list[int]] = {}  # a word of a name -> places in `kept`
    for person in people:
        words = set(person.folded.words)
        sharing = sorted({i for w in words for i in by_word.get(w, ())[:_NAMESAKES]})
        same = next((i for i in sharing if _same_person(kept[i].folded, person.folded)), None)
        if same is None:
            same = len(kept)
            kept.append(person)
        elif _fullness(person) > _fullness(kept[same]) or (
            kept[same].folded == person.folded and "ё" in person.name
        ):
            kept[same] = person
        for word in words:
            places = by_word.setdefault(word, [])
            if same not in places[-_NAMESAKES:]:
                places.append(same)
    return kept


def _fullness(person: Person) -> int:
    polite = len(person.words) == 2 and person.words[1].lower().endswith(PATRONYMIC)
    return sum(len(w) > 2 for w in person.words) * 10 + len(person.words) - 10 * polite


def _same_person(one: Person, other: Person) -> bool:
    """Whether two names may mean one person: the same surname without different given names, or a
    given name with patronymic and one with surname.
    """
    if (
        set(one.words) == set(other.words)
        or _by_patronymic(one, other)
        or _by_patronymic(other, one)
    ):
        return True
    if one.surname != other.surname:
        return False
    rest = [w for w in one.words if w != one.surname]
    others = [w for w in other.words if w != other.surname]
    return all(
        any(_agree(a, b) for b in others) or a.lower().endswith(PATRONYMIC) for a in rest
    ) and (all(any(_agree(a, b) for a in rest) or b.lower().endswith(PATRONYMIC) for b in others))


def _by_patronymic(polite: Person, full: Person) -> bool:
    """`Ержан Кайратович` is the `Ержан Копбаев` of the text."""
    if len(polite.words) != 2 or not polite.words[1].lower().endswith(PATRONYMIC):
        return False
    return polite.words[0] == full.words[0] and full.surname != polite.words[0]


def _agree(one: str, other: str) -> bool:
    a, b = one.rstrip("."), other.rstrip(".")
    return a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))


def _same(reading: NameReading, person: Person) -> bool:
    """Whether this reading (a surname, initials with a surname, a given name with a patronymic)
    means this person.
    """
    named, person = Person(reading.words, reading.genders).folded, person.folded
    if len(named.words) == 1:
        word = named.words[0]
        names = (person.surname, person.words[-1], person.words[0], *_called(person))
        called = word in names
        return called and bool(set(reading.genders) & set(person.genders))
    if _same_person(named, person):
        return True
    return named.words[-1].lower().endswith(PATRONYMIC) and named.words[0] == person.words[0]
