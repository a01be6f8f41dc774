"""Full-text search: a search query and a filter come in, articles with snippets go out, the newest
first.

The words of articles and of queries are reduced to stems (`baqylau.lang.stems`), so any form of a
word finds every other. An article must have all words of the query; words in quotation marks must
stand together. The index itself is in `baqylau.store.dialect.search_index`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, false, select

from baqylau.lang.ru.cases import phrases
from baqylau.lang.stems import stems, words
from baqylau.store.connect import reading
from baqylau.store.dialect import search_index
from baqylau.store.queries.filter import EVERYTHING, Filter, conditions
from baqylau.store.tables import articles

_LANGUAGES = ("ru", "kk", "en")
_TERM = re.compile(r'"([^"]*)"|(\S+)')
_SNIPPET = 240  # characters: two lines of the result list
# characters of the text in which the snippet is looked for; a word further down is not shown, since
# each word compared costs a stem
_SEARCHED = 100_000
_MAX_TERMS = 40  # of a query; nobody types more, and each costs three stems

SearchQuery = list[list[list[str]]]
"""Groups, all of which an article must have; a group is several phrases, of which it must have one;
a phrase is stems that stand together.
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
    `skip`, the newest first. A query without a word finds nothing.
    """
    groups = parse_query(query, filter_by.language)
    if not groups:
        return []
    with reading(engine) as connection:
        wanted = select(articles).where(
            *conditions(filter_by), search_index.matches(connection, groups)
        )
        rows = connection.execute(
            wanted.order_by(articles.c.listed.desc(), articles.c.id.desc())
            .limit(limit)
            .offset(skip)
        ).all()
    query_stems = {stem for group in groups for phrase in group for stem in phrase}
    return [_hit(x, query_stems) for x in rows]


def _hit(row: Row[Any], query_stems: set[str]) -> Hit:
    start, snippet = _snippet(row.text, row.language, query_stems)
    marks, title_marks = (
        tuple(_marks(x, row.language, query_stems)) for x in (snippet, row.title or "")
    )
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
    without a word finds nothing.
    """
    groups = parse_query(query, language)
    return search_index.matches(connection, groups) if groups else false()


def articles_with(connection: Connection, words: list[str]) -> set[int]:
    """Every article, old revisions too, in whose text the words of a name stand together, in either
    order and any case.
    """
    found: set[int] = set()
    for order in (words, words[::-1]):
        spelled = {stems(phrase, x) for phrase in phrases(order) for x in _LANGUAGES}
        groups = [[x.split() for x in sorted(spelled) if x]]
        if groups[0]:
            found |= set(
                connection.execute(
                    select(articles.c.id).where(search_index.matches(connection, groups))
                ).scalars()
            )
    return found


def parse_query(query: str, language: str | None) -> SearchQuery:
    """The query as stems. Without a language a word may be of any of the three."""
    groups: SearchQuery = []
    for quoted, word in _TERM.findall(query)[:_MAX_TERMS]:
        phrases = [
            stems(quoted or word, x).split()
            for x in ((language,) if language in _LANGUAGES else _LANGUAGES)
        ]
        different = [x for i, x in enumerate(phrases) if x and x not in phrases[:i]]
        if different:
            groups.append(different)
    return groups


def _snippet(text: str, language: str | None, query_stems: set[str]) -> tuple[int, str]:
    """Where the piece of the text around the first word found begins, and the piece."""
    first = next(_marks(text[:_SEARCHED], language, query_stems), (0, 0))[0]
    start = max(0, text.rfind(" ", 0, max(0, first - _SNIPPET // 3)) + 1)
    return start, text[start : start + _SNIPPET]


def _marks(text: str, language: str | None, query_stems: set[str]) -> Iterator[tuple[int, int]]:
    return (
        x.span()
        for x in re.finditer(r"[^\W_]+", text)
        if _is_match(x.group(), language, query_stems)
    )


def _is_match(word: str, language: str | None, query_stems: set[str]) -> bool:
    return any(stems(x, language) in query_stems for x in words(word))
