"""Full-text search: a search query and a filter come in, articles with snippets go out, the newest
first.

The words of articles and of queries are reduced to stems (`baqylau.lang.stems`), so any form of a
word finds every other. An article must have all terms of the query (`search_query`); words in
quotation marks must stand together. The index itself is in `baqylau.store.dialect.search_index`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, product
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, false, select

from baqylau.lang.ru.cases import phrases
from baqylau.lang.stems import LANGUAGES, chosen, finding, indexed, readings
from baqylau.lang.tokens import printed, words
from baqylau.store.connect import reading
from baqylau.store.dialect import search_index
from baqylau.store.queries import entities as entity_queries
from baqylau.store.queries.filter import EVERYTHING, Filter, conditions
from baqylau.store.queries.search_query import terms
from baqylau.store.tables import articles

_SNIPPET = 240  # characters: two lines of the result list
# characters of the text in which the snippet is looked for; a word further down is not shown, since
# each word compared costs a stem
_SEARCHED = 100_000
_MOST_READINGS = 64  # of a phrase: six words of two stems each

SearchQuery = dict[str, list[list[list[str]]]]
"""For each language of articles: groups, all of which an article must have; a group is several
phrases, of which it must have one; a phrase is stems that stand together.
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found. `snippet` is a piece of its text; `cut`: whether text stands before and
    after it.

    `marks` are half-open spans of the words found in the snippet, `title_marks` in the title.
    """

    article_id: int
    outlet_id: str
    url: str
    title: str | None
    language: str | None
    published: datetime | None
    snippet: str
    marks: tuple[tuple[int, int], ...]
    title_marks: tuple[tuple[int, int], ...] = ()
    cut: tuple[bool, bool] = (False, False)


def find(
    engine: Engine,
    query: str,
    filter_by: Filter = EVERYTHING,
    limit: int = 50,
    skip: int = 0,
) -> list[Hit]:
    """At most `limit` articles that the filter lets pass and that match the query, after the first
    `skip`, the newest first. A query without a word finds nothing. Raises `QueryError`.
    """
    asked = parse_query(query, filter_by.language)
    if not asked:
        return []
    with reading(engine) as connection:
        wanted = select(articles).where(
            *conditions(entity_queries.resolved(connection, filter_by)),
            search_index.matches(connection, asked),
        )
        rows = connection.execute(
            wanted.order_by(articles.c.listed.desc(), articles.c.id.desc())
            .limit(limit)
            .offset(skip)
        ).all()
    stems = {
        x: {stem for group in groups for phrase in group for stem in phrase}
        for x, groups in asked.items()
    }
    return [_hit(x, stems) for x in rows]


def _hit(row: Row[Any], query_stems: dict[str, set[str]]) -> Hit:
    language = chosen(row.text, row.language)
    wanted = query_stems.get(language, set())
    start, snippet = _snippet(row.text, language, wanted)
    marks, title_marks = (tuple(_marks(x, language, wanted)) for x in (snippet, row.title or ""))
    cut = (start > 0, start + len(snippet) < len(row.text))
    return Hit(
        row.id,
        row.outlet,
        row.url,
        row.title,
        row.language,
        row.published,
        snippet,
        marks,
        title_marks,
        cut,
    )


def matches(connection: Connection, query: str, language: str | None = None) -> ColumnElement[bool]:
    """The condition on articles that they match the query, for lists built elsewhere. A query
    without a word finds nothing. Raises `QueryError`.
    """
    asked = parse_query(query, language)
    return search_index.matches(connection, asked) if asked else false()


def articles_with(connection: Connection, words: list[str]) -> set[int]:
    """Every article, old revisions too, in whose text the words of a name stand together, in either
    order and any case.
    """
    found: set[int] = set()
    for order in (words, words[::-1]):
        asked: SearchQuery = {}
        for language in LANGUAGES:
            spelled = [y for x in phrases(order) for y in _phrases(x, language, every=True)]
            asked[language] = [list(map(list, dict.fromkeys(map(tuple, spelled))))]
        if all(groups[0] for groups in asked.values()):
            found |= set(
                connection.execute(
                    select(articles.c.id).where(search_index.matches(connection, asked))
                ).scalars()
            )
    return found


def parse_query(query: str, language: str | None) -> SearchQuery:
    """The query as stems of the language, or of each where none of the three is given; empty where
    no term has a word. Raises `QueryError`.
    """
    asked = [x for x in terms(query) if words(x)]
    if not asked:
        return {}
    return {
        each: [_phrases(x, each) for x in asked]
        for each in ((language,) if language in LANGUAGES else LANGUAGES)
    }


def _phrases(term: str, language: str, every: bool = False) -> list[list[str]]:
    """The stems of a term's words, likeliest first, once for each reading of the words: those that
    their first letters mean, or every one.
    """
    choices = [(readings if every else finding)(x, language) for x in words(term)]
    return [list(x) for x in islice(product(*choices), _MOST_READINGS) if x]


def _snippet(text: str, language: str, query_stems: set[str]) -> tuple[int, str]:
    """Where the piece of the text around the first word found begins, and the piece."""
    first = next(_marks(text[:_SEARCHED], language, query_stems), (0, 0))[0]
    start = max(0, text.rfind(" ", 0, max(0, first - _SNIPPET // 3)) + 1)
    return start, text[start : start + _SNIPPET]


def _marks(text: str, language: str, query_stems: set[str]) -> Iterator[tuple[int, int]]:
    return (
        (start, end)
        for start, end, word in printed(text)
        if not query_stems.isdisjoint(indexed(word, language))
    )
