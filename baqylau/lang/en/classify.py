"""What a run of capitalised words names. Comes in: the words of a text and a run. Goes out: the
names in it, each with a type and how sure the rule is.
"""

from collections.abc import Iterator

from baqylau.lang.en import gazetteer, organizations
from baqylau.lang.en.context import acts, behind_position_of, has_acronym, initial, longest
from baqylau.lang.en.found import Found
from baqylau.lang.en.one_name import is_english, one_name
from baqylau.lang.en.runs import Words
from baqylau.lang.en.wordlists import entries


def classify(words: Words, a: int, b: int) -> Iterator[Found]:
    """The names in `tokens[a:b]`; an organization may reach behind `b` (`Ministry of …`)."""
    a = _without_opener(words, a, b)
    while a < b and (gazetteer.is_nobody(words.word(a)) and not initial(words, a, b)):
        if organizations.whole(words, a, b) or longest(words, a, b) > 1 or _is_titled(words, a):
            break
        if _is_first_name(words, a, b):
            break
        a += 1
    if a >= b:
        return
    cut = next((i for i in range(a + 1, b) if _is_time(words, i)), b)
    if cut < b and not organizations.whole(words, a, b):
        yield from classify(words, a, cut)
        yield from classify(words, cut + 1, b)
    elif a in words.headlines:
        yield from _listed(words, a, b)
    else:
        yield from _parts(words, a, b)


def _is_first_name(words: Words, a: int, b: int) -> bool:
    """`Ambassador Sun Weidong`, `Art Hogan, chief strategist,`: no star and no art."""
    pair = b - a == _FEWEST_NAMES and words.word(a)[1:].islower()
    pair = pair and not gazetteer.is_given(words.word(a + 1))
    return pair and (acts(words, b) or gazetteer.is_head(words.word(a - 1)))


def _is_time(words: Words, i: int) -> bool:
    """A month or a day; behind a title or a given name it is a surname (`Mrs May`, `Paula Mar`)."""
    if not gazetteer.is_time(words.word(i)) or _is_titled(words, i):
        return False
    surname = words.word(i) in entries("demonyms", "surnames_too") and words.touching(i)
    dated = words.word(i + 1)[:1].isdigit()
    return dated or not (surname and gazetteer.is_given(words.word(i - 1)))


def _is_titled(words: Words, i: int) -> bool:
    return words.word(i - 1).removesuffix(".") in entries("positions", "titles")


def _without_opener(words: Words, a: int, b: int) -> int:
    """Behind the word that only begins the sentence: `Meanwhile Aigerim`, `The Senate`."""
    if a not in words.starts or longest(words, a, b) > 1:
        return a
    word = words.word(a)
    named = gazetteer.is_given(words.word(a + 1)) or word.lower() in entries("speakers", "people")
    if b - a > 2 and named and _is_trade(word):
        return a + 1
    adverb = word.endswith("ly") and not gazetteer.is_given(word) and b - a > 1
    if (
        adverb
        or word in entries("words", "openers")
        or (word.lower() in words.small and not gazetteer.is_given(word) and not _known(word))
    ):
        if b - a > 1 and not gazetteer.is_head(word) and organizations.whole(words, a, b):
            return a if word not in entries("words", "articles") else a + 1
        return a if gazetteer.is_head(word) and b - a > 1 else a + 1
    return a


def _is_trade(word: str) -> bool:
    """`Falconer Aman Duisen`: a word for what somebody does, by its ending."""
    return word.lower().endswith(("er", "or", "ist", "ian", "man")) and not (
        gazetteer.is_given(word) or gazetteer.is_head(word) or _known(word)
    )


def _known(word: str) -> bool:
    return gazetteer.is_place([word]) or gazetteer.is_organization([word])


def _listed(words: Words, a: int, b: int) -> Iterator[Found]:
    """In a headline only listed names count, and given names with a word behind them."""
    i = a
    while i < b:
        found = words.words(i, b)
        place, firm = (gazetteer.longest(k, found) for k in ("place", "organization"))
        if place or firm:
            yield Found("place" if place >= firm else "organization", i, i + max(place, firm), 1)
            i += max(place, firm)
            continue
        yield Found(None, i, i + 1, 0)
        i += 1


def _parts(words: Words, a: int, b: int) -> Iterator[Found]:
    """Splits a run at positions, listed names and given names, and types each part."""
    if organizations.is_office(words, b) and gazetteer.is_head(words.word(b - 1)):
        yield Found("organization", a, b + 2, 3)
        return
    if words.word(b - 1) == "Board" and words.low(b) == "of" and behind_position_of(words, a):
        return  # Chairman of the Board of Dala Bank: the name behind it is the firm's
    whole = organizations.whole(words, a, b)
    if whole and _is_ministers(words, a) and not longest(words, a, b):
        return  # Minister of Ecology and Natural Resources
    if whole:
        last, name = organizations.end(words, a, b)
        first = _own_start(words, a, b)
        if first > a:
            yield from _parts(words, a, first)
        yield Found("organization", first, last, 3, name)
        if last < b:
            yield from _parts(words, last, b)
        return
    named = _appointed_end(words, a, b)
    if named > a:
        yield Found("person", a, named, 2)
        yield from _parts(words, named, b)
        return
    head = _position_end(words, a, b)
    if head > a:
        yield from _before_position(words, a, head)
        if head < b and not _is_of_title(words, a, head, b):
            yield from _person(words, head, b, sure=2)
        return
    if has_acronym(words, a, b) and b - a > 1:
        yield Found("organization", a, b, 3)
        return
    split = _given_inside(words, a, b)
    if split > a:
        if not _is_field(words, a, split):
            yield from _parts(words, a, split)
        yield from _person(words, split, b, sure=2)
        return
    yield from one_name(words, a, b, _parts)


def _is_of_title(words: Words, a: int, head: int, b: int) -> bool:
    """`Steppe Studio Reveals Lost City Player Stats`: a title on a page without line feeds."""
    if (
        b - head > 1
        or gazetteer.is_given(words.word(head))
        or gazetteer.is_surname(words.word(head))
    ):
        return False
    known = (gazetteer.is_before(words.word(i)) or _is_position(words, i) for i in range(a, head))
    return sum(not x for x in known) > _MOST_UNKNOWN


_MOST_UNKNOWN = 3  # words of an employer's name before a position


def _appointed_end(words: Words, a: int, b: int) -> int:
    """Behind the name of `appointed Aybek Satov Minister of Energy`; `a` where none is."""
    if words.low(a - 1) not in entries("appointments", "names_somebody"):
        return a
    for i in range(a, b):
        if _is_position(words, i) or gazetteer.is_before(words.word(i)):
            whole = i - a in (_FEWEST_NAMES, _FEWEST_NAMES + 1) and not longest(words, a, i)
            return i if whole and not gazetteer.is_demonym(words.word(i)) else a
    return a


_FEWEST_NAMES = 2  # words of a name before an office


def _is_field(words: Words, a: int, b: int) -> bool:
    """`Water Resources` in `Minister of Water Resources Baurzhan …`: a field of work, no name."""
    if not behind_position_of(words, a) or longest(words, a, b):
        return False
    last = words.word(b - 1)
    firm = last in entries("organizations", "legal_forms")
    return not firm and last not in entries("organizations", "before_of")


def _is_ministers(words: Words, a: int) -> bool:
    """Whether `Minister of`, or `Minister of … and`, stands right before."""
    if words.low(a - 1) == "and":
        a -= 1
        while words.capital(a - 1):
            a -= 1
    return words.low(a - 1) == "of" and words.low(a - 2) == "minister"


def _own_start(words: Words, a: int, b: int) -> int:
    """Where a position stands before the organization: `President Nazarbayev University` is rare,
    `Deputy Chairman Senate` too; a title before it goes.
    """
    while a < b - 1 and words.word(a).removesuffix(".") in entries("positions", "titles"):
        a += 1
    return a


def _position_end(words: Words, a: int, b: int) -> int:
    """Behind the last word of the run that names a position, `a` where none does."""
    if gazetteer.is_given(words.word(a)) and b - a > 1 and not gazetteer.is_head(words.word(a)):
        return a
    for i in range(b - 1, a - 1, -1):
        word = words.word(i)
        if word.removesuffix(".") in entries("positions", "titles"):
            return i + 1
        if gazetteer.is_head(word) and not (i == b - 1 and i > a and _is_name_part(words, a, i)):
            return i + 1
        if _is_plural_office(word) and i < b - 1 and gazetteer.is_given(words.word(i + 1)):
            return i + 1
    return a


def _is_plural_office(word: str) -> bool:
    """`Presidents X and Y`"""
    return word.endswith("s") and word[:-1].lower() in entries("positions", "offices")


def _is_name_part(words: Words, a: int, i: int) -> bool:
    """`Larry King`, `Governor Sultangazy Sultan`: the position word is a surname."""
    if i == a:
        return False
    name = words.word(i - 1)
    unknown = not (gazetteer.is_before(name) or gazetteer.is_head(name) or longest(words, i - 1, i))
    second = i - 1 > a and gazetteer.is_head(words.word(i - 2)) and unknown
    return gazetteer.is_given(name) or (second and words.word(i) in _NAMES_TOO)


_NAMES_TOO = entries("positions", "surnames_too")


def _before_position(words: Words, a: int, head: int) -> Iterator[Found]:
    """The place or organization that begins a position: `Delhi Transport Minister`."""
    i = a
    while i < head:
        found = words.words(i, head)
        place, firm = (gazetteer.longest(k, found) for k in ("place", "organization"))
        if place or firm:
            end = i + max(place, firm)
            country = gazetteer.is_country(" ".join(words.words(i, end)))
            line = words.word(end) in entries("organizations", "heads") and end < head - 1
            if place > firm and line and not gazetteer.is_before(words.word(end)):
                yield Found("organization", i, end + 1, 3)  # Kenya Airways CEO
                return
            if place >= firm and words.word(end) in entries("places", "heads") and not country:
                end += 1  # Almaty Region Governor; the judge of a U.S. District is no place's
            branch = gazetteer.longest("place", words.words(end, head)) if firm > place else 0
            if branch and end + branch < head:
                end += branch  # Huawei Kazakhstan CEO
            yield Found("place" if place >= firm else "organization", i, end, 3)
            i = end
            continue
        break
    if words.word(head - 1) == "Minister" and i == a:
        return  # Industry and Infrastructure Development Minister: a field, no firm
    ends = [
        k + 1 for k in range(i + 1, head - 1) if words.word(k) in entries("organizations", "heads")
    ]
    if ends and not gazetteer.is_head(words.word(i)) and not _is_rank(words.word(i)):
        yield Found("organization", i, ends[-1], 3)  # National Bank Governor
        return
    own = i
    while own < head and not gazetteer.is_before(words.word(own)) and not _is_position(words, own):
        own += 1
    if own > i and own < head:
        yield from one_name(words, i, own, _parts)


def _is_rank(word: str) -> bool:
    return word in entries("positions", "ranks")


def _is_position(words: Words, i: int) -> bool:
    word = words.word(i)
    return gazetteer.is_head(word) or word.removesuffix(".") in entries("positions", "titles")


def _given_inside(words: Words, a: int, b: int) -> int:
    """The index of a given name behind a place, an organization or a people, `a` where none is."""
    if behind_position_of(words, a):
        listed = longest(words, a, b)
        if listed and words.word(a + listed) in entries("places", "heads"):
            listed += 1  # Governor of Turkistan Region …
        named = b - a - listed in (2, 3) and not any(is_english(w) for w in words.words(b - 2, b))
        if listed and named:
            return a + listed
    for i in range(a + 1, b - 1):
        if gazetteer.is_given(words.word(i)) and not gazetteer.is_given(words.word(a)):
            before = words.words(a, i)
            if (
                _is_trade(before[-1])
                or gazetteer.is_place(before)
                or gazetteer.is_organization(before)
                or all(gazetteer.is_before(w) for w in before)
                or before[-1] in entries("organizations", "heads")
                or behind_position_of(words, a)
            ):
                return i
    given = b - 2
    if (
        given > a + 1
        and gazetteer.is_given(words.word(given))
        and (gazetteer.is_surname(words.word(b - 1)) and not gazetteer.is_given(words.word(a)))
    ):
        return given  # Minister in Charge of Industry and Agroindustrial Complex Sergey Sidorsky
    if b - a > 2 and behind_position_of(words, a) and gazetteer.is_surname(words.word(b - 1), True):
        return b - 2
    return a


def _person(words: Words, a: int, b: int, sure: int) -> Iterator[Found]:
    """The words behind a position or before nothing else: a person, unless they are listed."""
    found = words.words(a, b)
    if gazetteer.is_place(found) or gazetteer.is_organization(found):
        yield from one_name(words, a, b, _parts)
        return
    if not _is_titled(words, a) and all(
        w in entries("words", "openers") or gazetteer.is_before(w) for w in found
    ):
        return
    if organizations.whole(words, a, b) or found[-1] in entries("organizations", "no_names"):
        yield from one_name(words, a, b, _parts)
        return
    if b - a == 1 and words.word(a) in entries("demonyms", "others"):
        return  # Prince Consort
    if found[0].lower() in entries("words", "prepositions") and not gazetteer.is_given(found[0]):
        return  # Managing Director In An Acting Capacity
    most = min(b, a + 5)
    yield Found("person", a, most, sure)
