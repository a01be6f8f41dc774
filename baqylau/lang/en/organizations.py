"""Organizations that their own words name: `Asian Development Bank`, `Ministry of Culture and
Sports`, `Dala Agro LLP`. Comes in: the words of a text and a run of capitals. Goes out: whether it
names one, and where it ends.
"""

from baqylau.lang.en import gazetteer
from baqylau.lang.en.runs import Words
from baqylau.lang.en.wordlists import entries


def whole(words: Words, a: int, b: int) -> bool:
    """Whether the run names an organization by its head word, and no position stands in it."""
    if b - a == 1:
        return words.word(a) in entries("organizations", "before_of") and _continues(words, b)
    if _first_head(words, a, b) is None:
        return False
    listed = gazetteer.longest("organization", words.words(a, b))
    if listed == b - a:
        return True
    last = words.word(b - 1).removesuffix(".")
    if last in entries("organizations", "no_names"):
        return False
    if (
        last in entries("organizations", "surnames_too")
        and b - a == 2
        and gazetteer.is_given(words.word(a))
    ):
        return False
    return not _position_inside(words, a, b)


def _position_inside(words: Words, a: int, b: int) -> bool:
    """`KTZ President Ivan Petrov` or `Bank Director`: a position or a given name stands behind the
    head word.
    """
    head = _first_head(words, a, b)
    if head is None:
        return False
    return any(
        gazetteer.is_head(words.word(i))
        or (gazetteer.is_given(words.word(i)) and i < b - 1 and i > head)
        for i in range(head + 1, b)
    ) or any(
        gazetteer.is_head(words.word(i))
        and i + 1 <= head
        and words.word(i) in entries("organizations", "not_inside")
        for i in range(a, head)
    )


def _first_head(words: Words, a: int, b: int) -> int | None:
    for i in range(b - 1, a - 1, -1):
        word = words.word(i).removesuffix(".")
        if word in entries("organizations", "heads") and i > a:
            return i
    return None


def _continues(words: Words, b: int) -> bool:
    """Whether `of Culture`, `for the Elderly` follows."""
    if words.low(b) not in ("of", "for", "on"):
        return False
    behind = b + 2 if words.low(b + 1) == "the" else b + 1
    return words.capital(behind) and not gazetteer.is_time(words.word(behind))


def end(words: Words, a: int, b: int) -> tuple[int, str | None]:
    """Behind the last word of the organization, and its name where that is not as printed."""
    head = _first_head(words, a, b) if b - a > 1 else a
    last = b
    if head is not None and head < b - 1:
        return _with_number(words, b), None
    while last > a and _may_continue(words, a, last) and _continues(words, last):
        longer = _complement(
            words, last, lists=words.word(last - 1) in entries("organizations", "with_lists")
        )
        if longer <= last:
            break
        last = longer
        if words.low(last) not in ("of", "for"):
            break
    return _with_number(words, last), None


def _may_continue(words: Words, a: int, last: int) -> bool:
    word = words.word(last - 1)
    if words.low(last) == "of":
        return (
            word in entries("organizations", "heads")
            or word in entries("organizations", "before_of")
            or last - a > 1
        )
    return word in entries("organizations", "before_of")


def _complement(words: Words, at: int, *, lists: bool) -> int:
    """Behind `of Culture and Sports`; `at` is the index of `of`."""
    i = at + 2 if words.low(at + 1) == "the" else at + 1
    stop = _capitals(words, i)
    if stop == i:
        return at
    while lists and stop < len(words.tokens):
        behind = _next_of_list(words, stop)
        if behind == stop:
            break
        stop = behind
    return stop


def _next_of_list(words: Words, stop: int) -> int:
    """Behind `, Industry` or `and Sports`, where they are names of no place and no person."""
    i = stop
    if words.word(i) == ",":
        if not words.capital(i + 1) and words.low(i + 1) != "and":
            return stop
        i += 1
        closes = any(words.low(j) == "and" for j in range(i, min(i + 4, len(words.tokens))))
        if not closes:
            return stop
    if words.low(i) == "and":
        i += 1
    if i == stop or not words.capital(i):
        return stop
    word = words.word(i)
    if _breaks(word) or gazetteer.is_acronym(word) or gazetteer.is_organization([word]):
        return stop
    if word in entries("organizations", "before_of"):
        return stop
    return _capitals(words, i)


def _breaks(word: str) -> bool:
    return (
        gazetteer.is_given(word)
        or gazetteer.is_place([word])
        or gazetteer.is_head(word)
        or gazetteer.is_time(word)
        or gazetteer.is_demonym(word)
    )


def _capitals(words: Words, i: int) -> int:
    """Behind the capitalised words from `i` on, up to a position or a person's given name."""
    first = i
    place = gazetteer.longest("place", words.words(i, i + 6))
    behind = i + place
    if place and words.capital(behind) and words.capital(behind + 1) and words.touching(behind):
        head = any(w in entries("organizations", "heads") for w in words.words(behind, behind + 3))
        if not head:
            return behind
    while i < len(words.tokens) and words.capital(i) and (i == first or words.touching(i)):
        word = words.word(i)
        if gazetteer.is_head(word) and is_office(words, i + 1):
            return i + 3
        if i > first and (
            gazetteer.is_head(word)
            or gazetteer.is_time(word)
            or (_is_name(words, i) and words.capital(i + 1) and words.touching(i + 1))
        ):
            break
        i += 1
    return i


def _is_name(words: Words, i: int) -> bool:
    """A given name, or an unknown word before a surname of the region (`Ablaikhan Nurzhanov`)."""
    if gazetteer.is_given(words.word(i)):
        return True
    ends = (*entries("words", "male_endings"), *entries("words", "female_endings"))
    surname = words.low(i + 1).endswith(ends) and len(words.word(i + 1)) > _SHORTEST
    return surname and not gazetteer.is_before(words.word(i)) and words.word(i).isalpha()


_SHORTEST = 5  # letters of such a surname


def is_office(words: Words, b: int) -> bool:
    """Whether `’s Office` stands there: `Prosecutor General’s Office`."""
    return words.low(b) in ("’s", "'s") and words.word(b + 1) in ("Office", "Administration")


def _with_number(words: Words, last: int) -> int:
    """`City Hospital No. 7`."""
    at = last - 1 if words.word(last - 1) in _NUMBER else last
    if words.word(at) in _NUMBER and words.word(at + 1).isdigit():
        return at + 2
    return at


_NUMBER = frozenset(("No.", "№"))


def before(words: Words, a: int, b: int) -> bool:
    """`FC Ordabasy`."""
    return b - a > 1 and words.word(a) in entries("organizations", "before")
