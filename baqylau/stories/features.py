"""What an article tells about its event: a title and a text come in, `Features` go out: stems of
its own language, and names, figures and concepts that articles of all languages share.

Names are kept as their consonants, so that Қуанышева, Куанышева and Kuanysheva are one; figures as
values, so that "2,4 миллиона" and "2.4 million" are one; concepts come from `concepts.toml`.
"""

import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from baqylau.lang.stems import chosen, indexed, stems
from baqylau.stories import figures
from baqylau.stories.fingerprint import cyrillic, fold

_HERE = Path(__file__).parent
_WORD = re.compile(
    # a number that a hyphen joins to a word (COVID-19, Су-30) belongs to the word
    r"(?<![^\W\d_]-)(?<!\d)"
    r"(?:\d{1,2}:\d\d(?!\d)|\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
    r"|[^\W\d_]+(?:-[^\W\d_]+)*|[.!?…\n]"
)
_ENDS = frozenset(".!?…\n")
_MOST_WORDS = 400
"""Words of a text that are read: the event stands in the first paragraphs; what follows is
background that other events share."""
_MOST = 20_000  # characters that hold them
_TITLE = 2.0  # weight of a title's word
_UNSEEN = 9.0  # natural logarithm of how rare a word is that no table lists
_COMMON = 3.5  # below it, a word that only begins a sentence is no name
_SHORT, _CAPITALIZED = 3, 0.8  # letters of prepositions, and words that tell nothing yet; share
_TELLING = 1.5  # rarity from which a word is no preposition and no verb of saying
_VOWELS = re.compile("[аеиоу]")
_RARE_CONCEPT, _USUAL_CONCEPT = (
    0.002,
    0.4,
)  # the least and greatest share of articles with a concept
_FORENAME = 2.0  # so much less rare is a forename than its stem, as a natural logarithm
_LEAST = 3  # consonants of a name's key


@dataclass(frozen=True, slots=True)
class Features:
    """`stems` (of one language only) and `concepts` map to their weight in this article: 1 for
    once, more for often and for the title; `names` to how rare their stem is in the press (see
    `rarity`); `figures` are values; `dates` are month and day ("11-12"); `head` and
    `head_names` hold the stems and the names of the title. All of it can be stored as JSON.
    """

    language: str
    stems: Mapping[str, float]
    names: Mapping[str, float]
    figures: frozenset[str]
    dates: frozenset[str]
    concepts: Mapping[str, float]
    head: frozenset[str]
    head_names: frozenset[str]


def features(title: str, text: str, language: str | None) -> Features:
    """The features of one article."""
    title, text = title[:_MOST], text[:_MOST]
    if language == "kk":
        title, text = cyrillic(title), cyrillic(text)
    code = chosen(f"{title} {text}", language)
    counted: dict[str, float] = defaultdict(float)
    names: dict[str, float] = {}
    values: set[str] = set()
    days: set[str] = set()
    concepts: dict[str, float] = defaultdict(float)
    head: set[str] = set()
    head_names: set[str] = set()
    for words, weight in ((_words(text), 1.0), (_words(title), _TITLE)):
        named, rest = figures.dates(words, code)
        days.update(named)
        values.update(figures.values(rest, code))
        # where every word of a title has a capital, the text tells which are names
        known = names.keys() if weight == _TITLE and _is_capitalized(rest) else None
        its_names, ordinary = _names(rest, code, known)
        for key, rare in its_names:
            names[key] = max(rare, names.get(key, 0.0))
            if weight == _TITLE:
                head_names.add(key)
        for word in ordinary:
            its = _stem(word, code)
            counted[its] += weight
            if weight == _TITLE:
                head.add(its)
            for concept in _concepts_of(word.lower(), its, code):
                concepts[concept] += weight
    names.pop("", None)
    return Features(
        code,
        _damped(counted),
        names,
        frozenset(values),
        frozenset(days),
        _damped(concepts),
        frozenset(head),
        frozenset(head_names) & names.keys(),
    )


def title_features(title: str, code: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The days and names of a title, and the stems of its other words that are not among the
    commonest. The first word is no name here, and none is where most words have capitals.
    """
    days, rest = figures.dates(_words(title), code)
    names, _ = _names(rest[1:], code, () if _is_capitalized(rest) else None)
    _, ordinary = _names(rest, code, {x for x, _ in names})
    stems_of = {x for x in (_stem(y, code) for y in ordinary) if rarity(x, code) >= _TELLING}
    return frozenset(days), frozenset(x for x, _ in names if x), frozenset(stems_of)


def rarity(stem: str, language: str) -> float:
    """How rare a stem is: the natural logarithm of articles in one that has it. Single letters
    (`a`, and what is left of `it's`) are in no table.
    """
    return _rarities(language).get(stem, _UNSEEN if len(stem) > 1 else 0.0)


@cache
def concept_shares() -> dict[str, float]:
    """The share of Russian articles that has a word of each concept, by the shipped table."""
    exact, starts = _concepts("ru")
    shares = dict.fromkeys(_toml("concepts")["concepts"], _RARE_CONCEPT)
    for stem, rare in _rarities("ru").items():
        found = dict.fromkeys(exact.get(stem, ()))
        for length in range(2, len(stem) + 1):
            found |= dict.fromkeys(starts.get(stem[:length], ()))
        for concept in found:
            shares[concept] = min(_USUAL_CONCEPT, shares[concept] + math.exp(-rare))
    return shares


@lru_cache(maxsize=100_000)
def name_key(stem: str) -> str:
    """The consonants of a name's stem, the same in three languages and alphabets; of a short name
    the vowels too.

    >>> name_key("Қуанышев") == name_key("kuanysheva")
    True
    """
    folded = fold(stem)
    for short in (_VOWELS.sub("", folded), folded.rstrip("аеиоу"), folded):
        if len(short) >= _LEAST:
            return short
    return folded if len(folded) > 1 else ""


def _is_capitalized(words: list[str]) -> bool:
    """Whether most words of a title have a capital letter: `Senate Adopts Bill on Land`."""
    long = [x for x in words if x[0].isalpha() and len(x) > _SHORT]
    return len(long) > _SHORT and sum(x[0].isupper() for x in long) >= _CAPITALIZED * len(long)


def _names(
    words: list[str], code: str, known: Container[str] | None = None
) -> tuple[list[tuple[str, float]], list[str]]:
    """The keys of the names with how rare they are, and the words that are no names. A word with a
    capital letter is a name, at the beginning of a sentence only if it is rare, and where names are
    `known`, if it is one of them. Of two names in a row the first is mostly a forename, which many
    people share. Acronyms are names and words.
    """
    names: list[tuple[str, float]] = []
    ordinary: list[str] = []
    previous = False
    for word, first in _placed(words):
        rare = rarity(_stem(word, code), code) if word[0].isupper() else 0.0
        is_name = word[0].isupper() and (not first or rare >= _COMMON)
        if is_name and known is not None:
            is_name = any(name_key(_stem(x, code)) in known for x in word.split("-"))
        if is_name:
            if previous and not first:
                key, before = names[-1]
                names[-1] = (key, max(0.0, before - _FORENAME))
            for part in word.split("-"):
                stem = _stem(part, code)
                names.append((name_key(stem), rarity(stem, code)))
        if not is_name or first or word.isupper():
            ordinary.append(word)
        previous = is_name
    return names, ordinary


def _damped(counts: Mapping[str, float]) -> dict[str, float]:
    return {x: 1.0 + math.log(n) for x, n in counts.items()}


def _words(text: str) -> list[str]:
    return _WORD.findall(text)[:_MOST_WORDS]


def _placed(words: list[str]) -> Iterable[tuple[str, bool]]:
    """Each word, and whether it begins a sentence."""
    first = True
    for word in words:
        if word in _ENDS:
            first = True
        elif word[0].isdigit():
            first = False
        else:
            yield word, first
            first = False


@lru_cache(maxsize=100_000)
def _stem(word: str, language: str) -> str:
    """The likeliest stem; a name and an ordinary word of one spelling stay apart by the capital."""
    found = stems(word, language).split()
    return found[0] if found else ""


def _toml(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _rarities(language: str) -> dict[str, float]:
    path = _HERE / f"frequencies_{language}.txt"
    rows = (x.split() for x in path.read_text(encoding="utf-8").splitlines())
    return {stem: math.log(10_000 / int(count)) for stem, count in rows}


@lru_cache(maxsize=100_000)
def _concepts_of(word: str, stem: str, language: str) -> tuple[str, ...]:
    exact, starts = _concepts(language)
    low = word.replace("ё", "е")
    found = dict.fromkeys(exact.get(stem, ()))
    for length in range(2, len(low) + 1):
        found |= dict.fromkeys(starts.get(low[:length], ()))
    return tuple(found)


@cache
def _concepts(language: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Concepts by whole stem, and by the beginning of a word."""
    exact: dict[str, list[str]] = {}
    starts: dict[str, list[str]] = {}
    column = ("ru", "kk", "en").index(language)
    for concept, row in _toml("concepts")["concepts"].items():
        for word in row.split("|")[column].split():
            if word.endswith("*"):
                starts.setdefault(word[:-1], []).append(concept)
            else:
                for stem in indexed(word, language):
                    exact.setdefault(stem, []).append(concept)
    return exact, starts
