"""A tree of a query comes in; the pattern of tokens that an article must have goes out.

Nearly every leaf is one pattern of tokens, exactly. A few are not: days (`since:`), stories (which
change on their own), the number of an amount within its decade, several words in one exact form.
For those a pattern is wider than the leaf, or narrower under a NOT, and whoever asks decides them
otherwise (`is_exact`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from baqylau.lang.stems import LANGUAGES
from baqylau.lang.tokens import words as words_of
from baqylau.query import index_tokens, pattern
from baqylau.query.ast import (
    Amount,
    And,
    Exact,
    Field,
    InTitle,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Text,
    Word,
    inside,
    text_of,
)
from baqylau.query.pattern import (
    EVERYTHING,
    NOTHING,
    Beginning,
    Nearby,
    OneOf,
    Pattern,
    Tokens,
    all_of,
    any_of,
    without,
)
from baqylau.query.stemming import phrases

_ANY: tuple[str | None, ...] = (*LANGUAGES, None)
_TOKEN = {"said-by": "said", "cites": "cites", "appointed": "appointed"}
_NAMED = {"mentions": ("person", "org", "place"), "org": ("org",), "place": ("place",)}
NO_COUNTRIES: Mapping[str, str] = {}


def is_exact(node: Node) -> bool:
    """Whether the pattern of the node is all that it asks for."""
    return not any(map(_is_rough, inside(node)))


def _is_rough(node: Node) -> bool:
    match node:
        case Exact(words) | InTitle(Exact(words)):
            return len(words) > 1
        case Field(name):
            return name in ("since", "until", "story")
        case Amount(_, bounds):
            return bool(bounds)
        case Near(left, right):  # FTS5 lets one word be both
            one, other = ({y for x in phrases(z, LANGUAGES) for y in x} for z in (left, right))
            return not one.isdisjoint(other)
        case _:
            return False


@dataclass(frozen=True, slots=True)
class Compiling:
    """`language` is that of all articles asked for, None for any; `countries` are the outlets' by
    their ids.
    """

    language: str | None = None
    countries: Mapping[str, str] = field(default_factory=dict)

    def compiled(self, node: Node, narrow: bool = False) -> Pattern:
        """The pattern of the node; where none is exact it is wider, or narrower."""
        match node:
            case And(parts):
                wanted = [self.compiled(x, narrow) for x in parts if not isinstance(x, Not)]
                unwanted = [self.compiled(x.part, not narrow) for x in parts if isinstance(x, Not)]
                whole = all_of(wanted or [EVERYTHING])
                return without(whole, any_of(unwanted)) if unwanted else whole
            case Or(parts):
                return any_of([self.compiled(x, narrow) for x in parts])
            case Not(part):
                return without(EVERYTHING, self.compiled(part, not narrow))
            case _ if narrow and _is_rough(node):
                return NOTHING
            case Field():
                return self._field(node)
            case Amount():
                return _amount(node)
            case Near(left, right, between):
                return self._near(left, right, between)
            case InTitle(term):
                return self._title(term)
            case _:
                return self._text(node)

    def _languages(self) -> Sequence[str | None]:
        if self.language is None:
            return _ANY
        return (self.language if self.language in LANGUAGES else None,)

    def _each(self, term: Text) -> list[Tokens]:
        """The phrases of stems of a term, in every language asked for."""
        found: dict[Tokens, None] = {}
        for language in self._languages():
            first = index_tokens.letter(language)
            codes = LANGUAGES if language is None else (language,)
            found |= dict.fromkeys(
                tuple(first + x for x in stems) for stems in phrases(term, codes)
            )
        return list(found)

    def _text(self, term: Text) -> Pattern:
        match term:
            case Exact(words):
                printed = [OneOf((("_" + x.lower(),),)) for x in words]
                stems = [OneOf(tuple(self._each(term)))] if len(words) > 1 else []
                return all_of([*printed, *stems])
            case Prefix(letters):
                return any_of([OneOf(tuple(self._each(term))), Beginning("_" + letters.lower())])
            case _:
                return OneOf(tuple(self._each(term)))

    def _title(self, term: Text) -> Pattern:
        match term:
            case Exact(words):
                return all_of([OneOf(((f"__title_{x.lower()}",),)) for x in words])
            case Prefix(letters):
                begins = Beginning(f"__title_{letters.lower()}")
                return any_of([self._in_title(self._each(term)), begins])
            case _:
                return self._in_title(self._each(term))

    def _in_title(self, asked: Sequence[Tokens]) -> Pattern:
        single = tuple((f"__title__{x[0]}",) for x in asked if len(x) == 1)
        several = tuple(x for x in asked if len(x) > 1)
        parts: list[Pattern] = [OneOf(single)] if single else []
        return any_of([*parts, *([pattern.InTitle(several)] if several else [])])

    def _near(self, left: Word | Phrase, right: Word | Phrase, between: int) -> Pattern:
        """The sides of each language apart: no article has stems of two."""
        found: list[Pattern] = []
        for language in self._languages():
            own = Compiling(language or "other", self.countries)
            sides = [tuple(own._each(x)) for x in (left, right)]
            found.append(Nearby(sides[0], sides[1], between))
        return any_of(found)

    def _field(self, node: Field) -> Pattern:
        value = node.value
        match node.name:
            case "since" | "until" | "story":
                return EVERYTHING
            case "outlet" | "lang" | "kind":
                return _one(f"__{node.name}_{value}")
            case "country":
                ids = [x for x, country in self.countries.items() if country == value]
                return OneOf(tuple((f"__outlet_{x}",) for x in ids)) if ids else NOTHING
            case "tag":
                return _one(index_tokens.of_tag(value))
            case "date":
                return _one(index_tokens.date_token(value))
            case "author" | "section":
                return _phrase(index_tokens.name_words(node.name, value))
            case "role":
                return self._role(value)
            case _:
                return _name(node)

    def _role(self, value: str) -> Pattern:
        words = words_of(value)
        if not words:
            return NOTHING
        term = text_of(words)
        return OneOf(tuple(tuple(f"__role_{x}" for x in tokens) for tokens in self._each(term)))


def _name(node: Field) -> Pattern:
    fields = _NAMED.get(node.name) or (_TOKEN[node.name],)
    found = [_phrase(index_tokens.name_words(x, node.value)) for x in fields]
    if not node.exact:
        of = _TOKEN.get(node.name, "named")
        found += [_one(index_tokens.entity_token(of, x)) for x in sorted(node.ids)]
    return any_of(found)


def _amount(node: Amount) -> Pattern:
    """Every amount within the bounds, and others of the same decades."""
    last = index_tokens.highest_decade()
    parts: list[Pattern] = []
    for bound in node.bounds:
        own = index_tokens.decade(bound.number)
        first, end = {">": (own, last), "<": (0, own)}.get(bound.operator[0], (own, own))
        tokens = index_tokens.decade_tokens(node.quantity, node.currency, first, end)
        parts.append(OneOf(tuple((x,) for x in tokens)))
    if not node.bounds and node.currency:
        parts.append(_one(index_tokens.currency_token(node.currency)))
    return all_of(parts or [EVERYTHING])


def _one(token: str) -> Pattern:
    return OneOf(((token,),))


def _phrase(tokens: Tokens) -> Pattern:
    return OneOf((tokens,)) if tokens else NOTHING
