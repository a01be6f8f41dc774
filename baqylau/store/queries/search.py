"""Full-text search behind one function: a question comes in, articles with snippets go out, newest
first.

Article and question are reduced to stems (`baqylau.lang.stems`), so any form of a word finds every
other. Words must all be there; words in quotation marks must stand together. The full-text index is
each dialect's own.
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
from baqylau.store.queries.articles import EVERYTHING, ArticleFilter, moment, narrowed
from baqylau.store.tables import articles

_LANGUAGES = ("ru", "kk", "en")
_TERM = re.compile(r'"([^"]*)"|(\S+)')
_SNIPPET = 240  # characters: two lines of the result list
# characters searched for the words to show; a word found further down is not shown, since each word
# looked at costs a stem
_LOOKED_AT = 100_000
_LONGEST_QUESTION = 40  # terms; nobody types more, and each costs three stems

Question = list[list[list[str]]]
"""All of these; each one of several phrases; a phrase is stems that stand together."""


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
    asked: ArticleFilter = EVERYTHING,
    limit: int = 50,
    skip: int = 0,
) -> list[Hit]:
    """At most `limit` articles among those asked for that answer the question, after the first
    `skip`, newest first; a question without a word finds nothing.
    """
    groups = parse_query(query, asked.language)
    if not groups:
        return []
    with reading(engine) as connection:
        wanted = select(articles).where(*narrowed(asked), search_index.matches(connection, groups))
        rows = connection.execute(
            wanted.order_by(moment.desc(), articles.c.id.desc()).limit(limit).offset(skip)
        ).all()
    stems_asked = {stem for group in groups for phrase in group for stem in phrase}
    return [_hit(x, stems_asked) for x in rows]


def _hit(row: Row[Any], asked: set[str]) -> Hit:
    start, snippet = _snippet(row.text, row.language, asked)
    marks, title_marks = (tuple(_marks(x, row.language, asked)) for x in (snippet, row.title or ""))
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


def answers(connection: Connection, query: str, language: str | None = None) -> ColumnElement[bool]:
    """The condition on articles that they answer the question, for lists made elsewhere. A question
    without a word finds nothing.
    """
    asked = parse_query(query, language)
    return search_index.matches(connection, asked) if asked else false()


def articles_with(connection: Connection, words: list[str]) -> set[int]:
    """Every article, old revisions too, in whose text the words of a name stand together, in either
    order and any case.
    """
    found: set[int] = set()
    for order in (words, words[::-1]):
        spelled = {stems(phrase, x) for phrase in phrases(order) for x in _LANGUAGES}
        asked = [[x.split() for x in sorted(spelled) if x]]
        if asked[0]:
            found |= set(
                connection.execute(
                    select(articles.c.id).where(search_index.matches(connection, asked))
                ).scalars()
            )
    return found


def parse_query(query: str, language: str | None) -> Question:
    """The question as stems. Where the language is not told, a word may be of any of the three."""
    groups: Question = []
    for quoted, word in _TERM.findall(query)[:_LONGEST_QUESTION]:
        phrases = [
            stems(quoted or word, x).split()
            for x in ((language,) if language in _LANGUAGES else _LANGUAGES)
        ]
        different = [x for i, x in enumerate(phrases) if x and x not in phrases[:i]]
        if different:
            groups.append(different)
    return groups


def _snippet(text: str, language: str | None, asked: set[str]) -> tuple[int, str]:
    """Where the piece of the text around the first word found begins, and the piece."""
    first = next(_marks(text[:_LOOKED_AT], language, asked), (0, 0))[0]
    start = max(0, text.rfind(" ", 0, max(0, first - _SNIPPET // 3)) + 1)
    return start, text[start : start + _SNIPPET]


def _marks(text: str, language: str | None, asked: set[str]) -> Iterator[tuple[int, int]]:
    return (
        x.span() for x in re.finditer(r"[^\W_]+", text) if _is_asked(x.group(), language, asked)
    )


def _is_asked(word: str, language: str | None, asked: set[str]) -> bool:
    return any(stems(x, language) in asked for x in words(word))
