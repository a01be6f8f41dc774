"""The law: facts are free, full text leaves only for who may read it.

A marker stands in every article beyond the 300 characters that everybody may have, and every
operation of the API, and every feed, is asked for everything: the marker must not be in any answer
to somebody without the right, and it must be in those of somebody with it, or the test would prove
nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest

from api.app import create
from baqylau.app import App
from baqylau.clock import now
from baqylau.model.access import Scope
from baqylau.model.fact import MODEL_RULES, Attribution, Fact, Mention, Quote
from baqylau.model.page import Page
from baqylau.model.span import Span
from baqylau.store import corrections, stories, tokens
from baqylau.store import facts as fact_rows
from baqylau.store.connect import writing
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.entities import decide
from baqylau.store.versions import version_of
from tests import filled
from tests.asking_api import Asking, asking, by
from tests.integration import paper
from tests.site import in_process

MARKER = "Ковылемдвижимый"
"""A word that nobody writes; it stands in texts beyond their leads, never in a fact's own words."""
OPENING = "Областной совет обсудил ремонт дорог и мостов на весь будущий год. " * 6
SAID = "Мы закончим дорогу к весне"
TEXT = (
    f"{OPENING}\n«{SAID}», – {MARKER} заявил аким области Тимур Жаксыбеков вечером.\n"
    f"{MARKER} в последнем абзаце."
)
assert TEXT.index(MARKER) > 300


def sample(slug: str, text: str, hours: int) -> filled.SampleArticle:
    return filled.SampleArticle(
        "vestnik", slug, "Ремонт дорог", text, "ru",
        filled.timedelta(hours=hours), tuple(facts(text)), mentions(text),
    )  # fmt: skip


def facts(text: str) -> Iterator[Fact]:
    line = text.split("\n")[1]
    content = filled.at(text, SAID)
    speaker = filled.at(text, "Тимур Жаксыбеков", "Тимур Жаксыбеков")
    spoken = {"form": "direct", "content": (Span(content.start, content.end),)}
    common = filled.common(text, SAID, line, "ru.marks")
    yield Quote(**common, **spoken, speaker=speaker, speaker_name="Тимур Жаксыбеков")
    read = filled.common(text, "аким области Тимур Жаксыбеков", line, f"{MODEL_RULES}attribution")
    yield Attribution(**read, layer="official", source=speaker)
    # a rule gone wrong: its slot holds the whole text
    whole = filled.at(text, text)
    wrong = filled.common(text, "заявил", line, "ru.wrong")
    yield Attribution(**wrong, layer="cited", source=replace(whole, name=text))


def mentions(text: str) -> tuple[Mention, ...]:
    slot = filled.at(text, "Тимур Жаксыбеков")
    return (Mention("person", slot.start, slot.end, slot.text, slot.text),)


@pytest.fixture
def told(app: App) -> dict[str, int]:
    """Two revisions of one article, another one, and an entity; the ids by slug."""
    with writing(app.engine) as connection:
        filled.outlets.ensure(connection, "vestnik", "Вестник степи")
    texts = {"road-before": TEXT.replace("последнем", "предпоследнем"), "road": TEXT}
    ids = {x: filled.write(app, sample(x, y, 5 - n)) for n, (x, y) in enumerate(texts.items())}
    ids["other"] = filled.write(app, sample("other", TEXT + f"\nИ ещё {MARKER}.", 2))
    moment = db_now(app.engine)
    for article in ids.values():
        with writing(app.engine) as connection:
            decide(connection, article, moment, version_of("entities"), moment)
    broken = Page("https://vestnik.test/x", b"%s" % MARKER.encode(), now(), "text/html")
    kept = filled.pages.store(app.engine, broken, "vestnik", None, app.archive)
    with writing(app.engine) as connection:
        filled.pages.set_outcome(connection, kept.page_id, "set_aside", "took longer than 20 s")
    with writing(app.engine) as connection:
        for article in ids.values():
            stories.decide(connection, article, "t")
    key = str(fact_rows.of(app.engine, ids["road"])[1][0]["key"])
    corrections.correct_fact(app.engine, key, "speaker_role", "аким", "e", now())
    corrections.correct_article(app.engine, ids["road"], "title", "Дороги", "e", now())
    return ids


def questions(ask: Asking, headers: dict[str, str], ids: dict[str, int]) -> Iterator[str]:
    """Every operation of the document with every value of its path, every kind, and a search for
    the marker.
    """
    entities = [x["id"] for x in ask("/api/v1/entities", headers).json["items"]]
    keys = [x["key"] for x in ask("/api/v1/facts", headers).json["items"]]
    values: dict[str, list[Any]] = {
        "article": list(ids.values()), "before": list(ids.values()), "after": list(ids.values()),
        "entity": entities, "outlet": ["vestnik", paper.OUTLET], "key": keys,
    }  # fmt: skip
    assert entities
    assert keys
    values |= {
        "story": [x["id"] for x in ask("/api/v1/stories", headers).json["items"]],
        "correction": [1, 2], "watch": [1],
    }  # fmt: skip
    assert values["story"]
    for path, operations in ask("/api/v1/openapi.json").json["paths"].items():
        if "get" not in operations:
            continue
        names = re.findall(r"{(\w+)}", path)
        known = {x["name"] for x in operations["get"].get("parameters", ())}
        for chosen in product(*(values[x] for x in names)):
            address = path.format(**dict(zip(names, chosen, strict=True)))
            needed = "?outlet=vestnik&" if path.endswith("/gaps") else "?"
            yield address + needed
            for name, value in (("order", "oldest"), ("q", MARKER), ("include", "text"),
                                ("who", "Жаксыбеков"), ("limit", "1")):  # fmt: skip
                if name in known:
                    yield f"{address}{needed}{name}={value}"


@pytest.fixture
def asked(app: App, told: dict[str, int]) -> Iterator[tuple[Asking, dict[str, dict[str, str]]]]:
    others = {"dashboard_host": "0.0.0.0", "dashboard_names": ("localhost",), "open_facts": True,
              "api_rate": "9999/second", "api_rate_open": "9999/second"}  # fmt: skip
    outside = replace(app, settings=app.settings.model_copy(update=others))
    made = {
        name: {"Authorization": f"Bearer {tokens.add(app.engine, name, scopes, by())[0]}"}
        for name, scopes in (("read", []), ("text", [Scope.TEXT]), ("write", [Scope.WRITE]))
    }
    with asking(create(outside)) as ask:
        yield ask, {"nobody": {}, **made}


@pytest.mark.parametrize("who", ["nobody", "read", "write"])
def test_no_operation_gives_text_to_who_may_not_read_it(
    asked: tuple[Asking, dict[str, dict[str, str]]], told: dict[str, int], who: str
) -> None:
    ask, headers = asked[0], asked[1][who]
    answers = {x: ask(x, headers) for x in questions(ask, headers, told)}
    assert sum(x.status == 200 for x in answers.values()) > 30
    assert {x.status for x in answers.values()} <= {200, 401, 403, 404}
    refused = [x for x, y in answers.items() if y.status == 403]
    assert all("include=text" in x or "/watches" in x for x in refused)
    closed = {x.split("/")[3].partition("?")[0] for x, y in answers.items() if y.status == 401}
    assert closed == ({"corrections", "labels", "notes"} if who == "nobody" else set())
    leaks = [x for x, y in answers.items() if MARKER in unescaped(y.text)]
    assert leaks == []
    assert any(SAID in y.text for y in answers.values())  # quotes are free


def test_with_the_right_the_text_is_there(
    asked: tuple[Asking, dict[str, dict[str, str]]], told: dict[str, int]
) -> None:
    ask, headers = asked[0], asked[1]["text"]
    answers = {x: ask(x, headers) for x in questions(ask, headers, told)}
    given = {x.partition("?")[0].split("/")[3] for x, y in answers.items() if MARKER in y.text}
    assert given >= {"articles", "facts", "entities", "edits"}


def test_facts_of_a_model_are_marked(
    asked: tuple[Asking, dict[str, dict[str, str]]], told: dict[str, int]
) -> None:
    ask = asked[0]
    for path in ("facts", f"articles/{told['road']}"):
        body = ask(f"/api/v1/{path}").json
        found = body.get("items") or body["facts"]
        made = {(x["rule"].startswith(MODEL_RULES), x["made_by"]) for x in found}
        assert made == {(True, "model"), (False, "rules")}


def test_feeds_give_leads(app: App, told: dict[str, int]) -> None:
    with in_process(app) as ask:
        for address in ("/latest.rss", f"/search.rss?q={MARKER}", "/search.rss?q=дорог"):
            answer = ask("GET", quote(address, safe="/?=&"))
            assert answer.status == 200
            assert "Областной совет обсудил" in answer.text
            assert MARKER not in answer.text.partition("<item>")[2]


def unescaped(text: str) -> str:
    """The answer as a reader of JSON sees it: `\\u0434` is a letter."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda x: chr(int(x[1], 16)), text)
