"""What the Kazakh name model is told of a word: its letters, endings, shape, the lists it stands
in, and its neighbours.

Comes in: the tokens of one sentence. Goes out: strings, the features. The training script and the
tagger use these same functions. Features of a word depend on the word alone, and those of a pair on
its two words, so that the tagger can remember what they weigh.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from baqylau.lang.kk.stems import stem
from baqylau.lang.kk.wordlists import wordlist

REACH = 2
DISTANCES = tuple(range(-REACH, REACH + 1))
"""A word is told of itself and of its two neighbours on each side."""
PREFIXES = {x: f"{x}:" if x else "" for x in DISTANCES}
AFTER, BEFORE = "p+", "p-"
"""What stands before the features of a neighbour, and of the pairs a word makes with the next and
with the last one.
"""
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"(.)\1+")
_LONG = 12  # letters
_OPENING, _CLOSING = frozenset("«“„"), frozenset("»”")


def of_sentence(words: Sequence[str]) -> Iterator[list[str]]:
    """The features of each word of a sentence, as the model learns them."""
    pairs = [of_pair(a, b) for a, b in pairwise(words)]
    for here, place in enumerate(of_place(words)):
        found = list(place)
        for distance in DISTANCES:
            if 0 <= here + distance < len(words):
                prefix = PREFIXES[distance]
                found += [prefix + x for x in of_word(words[here + distance], abs(distance))]
        found += [AFTER + x for x in pairs[here]] if here < len(pairs) else []
        found += [BEFORE + x for x in pairs[here - 1]] if here else []
        yield found


def of_word(word: str, distance: int) -> list[str]:
    """What a word tells itself (0), its neighbours (1) and their neighbours (2)."""
    return list(_of_word(word) if distance == 0 else _of_neighbour(word, distance))


def _of_word(word: str) -> Iterator[str]:
    low = form(word)
    bare = stem(low)
    kind = capital(word)
    yield from (f"w={low}", f"s={bare}", f"h={shape(word)}", f"c={kind}", f"{kind}s={bare}")
    yield from (f"<{n}={low[:n]}" for n in (1, 2, 3, 4) if n < len(low))
    yield from (f">{n}={low[-n:]}" for n in (1, 2, 3, 4, 5) if n < len(low))
    yield from (f"t={bare[-2:]}", f"u={bare[-3:]}")
    if low.startswith(bare):
        yield f"e={low[len(bare) :]}"
    if "-" in word[1:-1]:
        first, _, last = low.partition("-")
        yield from (f"-1={first}", f"-2={last}")
    if len(low) > _LONG:
        yield "long"
    yield from lists(word)


def _of_neighbour(word: str, distance: int) -> Iterator[str]:
    low = form(word)
    bare = stem(low)
    yield from (f"w={low}", f"s={bare}", f"c={capital(word)}")
    if distance == 1:
        yield from (f"h={shape(word)}", f">2={low[-2:]}", f">3={low[-3:]}", f"<3={low[:3]}")
        if low.startswith(bare):
            yield f"e={low[len(bare) :]}"
    yield from lists(word)


def of_pair(left: str, right: str) -> tuple[str, ...]:
    """The features of two adjacent words, told to both of them; less of two in small letters."""
    a, b = capital(left), capital(right)
    first, second = form(left), form(right)
    one, two = stem(first), stem(second)
    both = [f"l={x}|{y}" for x in lists(left) for y in lists(right)]
    if a == b == "s":
        return (f"ss={one}|{two}", *both)
    return (
        f"ss={one}|{two}",
        f"cs={a}|{two}",
        f"sc={one}|{b}",
        f"ec={a}{first[-2:]}|{b}",
        f"ce={a}|{b}{second[-2:]}",
        f"ee={a}{first[-3:]}|{b}{second[-3:]}",
        *both,
    )


def of_place(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """For each word of a sentence what its place says: the first word, the last, inside quotation
    marks, how many capitals stand in a row.
    """
    inside = _quoted(words)
    kinds = ["#", "#", *map(capital, words), "#", "#"]
    opening = 0 if words[0][0].isalnum() else 1
    for here, word in enumerate(words):
        row = "".join(kinds[here : here + 5])
        found = [f"q{inside[here]}", f"q{inside[here]}{capital(word)}", f"5={row}", f"3={row[1:4]}"]
        if here == opening:
            found += ["first", f"first{capital(word)}"]
        yield tuple(found)


def _quoted(tokens: Sequence[str]) -> list[int]:
    """1 for a token inside a short quotation, 2 for a long one, else 0."""
    inside, start, straight = [0] * len(tokens), -1, -1
    for at, word in enumerate(tokens):
        if word in _OPENING:
            start = at
        elif word in _CLOSING and start >= 0:
            inside[start : at + 1] = [1 if at - start <= 8 else 2] * (at + 1 - start)
            start = -1
        elif word == '"':
            if straight >= 0:
                inside[straight : at + 1] = [1 if at - straight <= 8 else 2] * (at + 1 - straight)
            straight = -1 if straight >= 0 else at
    return inside


def form(word: str) -> str:
    """The word in small letters, each digit as 0; a quotation mark of any kind is «."""
    if word in ('"', "“", "„"):
        return "«"
    return "»" if word == "”" else _DIGIT.sub("0", word.lower())


@lru_cache(maxsize=20_000)
def capital(word: str) -> str:
    """One letter for the kind of word: Xx, XX, X., small, digits, Latin, mixed, punctuation."""
    if word.isdigit():
        return "9"
    if not any(x.isalpha() for x in word):
        return "d" if any(x.isdigit() for x in word) else word[0]
    if word[0].isascii() and word[0].isalpha():
        return "L" if word[0].isupper() else "l"
    if not word[0].isalpha():
        return "m"
    if len(word) == 1:
        return "I" if word.isupper() else "s"
    if word.isupper():
        return "A"
    if word[0].isupper():
        return "X" if word[1:].islower() else "Y"
    return "s"


def shape(word: str) -> str:
    """`Xx`, `X-Xx`, `00%`: runs of one kind of letter as one."""
    kinds = "".join(
        "X" if x.isupper() else "x" if x.islower() else "0" if x.isdigit() else x for x in word[:20]
    )
    return _RUN.sub(r"\1\1", kinds)


@lru_cache(maxsize=20_000)
def lists(word: str) -> tuple[str, ...]:
    """The word lists in which the word's stem stands."""
    low = word.lower()
    bare = stem(low)
    known = _listed()
    found = dict.fromkeys((*known.get(low, ()), *known.get(bare, ())))
    tails = wordlist("name_words")["surname_tails"]
    if word[0].isupper():
        found |= {f"#{tail}": None for tail in tails if bare.endswith(tail)}
    return tuple(found)


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    """Each listed word, and its stem, with the lists that hold it."""
    table: dict[str, dict[str, None]] = {}
    for kind, names in wordlist("name_words")["lists"].items():
        for name in names:
            for word in name.lower().split():
                table.setdefault(word, {})[f"@{kind}"] = None
                table.setdefault(stem(word), {})[f"@{kind}"] = None
    return {word: tuple(kinds) for word, kinds in table.items()}
