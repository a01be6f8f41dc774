"""What people correct, label and note lies above what was read, on both databases: it is shown in
every list and export, survives another reading, is undone, and is never applied to another fact.
"""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from typer.testing import CliRunner

from baqylau.app import App
from baqylau.clock import now
from baqylau.errors import ConflictError, InputError
from baqylau.exchange import flat_rows
from baqylau.messages import WIRE_VERSION
from baqylau.model.fact import Extraction, Quote
from baqylau.model.span import Span
from baqylau.store import annotations, corrections, jobs, search_rows
from baqylau.store import articles as article_rows
from baqylau.store import facts as fact_rows
from baqylau.store.connect import reading, writing
from baqylau.store.dump import dump
from baqylau.store.load import load
from baqylau.store.queries import (
    article_detail,
    articles,
    export,
    export_facts,
    facts,
    search,
)
from baqylau.store.queries import corrections as queries
from baqylau.store.queries.filter import EVERYTHING, Filter
from baqylau.store.schema import migrate
from baqylau.store.tables import articles as article_table
from baqylau.store.tables import corrections as table
from baqylau.store.tables import facts as fact_table
from baqylau.store.tables import jobs as job_table
from console.main import cli
from tests.integration import paper
from tests.integration.test_fact_keys import move, publish
from workers.job_runner import JobRunner

SAID = "Дороги починят к весне, и деньги на это уже есть"
TEXT = f"«{SAID}», – сказал аким Ахметов. На это выделено 900 тенге, потом ещё 40 тенге."
URL = "https://vestnik-stepi.test/plan"


def quote(text: str, speaker: str | None = "Ахметов", rule: str = "r") -> Quote:
    at = text.index(SAID)
    whole = Span(at - 1, text.index(".", at) + 1)
    return Quote(
        start=whole.start, end=whole.end, text=text[whole.start : whole.end], sentence=whole,
        confidence=0.9, rule=rule, form="direct", content=(Span(at, at + len(SAID)),),
        speaker_name=speaker,
    )  # fmt: skip


def row_of(columns: flat_rows.Columns, record: dict[str, Any]) -> dict[str, Any]:
    """The row of a spreadsheet by column."""
    return dict(zip(columns.names, columns.values(record), strict=True))


def say(app: App, article: int, *said: Quote) -> None:
    """The article's facts are these quotes from now on, as another reading gives them."""
    with writing(app.engine) as connection:
        listed = connection.execute(
            select(article_table.c.listed).where(article_table.c.id == article)
        ).scalar_one()
        fact_rows.replace(connection, article, listed, "facts-9", Extraction("ru", (), said))


@pytest.fixture
def article(app: App) -> int:
    found = publish(app, URL, TEXT, 1)
    say(app, found, quote(TEXT))
    return found


@pytest.fixture
def key(app: App, article: int) -> str:
    return str(fact_rows.of(app.engine, article)[1][0]["key"])


def correct(app: App, key: str, field: str, value: str, **more: Any) -> int:
    return corrections.correct_fact(app.engine, key, field, value, "aigul", now(), **more)


def shown(app: App) -> list[Any]:
    return [(x.who, x.fact["speaker_name"]) for x in facts.listed(app.engine, EVERYTHING, 50)]


def test_a_corrected_speaker_is_shown_everywhere_and_found(
    app: App, article: int, key: str
) -> None:
    number = correct(app, key, "speaker_name", "Асель Ким", because="ослышались")
    assert shown(app) == [("Асель Ким", "Асель Ким")]
    [of_article] = fact_rows.of(app.engine, article)[1]
    assert of_article["corrected"]["speaker_name"] | {"when": 0} == {
        "read": "Ахметов", "value": "Асель Ким", "by": "aigul", "id": number, "when": 0
    }  # fmt: skip
    assert len(facts.listed(app.engine, Filter(who="Асель Ким"), 5)) == 1
    assert facts.listed(app.engine, Filter(who="Ахметов"), 5) == []
    assert [x.name for x in facts.speakers(app.engine, EVERYTHING, 5)] == ["Асель Ким"]
    [record] = export_facts.of_facts(app.engine, EVERYTHING)
    assert (record["who"], record["slots"]["speaker_name"]) == ("Асель Ким", "Асель Ким")
    row = row_of(flat_rows.FACTS, record)
    assert (row["speaker_name"], row["corrected"]) == ("Асель Ким", "speaker_name: Ахметов (aigul)")
    with reading(app.engine) as connection:  # what the rules read is there as it was
        assert connection.execute(select(fact_table.c.slots)).scalar_one()["speaker_name"] == (
            "Ахметов"
        )


def test_undone_it_is_what_was_read_and_the_log_stays(app: App, key: str) -> None:
    number = correct(app, key, "speaker_name", "")
    assert shown(app) == [(None, None)]
    corrections.undo(app.engine, number, "berik", now())
    assert shown(app) == [("Ахметов", "Ахметов")]
    assert "corrected" not in facts.listed(app.engine, EVERYTHING, 5)[0].fact
    [row] = queries.listed(app.engine)
    assert (row.state, row.by, row.undone_by) == (queries.UNDONE, "aigul", "berik")
    with pytest.raises(ConflictError, match="undone on"):
        corrections.undo(app.engine, number, "berik", now())
    with pytest.raises(InputError, match="no correction"):
        corrections.undo(app.engine, 999, "berik", now())


def test_a_correction_survives_another_reading_and_an_edit(
    app: App, article: int, key: str
) -> None:
    correct(app, key, "speaker_name", "Асель Ким")
    say(app, article, quote(TEXT, "Сатаев", "r.new"))
    assert shown(app) == [("Асель Ким", "Асель Ким")]
    assert fact_rows.of(app.engine, article)[1][0]["corrected"]["speaker_name"]["read"] == "Сатаев"
    edited = f"Обновлено сегодня.\n{TEXT}"
    second = publish(app, URL, edited, 2)
    assert second != article
    say(app, second, quote(edited, "Сатаев"))
    assert shown(app) == [("Асель Ким", "Асель Ким")]
    move(app, URL, f"{URL}-2", 3)
    third = publish(app, f"{URL}-2", f"Ещё раз.\n{edited}", 4)
    say(app, third, quote(f"Ещё раз.\n{edited}"))
    assert shown(app) == [("Асель Ким", "Асель Ким")]
    assert [x.article for x in queries.listed(app.engine)] == [third]


def test_without_its_fact_it_is_listed_and_applied_to_nothing(
    app: App, article: int, key: str
) -> None:
    correct(app, key, "speaker_name", "Асель Ким")
    shifted = replace(quote(TEXT), content=(Span(3, 40),))  # other words: another fact
    say(app, article, shifted)
    assert shown(app) == [("Ахметов", "Ахметов")]
    [row] = queries.listed(app.engine)
    assert (row.state, row.article) == (queries.LOST, None)
    assert row.evidence["fact"]["speaker_name"] == "Ахметов"
    assert [x.state for x in queries.listed(app.engine, queries.LOST)] == [queries.LOST]
    assert queries.listed(app.engine, queries.STANDS) == []
    [gold] = queries.gold(app.engine)
    assert gold["state"] == queries.LOST
    assert SAID in gold["sentence"]
    say(app, article, quote(TEXT))  # found again
    assert shown(app) == [("Асель Ким", "Асель Ким")]


def test_a_fact_that_is_wrong_is_shown_nowhere(app: App, article: int, key: str) -> None:
    number = correct(app, key, "hidden", "yes")
    assert facts.listed(app.engine, EVERYTHING, 5) == []
    assert facts.kinds(app.engine, EVERYTHING) == {}
    assert fact_rows.of(app.engine, article)[1] == []
    assert list(export_facts.of_facts(app.engine, EVERYTHING)) == []
    assert articles.latest(app.engine, EVERYTHING, 5)[0].quotes == 0
    assert articles.latest(app.engine, Filter(kind="quote"), 5) == []
    assert [x["wrong"] for x in queries.gold(app.engine)] == [True]
    corrections.undo(app.engine, number, "aigul", now())
    assert len(facts.listed(app.engine, EVERYTHING, 5)) == 1


def test_value_and_currency_of_an_amount(app: App) -> None:
    publish(app, URL, TEXT, 1)
    first, second = facts.listed(app.engine, Filter(kind="amount"), 5)
    correct(app, first.fact["key"], "value", "9 000")
    correct(app, first.fact["key"], "currency", "usd")
    again, other = facts.listed(app.engine, Filter(kind="amount"), 5)
    assert (again.fact["value"], again.fact["currency"]) == (9000.0, "USD")
    assert other.fact == second.fact


def test_title_time_and_kind_of_an_article(app: App, article: int) -> None:
    def change(field: str, value: str) -> int:
        return corrections.correct_article(app.engine, article, field, value, "aigul", now())

    change("title", "План <дорог>")
    published = change("published", "2026-02-01T09:00+05:00")
    [line] = articles.latest(app.engine, EVERYTHING, 5)
    assert (line.title, line.when) == ("План <дорог>", datetime(2026, 2, 1, 4, tzinfo=UTC))
    assert str(line.own) == "2026-02-01 09:00:00+05:00"
    assert line.corrected["title"]["read"] == "План"
    [statement] = facts.listed(app.engine, Filter(kind="quote"), 5)
    assert (statement.title, statement.when, statement.own) == (line.title, line.when, line.own)
    assert articles.latest(app.engine, Filter(until=datetime(2026, 2, 2, tzinfo=UTC)), 5)
    [record] = export.of_articles(app.engine, EVERYTHING)
    assert (record["title"], record["published"]) == ("План <дорог>", "2026-02-01T09:00:00+05:00")
    assert "title: План (aigul)" in row_of(flat_rows.ARTICLES, record)["corrected"]
    second = publish(app, URL, f"Обновлено.\n{TEXT}", 2)  # a revision is corrected as well
    [line] = articles.latest(app.engine, EVERYTHING, 5)
    assert (line.id, line.title, line.when.year) == (second, "План <дорог>", 2026)
    assert line.when == datetime(2026, 2, 1, 4, tzinfo=UTC)
    corrections.undo(app.engine, published, "aigul", now())
    assert articles.latest(app.engine, EVERYTHING, 5)[0].when == paper.FIRST_DAY
    kind = change("kind", "not_article")
    for query in (articles.latest, facts.listed):
        assert query(app.engine, EVERYTHING, 5) == []
    assert article_detail.detail(app.engine, second) is not None
    corrections.undo(app.engine, kind, "aigul", now())
    assert len(articles.latest(app.engine, EVERYTHING, 5)) == 1


def test_a_corrected_title_is_found_once_it_is_indexed(app: App, article: int) -> None:
    """The same on both databases: the correction makes the article's index row due."""
    with writing(app.engine) as connection:
        search_rows.put(connection, article)
    words = "Асфальтовый завод"

    def found() -> bool:
        return article in {x.article_id for x in search.find(app.engine, f"«{words}»")}

    assert not found()
    number = corrections.correct_article(app.engine, article, "title", words, "aigul", now())
    assert jobs.counts(app.engine)["index"]["pending"] == 1
    with writing(app.engine) as connection:
        search_rows.put(connection, article)
    assert found()
    corrections.undo(app.engine, number, "aigul", now())
    with writing(app.engine) as connection:
        search_rows.put(connection, article)
    assert not found()


def test_a_correction_is_refused_with_what_to_write(app: App, article: int, key: str) -> None:
    for field, value, why in (
        ("speaker_name", "Ахметов", "is what stands there"),
        ("value", "5", "speaker_name, speaker_role, hidden"),
        ("hidden", "maybe", "yes or no"),
    ):
        with pytest.raises(InputError, match=why):
            correct(app, key, field, value)
    with pytest.raises(InputError, match="no fact"):
        correct(app, "0" * 37, "hidden", "yes")
    with pytest.raises(InputError, match="no article"):
        corrections.correct_article(app.engine, 99, "title", "x", "aigul", now())
    assert queries.listed(app.engine) == []


def test_another_correction_of_a_field_replaces_the_first(app: App, key: str) -> None:
    first = correct(app, key, "speaker_name", "Асель Ким", seen=0)
    second = correct(app, key, "speaker_name", "Олжас Ким", seen=first)
    assert shown(app) == [("Олжас Ким", "Олжас Ким")]
    assert [(x.id, x.state) for x in queries.listed(app.engine)] == [
        (second, queries.STANDS), (first, queries.UNDONE)
    ]  # fmt: skip
    assert [x.id for x in queries.of_subject(app.engine, key)] == [second, first]
    assert [x.read for x in queries.listed(app.engine)] == ["Ахметов", "Ахметов"]


def test_of_two_editors_the_later_sees_the_conflict(app: App, key: str) -> None:
    first = correct(app, key, "speaker_name", "Асель Ким", seen=0)
    with pytest.raises(ConflictError, match="aigul"):
        correct(app, key, "speaker_name", "Олжас Ким", seen=0)
    corrections.undo(app.engine, first, "aigul", now())
    with pytest.raises(ConflictError):
        correct(app, key, "speaker_name", "Олжас Ким", seen=first)


def test_two_editors_at_once_leave_one_correction(app: App, key: str) -> None:
    barrier, outcomes = threading.Barrier(4), []

    def edit(name: str) -> None:
        barrier.wait()
        try:
            outcomes.append(correct(app, key, "speaker_name", name, seen=0))
        except ConflictError:
            outcomes.append(None)

    threads = [threading.Thread(target=edit, args=(f"Имя {x}",)) for x in range(4)]
    for x in threads:
        x.start()
    for x in threads:
        x.join()
    assert len([x for x in outcomes if x is not None]) == 1
    assert len(outcomes) == 4
    assert len(queries.listed(app.engine)) == 1


def test_what_follows_the_facts_is_due_again(app: App, article: int, key: str) -> None:
    """The stages right after the facts at once, and the index behind the entities, which it holds:
    as after another reading.
    """

    def due() -> set[str]:
        found = {x for x, states in jobs.counts(app.engine).items() if states["pending"]}
        return found - {"clean"}  # the page's own, which nobody worked off

    assert due() == set()
    correct(app, key, "speaker_name", "Асель Ким")
    assert due() == {"entities", "citations"}
    with reading(app.engine) as connection:
        wanted = select(job_table.c.id).where(job_table.c.stage == "entities")
        job = connection.execute(wanted).scalar_one()
    runner = JobRunner(app, paper.Readers(), ("entities",))
    runner.run("entities", [job], WIRE_VERSION)
    assert due() == {"citations", "index"}


def test_labels_and_notes_of_facts_and_articles(app: App, article: int, key: str) -> None:
    annotations.add_label(app.engine, key, " тон:  резкий ", "aigul", now())
    annotations.add_label(app.engine, key, "тон: резкий", "berik", now())
    annotations.add_label(app.engine, article, "бюджет", "aigul", now())
    note = annotations.add_note(app.engine, key, "Спросить\x00 у акима\n<b>", "aigul", now())
    second = publish(app, URL, f"Обновлено.\n{TEXT}", 2)
    say(app, second, quote(f"Обновлено.\n{TEXT}"))
    [statement] = facts.listed(app.engine, Filter(label="тон: резкий"), 5)
    assert statement.annotations.names == ["тон: резкий"]
    assert statement.annotations.texts == ["Спросить у акима\n<b>"]
    assert [x.id for x in articles.latest(app.engine, Filter(label="бюджет"), 5)] == [second]
    assert len(facts.listed(app.engine, Filter(label="бюджет"), 5)) == 1
    assert articles.latest(app.engine, Filter(label="тон: резкий"), 5) == []
    assert annotations.names(app.engine) == ["бюджет", "тон: резкий"]
    [record] = export_facts.of_facts(app.engine, EVERYTHING)
    row = row_of(flat_rows.FACTS, record)
    assert (row["labels"], row["notes"]) == ("тон: резкий", "Спросить у акима\n<b>")
    [record] = export.of_articles(app.engine, EVERYTHING)
    assert row_of(flat_rows.ARTICLES, record)["labels"] == "бюджет"
    annotations.remove_note(app.engine, note)
    label = statement.annotations.labels[0]
    annotations.remove_label(app.engine, label.id)
    assert facts.listed(app.engine, Filter(label="тон: резкий"), 5) == []
    for remove, number in ((annotations.remove_note, note), (annotations.remove_label, label.id)):
        with pytest.raises(InputError, match="removed it before"):
            remove(app.engine, number)


def test_articles_that_turn_out_to_be_one_share_what_was_written(
    app: App, article: int, key: str
) -> None:
    second = publish(app, f"{URL}-2", TEXT, 2)
    say(app, second, quote(TEXT))
    other = fact_rows.of(app.engine, second)[1][0]["key"]
    assert other != key
    for each, name in ((key, "Асель Ким"), (other, "Олжас Ким")):
        correct(app, each, "speaker_name", name)
        annotations.add_label(app.engine, each, "спор", "aigul", now())
    annotations.add_note(app.engine, key, "по телефону", "aigul", now())
    annotations.add_label(app.engine, article, "бюджет", "aigul", now())
    move(app, URL, f"{URL}-2", 3)
    assert {x.subject for x in queries.listed(app.engine)} == {other}
    assert sorted(x.state for x in queries.listed(app.engine)) == [queries.STANDS, queries.UNDONE]
    third = publish(app, f"{URL}-2", f"Третье.\n{TEXT}", 4)
    say(app, third, quote(f"Третье.\n{TEXT}"))
    [statement] = facts.listed(app.engine, EVERYTHING, 5)
    assert statement.who == "Олжас Ким"
    assert (statement.annotations.names, statement.annotations.texts) == (["спор"], ["по телефону"])
    assert len(articles.latest(app.engine, Filter(label="бюджет"), 5)) == 1


def test_a_page_that_is_no_article_any_more_and_is_one_again(
    app: App, article: int, key: str
) -> None:
    """A cleaner that refuses the page, and the next one that reads it: the correction waits."""
    correct(app, key, "speaker_name", "Асель Ким")
    corrections.correct_article(app.engine, article, "title", "План дорог", "aigul", now())
    with writing(app.engine) as connection:
        page = connection.execute(select(article_table.c.page)).scalar_one()
        article_rows._delete_article(connection, page, now())
    assert [x.state for x in queries.listed(app.engine)] == [queries.LOST, queries.LOST]
    again = publish(app, URL, TEXT, 7)
    say(app, again, quote(TEXT))
    assert shown(app) == [("Асель Ким", "Асель Ким")]
    assert articles.latest(app.engine, EVERYTHING, 5)[0].title == "План дорог"


@pytest.fixture
def empty(tmp_path: Any) -> Iterator[Engine]:
    from baqylau.store.connect import connect

    engine = connect(f"sqlite:///{tmp_path}/restored.db")
    migrate(engine)
    yield engine
    engine.dispose()


def test_all_of_it_is_in_a_backup(
    app: App, article: int, key: str, empty: Engine, tmp_path: Any
) -> None:
    correct(app, key, "speaker_name", "Асель Ким")
    annotations.add_label(app.engine, article, "бюджет", "aigul", now())
    annotations.add_note(app.engine, key, "по телефону", "aigul", now())
    folder = tmp_path / "dumped"
    folder.mkdir()
    load(empty, folder, dump(app.engine, folder), (), now())
    [statement] = facts.listed(empty, Filter(label="бюджет"), 5)
    assert (statement.who, statement.annotations.texts) == ("Асель Ким", ["по телефону"])
    [row] = queries.listed(empty)
    assert row.state == queries.STANDS
    with pytest.raises(ConflictError):
        corrections.correct_fact(empty, key, "speaker_name", "x", "aigul", now(), seen=0)
    with writing(empty) as connection:
        connection.execute(update(table).values(because="x"))


def test_the_commands(app: App, article: int, key: str, monkeypatch: Any, tmp_path: Any) -> None:
    for name in ("data", "database", "queue"):
        value = getattr(app.settings, name)
        if value:
            monkeypatch.setenv(f"BAQYLAU_{name.upper()}", str(value))

    def run(*asked: str, code: int = 0) -> str:
        done = CliRunner().invoke(cli, ["corrections", *asked])
        assert done.exit_code == code, done.output
        return done.output

    assert "no corrections" in run("list")
    assert "undo 1" in run("set", key, "speaker_name", "Асель\x1b[31m Ким", "--because", "письмо")
    run("set", str(article), "title", "План дорог")
    listed = run("list", "--by", "terminal", "--state", "stands")
    assert "speaker_name: Ахметов -> Асель[31m Ким" in listed
    assert "title: План -> План дорог" in listed
    assert "(письмо)" in listed
    output = tmp_path / "gold.jsonl"
    run("export", "--output", str(output))
    [record] = [json.loads(x) for x in output.read_text(encoding="utf-8").splitlines()]
    assert record["fact"]["speaker_name"] == "Асель[31m Ким"
    assert record["read"] == {"speaker_name": "Ахметов"}
    assert "invented" in record["warning"]
    assert [json.loads(x) for x in run("export").splitlines() if x.startswith("{")] == [record]
    assert "undone" in run("undo", "1")
    assert "undone" in run("list", "--state", "undone")
    assert "yes or no" in run("set", key, "hidden", "maybe", code=2)
    assert "no correction 9" in run("undo", "9", code=2)
