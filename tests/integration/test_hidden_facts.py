"""The law of corrections: a fact that somebody said is wrong appears nowhere but on its own page
and in the list of corrections.

An article has a fact of every type. Each holds a marker that no text has: in a slot, and the key of
the fact. All pages, feeds, exports, commands and operations of the API are asked before and after
the facts are hidden: before, the markers are in many answers, or the test would prove nothing.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

import dashboard.app
from api.app import create
from baqylau import exports
from baqylau.app import App, open_app
from baqylau.clock import now
from baqylau.model.fact import (
    Amount,
    Appointment,
    Attribution,
    Date,
    Document,
    Event,
    Fact,
    Forecast,
    Mention,
    Quote,
    Role,
)
from baqylau.model.span import Span
from baqylau.settings import load
from baqylau.store import corrections, entities, outlets, search_rows, stories
from baqylau.store import facts as fact_rows
from baqylau.store.connect import connect, writing
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries import figures, people, search, told
from baqylau.store.schema import migrate
from tests import filled
from tests.asking_api import asking
from tests.site import in_process

MARK = "Ковылемдвижимый"
"""A word that no text has; it stands in what rules concluded only."""
WHO = f"Тимур {MARK}"
SAID = "Мы откроем завод к весне, и на это выделено 7654321 тенге"
TEXT = f"«{SAID}», – сообщил директор завода Тимур Жаксыбеков."


def wrong() -> Iterator[Fact]:
    """A fact of every type, each read wrongly."""

    def common(words: str, rule: str) -> dict[str, Any]:
        return filled.common(TEXT, words, TEXT, rule)

    content = filled.at(TEXT, SAID)
    spans = (Span(content.start, content.end),)
    person, slot = filled.at(TEXT, "Тимур Жаксыбеков", WHO), filled.at(TEXT, "завода", MARK)
    yield Quote(
        **common(SAID, "r.quote"), form="direct", content=spans, speaker_name=WHO,
        speaker_role=f"директор {MARK}",
    )  # fmt: skip
    known = filled.at(TEXT, "Тимур Жаксыбеков", "Тимур Жаксыбеков")
    yield Role(**common("директор завода", "r.role"), person=known, position=slot)
    yield Amount(
        **common("7654321 тенге", "r.money"), quantity="money", value=7654321.0, currency="KZT",
        of=slot,
    )  # fmt: skip
    day = date(2031, 3, 14)
    yield Date(**common("к весне", "r.date"), first=day, last=day, grain="day")
    yield Event(**common("откроем завод", "r.event"), kind="opening", name=MARK)
    yield Document(**common("завод", "r.document"), kind="law", name=MARK)
    yield Attribution(**common("сообщил директор", "r.cited"), layer="cited", source=slot)
    yield Appointment(
        **common("директор завода Тимур", "r.joins"), action="appointed", person=person,
        position=slot, organization=slot,
    )  # fmt: skip
    yield Forecast(**common("Мы откроем завод", "r.forecast"), content=spans, speaker_name=WHO)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """SQLite alone: `test_corrections` tries what the store does on both databases."""
    folder = tmp_path_factory.mktemp("app")
    engine = connect(f"sqlite:///{folder}/baqylau.db")
    migrate(engine)
    engine.dispose()
    with open_app(load(data=folder, outlets=folder / "none")) as app:
        with writing(app.engine) as connection:
            for outlet in ("vestnik", "dala"):
                outlets.ensure(connection, outlet, filled.OUTLETS[outlet])
        yield app


def told_again(app: App, number: int) -> None:
    """What the jobs do that are due after a correction."""
    moment = db_now(app.engine)
    with writing(app.engine) as connection:
        entities.decide(connection, number, moment, f"t{moment.timestamp()}"[:32], moment)
        search_rows.put(connection, number)
        stories.decide(connection, number, "t")


@pytest.fixture(scope="module")
def article(app: App) -> int:
    names = filled.at(TEXT, "Тимур Жаксыбеков")
    mention = Mention("person", names.start, names.end, names.text, names.text)
    common = ("Завод откроют весной", TEXT, "ru")
    own = filled.SampleArticle(
        "vestnik", "works", *common, timedelta(hours=1), tuple(wrong()), (mention,)
    )
    number = filled.write(app, own)
    filled.write(app, filled.SampleArticle("dala", "works-too", *common, timedelta(minutes=30)))
    told_again(app, number)
    return number


QUERIES = (
    *(f"kind:{x}" for x in ("quote", "forecast", "document", "event", "appointment")),
    *(f"said-by:«{WHO}»", f"appointed:«{WHO}»", f"cites:{MARK}", f"role:{MARK}", f"person:«{WHO}»"),
    *("amount>7e6", "amount:7654321", "date:2031-03-14", "завод"),
)


def pages(app: App, article: int) -> Iterator[tuple[str, str]]:
    """(address, answer) of every page, feed and export of the dashboard; without the pages of facts
    and of corrections.
    """
    found: dict[str, str] = {}
    with in_process(app) as ask:

        def read(address: str) -> tuple[int, str, str]:
            answer = ask("GET", address)
            found[address] = answer.text
            return answer.status, answer.headers.get("content-type", ""), answer.text

        more = addresses(app)
        more += [f"/article/{article}", "/today", "/facts?kind=quote", f"/facts?who={quoted(MARK)}"]
        more += [f"/{x}.{y}" for x in ("latest", "search") for y in ("rss", "atom", "json")]
        with writing(app.engine) as connection:
            more += [f"/entity/{x}" for x in entities_of(connection)]
            more += [f"/story/{x}" for x in stories_of(connection)]
        of_facts = [x for x in exports.SETS if x not in exports.ABOUT_OUTLETS]
        more += [f"/export/{x}?format=csv" for x in of_facts]
        more += [f"/export/articles?format={x}" for x in ("ninjs", "rss", "jsonfeed")]
        for address in more:
            read(address)
        for query in QUERIES:
            read(f"/search?q={quoted(query)}")
    assert "/export/facts?format=csv" in found
    for address, text in found.items():
        if not re.match(r"/fact/|/corrections|/article/\d+/corrections|/export/correct", address):
            yield address, text


def addresses(app: App) -> list[str]:
    """Every page without a number in its address; a new one is asked for at once."""
    web = dashboard.app.create(app)
    paths = {x.path for x in routes_in(web) if "GET" in (getattr(x, "methods", None) or ())}
    return sorted(x for x in paths if "{" not in x and x != "/fresher")


def routes_in(web: Any) -> Iterator[Any]:
    for each in web.routes:
        inner = getattr(each, "original_router", None) or getattr(each, "app", None)
        yield from routes_in(inner) if hasattr(inner, "routes") else [each]


def quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text)


def entities_of(connection: Any) -> list[int]:
    from baqylau.store.tables import entities as rows

    return list(connection.execute(select(rows.c.id)).scalars())


def stories_of(connection: Any) -> list[int]:
    from baqylau.store.tables import story_articles

    return list(connection.execute(select(story_articles.c.story).distinct()).scalars())


def answers_of_api(app: App, article: int) -> Iterator[tuple[str, str]]:
    """Every operation that reads, without those of facts by key and of corrections."""
    with asking(create(app)) as ask:
        values = {
            "article": [article], "before": [], "after": [], "outlet": ["vestnik"], "key": [],
            "correction": [], "watch": [],
            "entity": [x["id"] for x in ask("/api/v1/entities?limit=200").json["items"]],
            "story": [x["id"] for x in ask("/api/v1/stories?limit=200").json["items"]],
        }  # fmt: skip
        for path, operations in ask("/api/v1/openapi.json").json["paths"].items():
            if "get" not in operations or path == "/api/v1/corrections":
                continue
            [name] = re.findall(r"{(\w+)}", path)[:1] or [""]
            for value in values[name] if name else [""]:
                address = path.replace(f"{{{name}}}", str(value))
                for asked in ("outlet=vestnik",):
                    yield f"{address}?{asked}", decoded(ask(f"{address}?{asked}").text)
        for query in QUERIES:
            for what in ("articles", "facts"):
                address = f"/api/v1/{what}?q={query}&limit=200"
                yield address, decoded(ask(address).text)


def decoded(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda x: chr(int(x[1], 16)), text)


def of_library(app: App, article: int) -> Iterator[tuple[str, str]]:
    """What commands, messages and tables of counts are made of."""
    engine = app.engine
    yield "people", repr(people.of_name(engine, WHO, 5, 5))
    yield "people known", repr(people.of_name(engine, "Жаксыбеков", 5, 5))
    yield "figures", repr(figures.of_query(engine, "завод"))
    yield "message", repr(told.item(engine, article, "match"))
    for query in QUERIES:
        if "завод" not in query:
            yield f"search {query}", repr(search.find(engine, query))


Readers = Callable[[App, int], Iterator[tuple[str, str]]]


def answers(app: App, article: int) -> dict[str, str]:
    return {
        f"{reader.__name__} {address}": text
        for reader in (pages, answers_of_api, of_library)
        for address, text in reader(app, article)
    }


def unmarked(text: str) -> str:
    """Without what who asks wrote: the query, its canonical form and the addresses made of it."""
    text = re.sub(r'(?:value|href|action|content)="[^"]*"', "", text)
    return re.sub(r"<title>.*?</title>|<code>.*?</code>|<h1.*?</h1>", "", text, flags=re.S)


def test_a_hidden_fact_appears_nowhere_else(app: App, article: int) -> None:
    _, found = fact_rows.of(app.engine, article)
    keys = {x["type"]: str(x["key"]) for x in found}
    assert len(keys) == len(found) == 9
    before = answers(app, article)
    hidden = (MARK, *keys.values())
    shown = {x for x, text in before.items() if any(y in text for y in hidden)}
    for place in (
        "pages /facts", f"pages /article/{article}", "pages /export/facts?format=csv",
        "answers_of_api /api/v1/facts", f"answers_of_api /api/v1/articles/{article}",
        "of_library people", "of_library figures", "of_library message", "pages /entity/",
        "pages /story/", "answers_of_api /api/v1/stories/", "answers_of_api /api/v1/entities/",
    ):  # fmt: skip
        assert any(x.startswith(place) for x in shown), place
    for query in QUERIES:
        assert f"of_library search {query}" not in before or (
            f"article_id={article}," in before[f"of_library search {query}"]
        ), query
    for key in keys.values():
        corrections.correct_fact(app.engine, key, "hidden", "yes", "aigul", now())
    told_again(app, article)
    after = answers(app, article)
    leaks = {
        x
        for x, text in after.items()
        if any(y in (unmarked(text) if "<html" in text else text) for y in hidden)
    }
    assert leaks == set()
    for query in QUERIES:  # what somebody said is wrong is not found by it
        if (name := f"of_library search {query}") in after:
            assert f"article_id={article}," not in after[name], query
    with in_process(app) as ask:
        assert keys["quote"] in ask("GET", "/corrections").text
        assert MARK in ask("GET", f"/fact/{keys['quote']}").text
