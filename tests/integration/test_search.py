"""What the search finds, on both databases: the stage's text in, the articles found out."""

import pytest

from baqylau.app import App
from baqylau.errors import QueryError
from baqylau.lang.stems import FIELD_END, stems
from baqylau.store.connect import writing
from baqylau.store.dialect import search_index
from baqylau.store.queries import export, search
from baqylau.store.queries.filter import EVERYTHING
from tests.filled import fill

FIELDS = ("Паводок под Токаевкой", "Ерлану Бектеновой ответили волки.", "Экология", "Тасқын")


@pytest.fixture
def written(app: App) -> int:
    """The id of an article in Russian whose row of the index is made of `FIELDS`."""
    ids = fill(app)
    article = ids["bridge"]
    with writing(app.engine) as connection:
        search_index.write(connection, article, stems(FIELD_END.join(FIELDS), "ru"))
    return article


def test_queries(app: App, written: int) -> None:
    def found(query: str) -> bool:
        return written in {x.article_id for x in search.find(app.engine, query)}

    asked = {
        "Бектенов": True,
        "бектенову": True,
        "Бeктeнoв": True,  # mixed-alphabets: allowed
        "«Ерлан Бектенов»": True,
        "«Бектенов Ерлан»": False,
        "Волков": False,
        "волк": True,
        "экологии": True,  # the section
        "тасқынның": True,  # a tag, in another language
        "«Экология Тасқын»": False,  # no phrase reaches from one field into the next
        "жыл": False,
        "паво\u00adдок AND ВОЛКИ": True,  # mixed-alphabets: allowed
        "": False,
        "!": False,
    }
    assert {x: found(x) for x in asked} == asked
    with pytest.raises(QueryError, match="-волки: words cannot be excluded"):
        found("паводок -волки")
    with pytest.raises(QueryError, match="alternatives"):
        list(export.of_articles(app.engine, EVERYTHING, "паводок | волки"))


def test_a_name_to_be_erased_is_found_in_every_case(app: App, written: int) -> None:
    with app.engine.connect() as connection:
        assert written in search.articles_with(connection, ["Ерлан", "Бектенова"])
