"""An article's row of the full-text index: its id comes in, the row goes out with the tokens of its
texts and of its facts as they are stored now, with what people corrected.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, Engine, bindparam, select

from baqylau.query.index_tokens import FactRow
from baqylau.query.match import Document
from baqylau.store import overlays, shown_facts
from baqylau.store.connect import reading
from baqylau.store.dialect import search_index
from baqylau.store.tables import articles, entity_links, mentions, story_articles

_THE: BindParameter[int] = bindparam("the_article")
_ARTICLE = select(articles).where(articles.c.id == _THE)
_MENTIONS = select(mentions.c.type, mentions.c.name).where(mentions.c.article == _THE).distinct()
_LINKS = select(entity_links.c.type, entity_links.c.name, entity_links.c.entity).where(
    entity_links.c.article == _THE
)

_STORY = select(story_articles.c.story).where(story_articles.c.article == _THE)


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
    given = {"the_article": row.id}
    return Document(
        text=row.text,
        title=overlays.titles(connection, [row.id]).get(row.id, row.title),
        section=row.section,
        tags=tuple(row.tags),
        language=row.language,
        outlet=row.outlet,
        country=country,
        authors=tuple(row.authors),
        listed=row.listed,
        facts=tuple(
            FactRow(x.type, x.who, shown_facts.slots_of(x))
            for x in connection.execute(shown_facts.OF_ARTICLE, given)
        ),
        mentions=tuple((x.type, x.name) for x in connection.execute(_MENTIONS, given)),
        entities={(x.type, x.name): x.entity for x in connection.execute(_LINKS, given)},
        story=connection.execute(_STORY, given).scalar() if with_story else None,
    )
