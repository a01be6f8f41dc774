"""Whether one article is what a query asks for: an article in memory and a tree come in, yes or no
goes out. The SQL of the store finds exactly the articles for which this says yes.

Words are compared as the index compares them (`baqylau.lang.stems`): by stems, in the article's
language; an article in none of the three languages is asked in each. A phrase stands in one field
(title, text, section, a tag); the rarer stems of ambiguous words stand behind all fields, as in the
index.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from baqylau.lang.stems import BOUNDARY, FIELD_END, chosen, stems
from baqylau.lang.tokens import words as words_of
from baqylau.query import days
from baqylau.query.ast import (
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
)
from baqylau.query.names import contains, spellings
from baqylau.query.stemming import Stems, beginning, begins, languages_of, phrases


@dataclass(frozen=True)
class Document:
    """An article as a query sees it. `listed` is the aware time by which lists order it; `kinds`
    are the types of its facts, `speakers` the names of those it quotes, `mentions` pairs of type
    and name. `country` is the outlet's.
    """

    text: str
    title: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    outlet: str = ""
    country: str | None = None
    authors: tuple[str, ...] = ()
    listed: datetime | None = None
    kinds: frozenset[str] = frozenset()
    speakers: tuple[str, ...] = ()
    mentions: tuple[tuple[str, str], ...] = ()

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The texts that are searched, in the order of the index."""
        return searched(self.title, self.text, self.section, self.tags)

    @cached_property
    def index(self) -> list[str]:
        """The stems as the index holds them."""
        return stems(FIELD_END.join(self.fields), self.language).split(" ")

    @cached_property
    def stems_by_field(self) -> list[list[str]]:
        """The stems of each field; those that stand behind all fields are left out."""
        return _split(self.index)[: len(self.fields)]

    @cached_property
    def title_index(self) -> list[str]:
        """The stems of the title, in the language of the whole."""
        return stems(self.title or "", self.code).split(" ")

    @cached_property
    def printed(self) -> list[list[str]]:
        """The words of each field as printed."""
        return [words_of(x) for x in self.fields]

    @cached_property
    def code(self) -> str:
        """The language whose stems the index has for the article."""
        return chosen(FIELD_END.join(self.fields), self.language)


def searched(
    title: str | None, text: str, section: str | None, tags: Sequence[str]
) -> tuple[str, ...]:
    """The fields of an article that are searched, in the order in which the index holds them."""
    return tuple(x for x in (title, text, section, *tags) if x)


def matches(node: Node, article: Document) -> bool:
    """Whether the article is what the query asks for."""
    match node:
        case And(parts):
            return all(matches(x, article) for x in parts)
        case Or(parts):
            return any(matches(x, article) for x in parts)
        case Not(part):
            return not matches(part, article)
        case Near(left, right, between):
            return _near(left, right, between, article)
        case InTitle(term):
            printed = [words_of(article.title or "")]
            return _stands(term, article, lambda: article.title_index, printed)
        case Field(name, value):
            return _has(name, value, article)
        case _:
            return _stands(node, article, lambda: article.index, None)


def _stands(
    term: Text,
    article: Document,
    index: Callable[[], list[str]],
    title: list[list[str]] | None,
) -> bool:
    """Whether the term stands in the index given, and in the printed words of the title if they are
    given, else of all fields. Stems cost more, so printed words are asked first."""
    if isinstance(term, Exact):
        wanted = tuple(x.lower() for x in term.words)
        fields = article.printed if title is None else title
        return any(any(_spots([x.lower() for x in field], wanted)) for field in fields)
    if isinstance(term, Prefix):
        fields = article.printed if title is None else title
        if any(begins(x, term, article.code) for field in fields for x in field):
            return True
        if any(x.startswith(beginning(term)) for x in index() if x != BOUNDARY):
            return True
    asked = (x for x in phrases(term, languages_of(article.language)) if BOUNDARY not in x)
    return any(any(_spots(index(), x)) for x in asked)


def _near(left: Word | Phrase, right: Word | Phrase, between: int, article: Document) -> bool:
    lefts, rights = (phrases(x, languages_of(article.language)) for x in (left, right))
    for field in article.stems_by_field:
        begins = [(at, at + len(x)) for x in lefts for at, _ in _spots(field, x)]
        others = [(at, at + len(x)) for x in rights for at, _ in _spots(field, x)]
        for start, end in begins:
            if any(0 <= x - end <= between or 0 <= start - y <= between for x, y in others):
                return True
    return False


def _spots(words: list[str], wanted: Stems) -> Iterator[tuple[int, int]]:
    length = len(wanted)
    for at, word in enumerate(words):
        if word == wanted[0] and tuple(words[at : at + length]) == tuple(wanted):
            yield at, at + length


def _has(name: str, value: str, article: Document) -> bool:
    match name:
        case "outlet":
            return article.outlet == value
        case "lang":
            return article.language == value
        case "country":
            return article.country == value
        case "since":
            return article.listed is not None and article.listed >= days.begins(value)
        case "until":
            return article.listed is not None and article.listed < days.ends(value)
        case "tag":
            return not spellings(value).isdisjoint(article.tags)
        case "kind":
            return value in article.kinds
        case _:
            return any(contains(x, value) for x in _names(name, article))


def _names(field: str, article: Document) -> Sequence[str]:
    match field:
        case "author":
            return article.authors
        case "section":
            return (article.section or "",)
        case "said-by":
            return article.speakers
        case "mentions":
            return [name for _, name in article.mentions]
        case "org":
            return [name for kind, name in article.mentions if kind == "organization"]
        case "place":
            return [name for kind, name in article.mentions if kind == "place"]
        case other:
            raise ValueError(f"no field {other}")


def _split(index: list[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for stem in index:
        if stem == BOUNDARY:
            parts.append([])
        else:
            parts[-1].append(stem)
    return parts
