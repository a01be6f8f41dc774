"""Where a query is anchored: its tree comes in, keys go out of which every article that matches has
at least one. An index of these keys finds the few queries that an article may match.

Of an AND the rarest part is enough, of an OR every part is needed; what stands under NOT anchors
nothing. A key is a pair of a kind and a text; `percolator` makes the keys of an article.
"""

from collections.abc import Callable, Iterable, Sequence

from baqylau.lang.stems import BOUNDARY, LANGUAGES
from baqylau.query.ast import And, Exact, Field, InTitle, Near, Node, Or, Phrase, Prefix, Word
from baqylau.query.names import spellings
from baqylau.query.stemming import Stems, bare, phrases, root

STEM, BEGINNING, OUTLET, LANGUAGE, COUNTRY, KIND, TAG, NAME = range(8)
"""The kinds of keys."""
KINDS = 8
Key = tuple[int, str]
Weight = Callable[[str], float]
"""How many of a thousand articles hold a stem, roughly."""
BEGINNING_LETTERS = 4
"""Of a prefix; with more, an article would have keys of many lengths."""
NAME_LETTERS = 3
"""A part of a name is found by so many of its letters that stand together."""
_COMMON = {OUTLET: 20.0, LANGUAGE: 400.0, COUNTRY: 300.0, KIND: 300.0, TAG: 5.0, NAME: 15.0}
_NAMES = ("author", "section", "said-by", "mentions", "org", "place")
_FIXED = {"outlet": OUTLET, "lang": LANGUAGE, "country": COUNTRY, "kind": KIND}


def anchor(node: Node, weight: Weight) -> frozenset[Key] | None:
    """The rarest keys by which every matching article is found; None where there are none, so that
    the query has to be asked of each article.
    """
    found = _anchor(node, weight)
    return None if found is None else frozenset(found[1])


_Found = tuple[float, set[Key]] | None


def _anchor(node: Node, weight: Weight) -> _Found:
    match node:
        case And(parts):
            return _rarest(_anchor(x, weight) for x in parts)
        case Or(parts):
            return _every([_anchor(x, weight) for x in parts])
        case Near(left, right):
            return _rarest(_anchor(x, weight) for x in (left, right))
        case InTitle(term):
            return _anchor(term, weight)
        case Word() | Phrase() | Exact():
            return _of_stems(phrases(node, LANGUAGES), weight)
        case Prefix():
            return _of_prefix(node, weight)
        case Field(name, value):
            return _of_field(name, value)
        case _:
            return None


def _rarest(found: Iterable[_Found]) -> _Found:
    return min((x for x in found if x is not None), key=lambda x: x[0], default=None)


def _every(found: Sequence[_Found]) -> _Found:
    whole: set[Key] = set()
    cost = 0.0
    for x in found:
        if x is None:
            return None
        cost += x[0]
        whole |= x[1]
    return cost, whole


def _of_stems(alternatives: Sequence[Stems], weight: Weight) -> _Found:
    keys = {(STEM, min(x, key=lambda y: (weight(y), y))) for x in alternatives if BOUNDARY not in x}
    return sum(weight(x) for _, x in keys), keys


def _of_prefix(prefix: Prefix, weight: Weight) -> _Found:
    whole = _of_stems([*phrases(prefix, LANGUAGES), *((x,) for x in bare(prefix))], weight)
    assert whole is not None
    begins = root(prefix)[:BEGINNING_LETTERS]
    return whole[0] + 4 * weight(begins), whole[1] | {(BEGINNING, begins)}


def _of_field(name: str, value: str) -> _Found:
    if name in _FIXED:
        kind = _FIXED[name]
        return _COMMON[kind], {(kind, value)}
    if name == "tag":
        keys = {(TAG, x) for x in spellings(value)}
        return _COMMON[TAG], keys
    part = value.casefold()
    if name in _NAMES and len(part) >= NAME_LETTERS:
        return _COMMON[NAME], {(NAME, part[:NAME_LETTERS])}
    return None
