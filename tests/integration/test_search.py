"""What the search finds, on both databases: the stage's text in, the articles found out."""

import json
import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select, text
from typer.testing import CliRunner

from baqylau.app import App
from baqylau.clock import now
from baqylau.errors import QueryError
from baqylau.lang.stems import FIELD_END, stems
from baqylau.query.ast import Amount, Bound, Field, Node
from baqylau.query.canonical import canonical
from baqylau.query.days import ALMATY
from baqylau.query.match import Document, matches
from baqylau.store import outlets, search_rows
from baqylau.store.connect import reading, writing
from baqylau.store.dialect import search_index, search_postgres
from baqylau.store.queries import export, search
from baqylau.store.queries.filter import EVERYTHING, Filter
from baqylau.store.queries.query_names import resolved
from baqylau.store.queries.searching import Search
from baqylau.store.tables import articles
from console.main import cli
from tests.filled import OUTLETS, SampleArticle, fill, samples, write
from tests.unit.query.trees import trees

FIELDS = ("Паводок под Токаевкой", "Ерлану Бектеновой ответили волки.", "Экология", "Тасқын")


@pytest.fixture
def written(app: App) -> int:
    """The id of an article in Russian with `FIELDS`, beside those of `fill`."""
    fill(app)
    title, body, section, tag = FIELDS
    more = {"section": section, "tags": (tag,)}
    return write(
        app, SampleArticle("vestnik", "flood", title, body, "ru", timedelta(hours=4), more=more)
    )


NOTHING = ('"', "'", "\\", 'ru" OR "__all', "ru' | '__all", "ru*", "ру", "x" * 300)


def test_a_filter_by_what_no_article_has_finds_nothing(app: App, written: int) -> None:
    """Whatever somebody writes into an address: it is no part of the question to the index."""

    def found(chosen: Filter) -> set[int]:
        return {x.article_id for x in search.find(app.engine, "волки", chosen)}

    for value in NOTHING:
        assert found(Filter(outlet=value)) == found(Filter(language=value)) == set(), value
    assert written in found(Filter(outlet="vestnik")) & found(Filter(language="ru"))


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
        "паводок -волки": False,
        "паводок -мост": True,
        "мост ИЛИ паводок": True,
        "бектен*": True,
        "тасқы*": True,
        "токаевк*": True,
        "волка*": True,
        "волки*": True,
        "=волки": True,
        "=Волки": True,
        "=волка": False,
        "=«ответили волки»": True,
        "=«ответил волк»": False,
        "title:паводки": True,
        "title:волки": False,
        "title:токаев*": True,
        "title:=паводок": True,
        "title:«паводок под»": True,
        "section:экология": True,
        "tag:тасқын": True,
        "волкм*": False,
        "-паводок": False,
        "": False,
        "!": False,
    }
    assert {x: found(x) for x in asked} == asked
    with pytest.raises(QueryError, match="at character 9"):
        found("паводок вол*ки")
    listed = {x["id"] for x in export.of_articles(app.engine, EVERYTHING, "паводок | мост")}
    assert written in listed
    answer = search.answer(app.engine, "автор:Ли «мост»")
    assert (answer.read_as, answer.complete) == ("author:Ли мост", True)
    assert answer.hits


def test_the_command_prints_json_lines(
    app: App, written: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAQYLAU_DATABASE", app.settings.database)
    monkeypatch.setenv("BAQYLAU_DATA", str(app.settings.data))
    done = CliRunner().invoke(cli, ["search", "паводок -мост"])
    assert [json.loads(x)["id"] for x in done.stdout.splitlines()] == [written]
    table = CliRunner().invoke(cli, ["search", "паводок NOT мост", "--table"])
    assert "паводок -мост" in table.stdout
    assert "vestnik" in table.stdout
    refused = CliRunner().invoke(cli, ["search", "паводок мост)"])
    assert refused.exit_code == 2
    assert "baqylau search: at character 13 ())" in refused.stderr


def test_a_name_to_be_erased_is_found_in_every_case(app: App, written: int) -> None:
    with app.engine.connect() as connection:
        assert written in search.articles_with(connection, ["Ерлан", "Бектенова"])


def test_unknown_values_deadline_and_pages(app: App, written: int) -> None:
    for query, example in (("outlet:vestnk", "vestnik"), ("country:xx", "-")):
        with pytest.raises(QueryError) as refused:
            search.find(app.engine, f"мост {query}")
        assert refused.value.reason == "unknown"
        assert refused.value.at == len("мост ") + query.index(":") + 1
        assert example in refused.value.example
    named = [search.find(app.engine, f"мост {x}") for x in ("outlet:dala", "outlet:«Дала газеті»")]
    assert named[0] == named[1] != []
    late = search.answer(app.engine, "=harvest", seconds=0.0)
    assert (late.complete, late.hits) == (False, [])
    pages = [search.find(app.engine, "=harvest", limit=20, skip=x) for x in (0, 20, 40)]
    assert len({y.article_id for x in pages for y in x}) == sum(map(len, pages)) == 45


# The law: SQL finds exactly what `match` says
# --------------------------------------------------------------------------------------------------

RUSSIAN = ("мост", "моста", "река", "реки", "Волков", "волков", "Семей", "банка", "паводок")
KAZAKH = ("көпір", "көпірдің", "өзен", "жыл", "жылу", "Тоқаев", "мост")
ENGLISH = ("bridge", "bridges", "river", "x0x", "the", "report", "all", "none")
TEXTS = {"ru": RUSSIAN, "kk": KAZAKH, "en": ENGLISH, "uz": RUSSIAN + ENGLISH, None: KAZAKH}
ASKED = (
    "мост",
    "моста",
    "реки",
    "Волков",
    "волк",
    "банк",
    "өзен",
    "жыл",
    "bridge",
    "x0x",
    "the",
    "all",
    "none",
    "көпірдің",
)
NUMBERS = (5.0, 1e6, 2.4e9, 3e9)
COUNTRIES = {"vestnik": "kz", "dala": "kz", "courier": "kg"}


def _fields() -> list[Field | Amount]:
    days = [(now() - timedelta(days=x)).astimezone(ALMATY).date().isoformat() for x in (1, 5, 9)]
    return [
        *(Field(name, day) for name in ("since", "until") for day in days),
        *(Field("outlet", x) for x in COUNTRIES),
        *(Field("lang", x) for x in ("ru", "uz")),
        *(Field("country", x) for x in ("kz", "kg")),
        *(Field("section", x) for x in ("город", "SPORT", "по")),
        *(Field("author", x) for x in ("ли", "0430", "Mary")),
        *(Field("tag", x) for x in ("мосты", "мост", "Sport")),
        *(Field("kind", x) for x in ("quote", "amount")),
        *(Field("said-by", x) for x in ("сатаев", "никто")),
        *(Field("mentions", x) for x in ("сатаев", "Костанай")),
        *(Field(x, "Костанай") for x in ("org", "place")),
        *(
            Field(x, y, exact=y == "Сатаев")
            for x in ("said-by", "mentions", "appointed")
            for y in ("Сатаев", "Satayev", "Ерлан Сатаев")
        ),
        *(Field("story", str(x)) for x in (1, 2, 999)),
        Field("cites", "Дала газеті"),
        *(Field("role", x) for x in ("аким", "акима Костаная", "министр")),
        *(Field("date", x) for x in ("2025-09-03", "2025-09", "2025", "2024")),
        *(Amount("money", (Bound(x, y),)) for x in (">", ">=", "<", "<=", "=") for y in NUMBERS),
        Amount("money", (Bound(">", 1e6), Bound("<=", 2.4e9)), "KZT"),
        Amount("money", (), "KZT"),
        Amount("percent", (Bound(">", 0.0),)),
    ]


def _invented() -> Iterator[SampleArticle]:
    """Articles of few words, so that most queries find some of them and not all."""
    chance = random.Random(19)
    for n in range(24):
        language = chance.choice(list(TEXTS))
        words = TEXTS[language]
        title, body = (" ".join(chance.choices(words, k=x)) for x in (3, chance.randint(4, 12)))
        more = {
            "section": chance.choice((None, "Город", "Sport")),
            "tags": tuple(chance.sample(("мосты", "Sport", "река банка"), chance.randint(0, 2))),
            "authors": tuple(chance.sample(("Мария Ли", "Mary Li"), chance.randint(0, 2))),
        }
        before = timedelta(hours=chance.randint(1, 240))
        outlet = chance.choice(list(COUNTRIES))
        yield SampleArticle(outlet, f"law-{n}", title or None, body, language, before, more=more)


@pytest.fixture
def documents(app: App) -> dict[int, Document]:
    """Invented articles and some of `fill` with their facts, whose rows in the index are those that
    the stage writes."""
    with writing(app.engine) as connection:
        for outlet, name in OUTLETS.items():
            outlets.ensure(connection, outlet, name)
    known = {"bridge", "reprint", "schools", "dam", "hostile", "untitled"}
    for article in (*(x for x in samples() if x.slug in known), *_invented()):
        write(app, article)
    with writing(app.engine) as connection:
        rows = connection.execute(select(articles).where(articles.c.current)).all()
        return {x.id: search_rows.document(connection, x, COUNTRIES.get(x.outlet)) for x in rows}


OLD = {
    "sqlite": "INSERT INTO search (rowid, lemmas) VALUES (:id, :lemmas)",
    "postgresql": "INSERT INTO search (article, lemmas)"
    " VALUES (:id, to_tsvector('simple', :lemmas))",
}


def put_back(app: App, documents: dict[int, Document]) -> None:
    """Every second article stands in the index of before, as that release wrote it."""
    with writing(app.engine) as connection:
        for article, x in sorted(documents.items())[::2]:
            search_index.remove(connection, article)
            held = FIELD_END.join(y for y in (x.title, x.text, x.section, *x.tags) if y)
            row = {"id": article, "lemmas": stems(held, x.language)}
            connection.execute(text(OLD[app.engine.dialect.name]), row)


@pytest.mark.parametrize("case", ["moved", "half-way", "walked"])
def test_sql_finds_exactly_what_match_says(
    app: App, documents: dict[int, Document], case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`walked`: as if everything were common, which PostgreSQL finds by another way."""
    chosen = Filter(ids=tuple(documents))
    if case == "half-way":
        put_back(app, documents)
    if case == "walked":
        monkeypatch.setattr(search_postgres, "_is_walk_shorter", lambda *_: True)

    @settings(
        deadline=None,
        max_examples=60,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
        database=None,
    )
    @given(trees(ASKED, _fields()))
    def law(tree: Node) -> None:
        with reading(app.engine) as connection:
            known = resolved(connection, tree)
            found = Search(connection, tree, chosen, COUNTRIES, 60.0)
            ids = list(found.ids(len(documents) + 1))
            times = [documents[x].listed for x in ids]
        expected = {x for x, article in documents.items() if matches(known, article)}
        assert (set(ids), len(ids)) == (expected, len(expected)), canonical(tree)
        assert times == sorted(times, reverse=True)

    law()
