"""An article's row of the full-text index: its id comes in, the row goes out with the tokens of its
texts and of its facts as they are stored now, with what people corrected.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, bindparam, select

from baqylau.query.compiling import NO_COUNTRIES
from baqylau.query.index_tokens import FactRow
from baqylau.query.match import Document
from baqylau.store import overlays, shown_facts
from baqylau.store.connect import reading
from baqylau.store.dialect import search_index, values
from baqylau.store.tables import articles, entity_links, facts, mentions, story_articles

_ARTICLE = select(articles).where(articles.c.id == bindparam("the_article"))
_MENTIONS = select(mentions.c.article, mentions.c.type, mentions.c.name).distinct()
_LINKS = select(
    entity_links.c.article, entity_links.c.type, entity_links.c.name, entity_links.c.entity
)
_STORIES = select(story_articles.c.article, story_articles.c.story)


def put(
    connection: Connection, article_id: int, texts: tuple[Sequence[str], ...] | None = None
) -> None:
    """Writes the article's row. `texts` are the tokens of its texts, where somebody has them."""
    row = row_of(connection, article_id)
    whole = document(connection, row, with_story=False)
    tokens = whole.index if texts is None else whole.index_with(texts)
    search_index.write(connection, article_id, row.listed, tokens)


def title_of(engine: Engine, article_id: int, read: str | None) -> str | None:
    """The title of an article as people corrected it; `read` is the one that was printed."""
    with reading(engine) as connection:
        return overlays.titles(connection, [article_id]).get(article_id, read)


def row_of(connection: Connection, article_id: int) -> Any:
    """The article's row of `articles`."""
    return connection.execute(_ARTICLE, {"the_article": article_id}).one()


def document(
    connection: Connection, row: Any, country: str | None = None, with_story: bool = True
) -> Document:
    """The article of a row of `articles` as a query sees it; the index needs no story."""
    countries = NO_COUNTRIES if country is None else {row.outlet: country}
    return next(documents(connection, [row], countries, with_story))


def documents(
    connection: Connection,
    rows: Sequence[Any],
    countries: Mapping[str, str] = NO_COUNTRIES,
    with_story: bool = True,
) -> Iterator[Document]:
    """As `document` for each row, in their order, with one statement for each table. `countries`
    are the outlets' by their ids.
    """
    ids = [x.id for x in rows]

    def of(wanted: Select[Any], column: ColumnElement[int]) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {}
        for x in connection.execute(wanted.where(values.is_one_of(connection, column, ids))):
            found.setdefault(x.article, []).append(x)
        return found

    titles = overlays.titles(connection, ids)
    told = of(shown_facts.SHOWN, facts.c.article)
    named = of(_MENTIONS, mentions.c.article)
    linked = of(_LINKS, entity_links.c.article)
    stories = of(_STORIES, story_articles.c.article) if with_story else {}
    for row in rows:
        yield Document(
            text=row.text,
            title=titles.get(row.id, row.title),
            section=row.section,
            tags=tuple(row.tags),
            language=row.language,
            outlet=row.outlet,
            country=countries.get(row.outlet),
            authors=tuple(row.authors),
            listed=row.listed,
            facts=tuple(
                FactRow(x.type, x.who, shown_facts.slots_of(x)) for x in told.get(row.id, ())
            ),
            mentions=tuple((x.type, x.name) for x in named.get(row.id, ())),
            entities={(x.type, x.name): x.entity for x in linked.get(row.id, ())},
            story=next((x.story for x in stories.get(row.id, ())), None),
        )
