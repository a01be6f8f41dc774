"""Whether one article is what a query asks for: an article in memory and a tree come in, yes or no
goes out. The SQL of the store finds exactly the articles for which this says yes.

Both ask for the same tokens (`compiling`, `index_tokens`). Words are compared by stems, in the
article's language; an article in none of the three languages is asked in each. A phrase stands in
one field (title, text, section, a tag).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from baqylau.lang.tokens import words as words_of
from baqylau.query import amounts, days, index_tokens
from baqylau.query.ast import Amount, And, Exact, Field, InTitle, Node, Not, Or
from baqylau.query.compiling import Compiling
from baqylau.query.index_tokens import FactRow, IndexTokens
from baqylau.query.matching import TokenPlaces


@dataclass(frozen=True)
class Document:
    """An article as a query sees it. `listed` is the aware time by which lists order it; `mentions`
    are pairs of type and name, `entities` which entity such a pair means. `country` is the
    outlet's, `story` the id of the story it is in.
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
    facts: tuple[FactRow, ...] = ()
    mentions: tuple[tuple[str, str], ...] = ()
    entities: Mapping[tuple[str, str], int] = field(default_factory=dict)
    story: int | None = None

    @cached_property
    def index(self) -> IndexTokens:
        """The tokens as the index holds them."""
        texts = index_tokens.of_texts(self.title, self.text, self.section, self.tags, self.language)
        return self.index_with(texts)

    def index_with(self, texts: tuple[Sequence[str], ...]) -> IndexTokens:
        """The tokens, with those of the texts as `index_tokens.of_texts` makes them."""
        title, text, more, loose = texts
        facts = (
            *index_tokens.of_properties(
                self.outlet, self.language, self.authors, self.section, self.tags
            ),
            *index_tokens.of_facts(self.facts, self.mentions, self.entities, self.language),
            *loose,
        )
        return IndexTokens(tuple(title), tuple(text), tuple(more), facts)

    @cached_property
    def places(self) -> TokenPlaces:
        return TokenPlaces(self.index)

    @cached_property
    def compiling(self) -> Compiling:
        """A query is read in the language that the article is in."""
        return Compiling(self.language or "", {self.outlet: self.country or ""})

    def printed(self) -> Iterator[list[str]]:
        """The words of each field as printed, in small letters."""
        for text in (self.title, self.text, self.section, *self.tags):
            yield [x.lower() for x in words_of(text or "")]


def matches(node: Node, article: Document) -> bool:
    """Whether the article is what the query asks for."""
    match node:
        case And(parts):
            return all(matches(x, article) for x in parts)
        case Or(parts):
            return any(matches(x, article) for x in parts)
        case Not(part):
            return not matches(part, article)
        case Field("since", value):
            return article.listed is not None and article.listed >= days.begins(value)
        case Field("until", value):
            return article.listed is not None and article.listed < days.ends(value)
        case Field("story", value, ids=ids):
            return article.story in (ids or {int(value)})
        case Amount():
            return amounts.holds(node, index_tokens.figures(article.facts))
        case Exact(words) if len(words) > 1:
            return any(_stand_together(words, x) for x in article.printed())
        case InTitle(Exact(words)) if len(words) > 1:
            return _stand_together(words, next(article.printed()))
        case _:
            return article.places.has(article.compiling.compiled(node))


def _stand_together(words: Sequence[str], printed: Sequence[str]) -> bool:
    wanted = [x.lower() for x in words]
    return any(
        printed[at : at + len(wanted)] == wanted
        for at in range(len(printed) - len(wanted) + 1)
        if printed[at] == wanted[0]
    )
