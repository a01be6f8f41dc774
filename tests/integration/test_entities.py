"""Names of stored articles become entities: one person in several scripts is one, two workers with
one new name make one, a re-run keeps the ids, editors merge and split.
"""

import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, func, insert, select, update
from typer.testing import CliRunner

from baqylau.app import App
from baqylau.errors import InputError
from baqylau.settings import Settings
from baqylau.store import entities as rows
from baqylau.store import entity_edits, erasure, jobs
from baqylau.store import pages as pages_store
from baqylau.store.connect import connect, reading, writing
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.dump import dump
from baqylau.store.entity_candidates import root
from baqylau.store.load import load
from baqylau.store.queries import entities as queries
from baqylau.store.queries import export_facts
from baqylau.store.queries import facts as facts_queries
from baqylau.store.queries.filter import Filter
from baqylau.store.tables import (
    articles,
    entities,
    entity_links,
    entity_names,
    entity_pairs,
    facts,
    mentions,
    outlets,
    pages,
)
from baqylau.store.tables import jobs as job_rows
from console.main import cli
from tests import services
from tests.integration import paper
from tests.integration.paper import FIRST_DAY
from tests.site import served
from workers.run import work_off

VERSION = "entities-1"


def store(engine: Engine, number: int, *named: tuple[str, ...], outlet: str = "press") -> int:
    """An article with these persons, each a name and perhaps a role, and what each says; its id."""
    day = FIRST_DAY + timedelta(days=number)
    with writing(engine) as connection:
        if not connection.execute(select(outlets.c.id).where(outlets.c.id == outlet)).first():
            connection.execute(insert(outlets).values(id=outlet, name="Вестник"))
        key, url = number.to_bytes(32, "big"), f"https://press.test/{number}"
        page = connection.execute(
            insert(pages)
            .values(outlet=outlet, url=url, url_hash=key, fetched=day, status=200, size=1,
                    content_hash=f"{number:064x}", trace="t", outcome="article")
            .returning(pages.c.id)
        ).scalar_one()  # fmt: skip
        article = connection.execute(
            insert(articles)
            .values(page=page, outlet=outlet, url=url, canonical_url=url, canonical_hash=key,
                    kind="article", text_hash=key, listed=day, published=day, cleaner="t",
                    title=f"№ {number}", language="ru", stored=day, text="Он сказал." * 9)
            .returning(articles.c.id)
        ).scalar_one()  # fmt: skip
        write_names(connection, article, named, day)
    return int(article)


def write_names(connection: Any, article: int, named: Sequence[tuple[str, ...]], day: Any) -> None:
    for place, (name, *role) in enumerate(named):
        kind = role[1] if len(role) > 1 else "person"
        common = {"article": article, "version": "facts-3", "start": place, "end": place + 1}
        connection.execute(insert(mentions).values(**common, type=kind, text=name, name=name))
        slots = {"speaker_name": name, "speaker_role": role[0] if role else None, "content": []}
        connection.execute(
            insert(facts).values(**common, type="quote", rule="r", text="сказал", sentence_start=0,
                                 sentence_end=10, confidence=1.0, slots=slots, who=name, listed=day)
        )  # fmt: skip


def decide(engine: Engine, *ids: int, version: str = VERSION) -> None:
    for article in ids:
        with writing(engine) as connection:
            listed = connection.execute(
                select(articles.c.listed).where(articles.c.id == article)
            ).scalar_one()
            rows.decide(connection, article, listed, version, db_now(engine))


def linked(engine: Engine) -> dict[tuple[int, str], int]:
    with reading(engine) as connection:
        return {
            (x.article, x.name): x.entity
            for x in connection.execute(
                select(entity_links.c.article, entity_links.c.name, root.label("entity")).join(
                    entities, entities.c.id == entity_links.c.entity
                )
            )
        }


def test_one_person_in_three_scripts_is_one(app: App) -> None:
    ids = [
        store(app.engine, 1, ("Касым-Жомарт Токаев", "президент"), ("Ирина Цой",)),
        store(app.engine, 2, ("Қасым-Жомарт Тоқаев",), ("Цой Ирина",)),
        store(app.engine, 3, ("Kassym-Jomart Tokayev",), ("Irina Tsoy",)),
        store(app.engine, 4, ("Токаев",), ("Цой",)),
    ]
    decide(app.engine, *ids)
    found = linked(app.engine)
    assert len(found) == 8
    assert len(set(found.values())) == 2


def test_a_surname_that_is_a_given_name_too_is_found_in_every_spelling(app: App) -> None:
    ids = [
        store(app.engine, 1, ("Ерлан Жумабек",), ("Жумабек Сатаев",)),
        store(app.engine, 2, ("Ерлан Жұмабек",), ("Yerlan Zhumabek",)),
    ]
    decide(app.engine, *ids)
    wanted = {linked(app.engine)[ids[0], "Ерлан Жумабек"]}
    with reading(app.engine) as connection:
        for asked in ("Жумабек", "Жұмабек", "Жұмабектің", "Zhumabek"):
            assert queries.meant(connection, asked) == wanted, asked
        assert queries.meant(connection, "Ерлан") == set()


def test_two_workers_with_one_new_name_make_one_entity(app: App) -> None:
    """Each article prints the name in another spelling; all workers begin at once."""
    spelled = ["Самал Дүйсенова", "Самал Дуйсенова", "Samal Duisenova", "С. Дуйсенова"] * 2
    ids = [store(app.engine, n, (x,), ("КТЖ", "", "organization")) for n, x in enumerate(spelled)]
    start = threading.Barrier(len(ids))
    faults: list[Exception] = []

    def work(article: int) -> None:
        start.wait()
        try:
            decide(app.engine, article)
        except Exception as fault:  # noqa: BLE001
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(x,)) for x in ids]
    for x in threads:
        x.start()
    for x in threads:
        x.join()
    assert faults == []
    with reading(app.engine) as connection:
        made = connection.execute(select(entities.c.type, func.count()).group_by(entities.c.type))
        assert {x[0]: x[1] for x in made} == {"person": 1, "organization": 1}
    assert len(linked(app.engine)) == 2 * len(ids)


def test_a_re_run_and_a_sweep_keep_the_ids(app: App) -> None:
    ids = [
        store(app.engine, 1, ("Самал Дуйсенова", "врач"), ("Т. Әбілдаев",)),
        store(app.engine, 2, ("Самал Дүйсенова",), ("Тимур Абильдаев",), ("Самал Дуйсенова",)),
        store(app.engine, 3, ("Серик Дуйсенов", "боксёр")),
        store(app.engine, 4, ("Серик Дуйсенов", "прокурор")),
    ]
    decide(app.engine, *ids)
    before = linked(app.engine)
    assert len(set(before.values())) == 4
    decide(app.engine, *reversed(ids))
    assert linked(app.engine) == before
    decide(app.engine, *reversed(ids), version="entities-2")
    assert linked(app.engine) == before
    with reading(app.engine) as connection:
        assert set(connection.execute(select(entity_links.c.version)).scalars()) == {"entities-2"}


def test_names_an_article_has_no_more_are_taken_away(app: App) -> None:
    one, two = store(app.engine, 1, ("Самал Дуйсенова",)), store(app.engine, 2, ("Әсел Оспан",))
    decide(app.engine, one, two)
    with writing(app.engine) as connection:
        connection.execute(
            update(mentions).where(mentions.c.article == one).values(name="Ирина Цой")
        )
        connection.execute(update(facts).where(facts.c.article == one).values(who="Ирина Цой"))
    decide(app.engine, one)
    assert {name for _, name in linked(app.engine)} == {"Ирина Цой", "Әсел Оспан"}
    with reading(app.engine) as connection:
        assert set(connection.execute(select(entities.c.name)).scalars()) == {
            "Ирина Цой",
            "Әсел Оспан",
        }


def test_namesakes_are_offered_and_an_answer_stays(app: App) -> None:
    ids = [
        store(app.engine, 1, ("Серик Дуйсенов", "боксёр")),
        store(app.engine, 2, ("Серик Дуйсенов", "прокурор")),
    ]
    decide(app.engine, *ids)
    (pair,) = queries.pairs(app.engine, 10)
    assert {pair["one_name"], pair["other_name"]} == {"Серик Дуйсенов"}
    entity_edits.answer(app.engine, pair["id"], False, db_now(app.engine))
    assert queries.pairs(app.engine, 10) == []
    decide(app.engine, *ids, version="entities-2")
    assert queries.pairs(app.engine, 10) == []
    change = entity_edits.answer(app.engine, pair["id"], True, db_now(app.engine), "one man")
    assert len(set(linked(app.engine).values())) == 1
    assert change is not None
    entity_edits.undo(app.engine, change, db_now(app.engine))
    assert len(set(linked(app.engine).values())) == 2


def test_merges_are_chained_and_undone_one_by_one(app: App) -> None:
    names = ("Самал Дуйсенова", "Ирина Цой", "Әсел Оспан")
    decide(app.engine, *(store(app.engine, n, (x,)) for n, x in enumerate(names)))
    a, b, c = (linked(app.engine)[n, x] for n, x in zip((1, 2, 3), names, strict=True))
    now = db_now(app.engine)
    first = entity_edits.merge(app.engine, b, c, now, None)
    second = entity_edits.merge(app.engine, a, b, now, "typo")
    assert set(linked(app.engine).values()) == {a}
    assert queries.detail(app.engine, c) == queries.detail(app.engine, a)
    with pytest.raises(InputError, match="already"):
        entity_edits.merge(app.engine, a, c, now, None)
    # a name of a merged entity leads to the one it means now
    late = store(app.engine, 9, ("Irina Tsoy",))
    decide(app.engine, late)
    assert linked(app.engine)[late, "Irina Tsoy"] == a
    entity_edits.undo(app.engine, second, now)
    assert linked(app.engine)[3, names[2]] == b
    entity_edits.undo(app.engine, first, now)
    assert linked(app.engine)[3, names[2]] == c
    assert [x["kind"] for x in queries.changes(app.engine, 9)] == ["merge", "merge"]
    with pytest.raises(InputError, match="undone on"):
        entity_edits.undo(app.engine, first, now)


@pytest.mark.parametrize("by", ["name", "article"])
def test_a_split_is_kept_by_a_sweep_and_undone(app: App, by: str) -> None:
    ids = [store(app.engine, 1, ("Самал Дуйсенова",)), store(app.engine, 2, ("Самал Дүйсенова",))]
    decide(app.engine, *ids)
    (whole,) = set(linked(app.engine).values())
    names, of = ((["Самал Дүйсенова"], []), ([], [ids[1]]))[by == "article"]
    change, new = entity_edits.split(app.engine, whole, names, of, db_now(app.engine), "sisters")
    apart = linked(app.engine)
    assert set(apart.values()) == {whole, new}
    decide(app.engine, *ids, version="entities-2")
    assert linked(app.engine) == apart
    entity_edits.undo(app.engine, change, db_now(app.engine))
    assert set(linked(app.engine).values()) == {whole}
    with pytest.raises(InputError, match="nothing would be left"):
        entity_edits.split(app.engine, whole, [], ids, db_now(app.engine), None)


@pytest.mark.parametrize(
    "who", ["Цоя", "Ирина Цой", "Цой Ирина", "Tsoy", "Irina Tsoy", "Ирине Цой"]
)
def test_who_finds_one_person_under_all_names(app: App, who: str) -> None:
    ids = [
        store(app.engine, 1, ("Ирина Цой", "юрист")),
        store(app.engine, 2, ("Irina Tsoy",)),
        store(app.engine, 3, ("Цой",)),
        store(app.engine, 4, ("Серик Дуйсенов",)),
    ]
    decide(app.engine, *ids)
    chosen = Filter(who=who)
    found = facts_queries.listed(app.engine, chosen, 10)
    assert {x.article for x in found} == set(ids[:3])
    assert {x.who for x in found} == {"Ирина Цой", "Irina Tsoy", "Цой"}  # as printed
    assert len({x.entity for x in found}) == 1
    assert {x["article"] for x in export_facts.of_facts(app.engine, chosen)} == set(ids[:3])
    mentioned = list(export_facts.of_mentions(app.engine, chosen))
    assert {x["article"] for x in mentioned} == set(ids[:3])
    assert {x["entity"] for x in mentioned} == {str(found[0].entity)}
    (speaker,) = facts_queries.speakers(app.engine, chosen, 10)
    assert speaker.quotes == 3
    exact = facts_queries.listed(app.engine, Filter(entity=found[0].entity), 10)
    assert {x.article for x in exact} == set(ids[:3])


def test_erasure_leaves_no_name_behind(app: App) -> None:
    ids = [
        store(app.engine, 1, ("Самал Дуйсенова", "врач"), ("Ирина Цой",)),
        store(app.engine, 2, ("С. Дуйсенова",), ("Ирина Цой",)),
    ]
    decide(app.engine, *ids)
    found = erasure.of_articles(app.engine, [ids[0]])
    counts = erasure.erase(app.engine, found, "person", "x", "asked", db_now(app.engine))
    assert counts["entities"] == 0
    with reading(app.engine) as connection:
        names = set(connection.execute(select(entities.c.name)).scalars())
        assert names == {"С. Дуйсенова", "Ирина Цой"}
        assert set(connection.execute(select(entity_names.c.name)).scalars()) == names
        assert set(connection.execute(select(entities.c.roles)).scalars()) == {None}
    found = erasure.of_articles(app.engine, [ids[1]])
    counts = erasure.erase(app.engine, found, "person", "x", "asked", db_now(app.engine))
    assert counts["entities"] == 2
    with reading(app.engine) as connection:
        for table in (entities, entity_names, entity_links, entity_pairs):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0


def test_a_backup_holds_ids_merges_and_pairs(app: App, other: Engine, tmp_path: Path) -> None:
    ids = [
        store(app.engine, 1, ("Серик Дуйсенов", "боксёр")),
        store(app.engine, 2, ("Серик Дуйсенов", "прокурор"), ("Әсел Оспан",)),
    ]
    decide(app.engine, *ids)
    (pair,) = queries.pairs(app.engine, 10)
    entity_edits.merge(app.engine, pair["one"], pair["other"], db_now(app.engine), "one man")
    folder = tmp_path / "dump"
    folder.mkdir()
    load(other, folder, dump(app.engine, folder), (), db_now(app.engine))
    assert linked(other) == linked(app.engine)
    assert queries.changes(other, 9) == queries.changes(app.engine, 9)
    # the next entity gets a number of its own
    decide(other, store(other, 9, ("Ирина Цой",)))
    assert len(set(linked(other).values())) == 3


@pytest.fixture
def other(app: App, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Another database of the same kind, empty."""
    folder = tmp_path / "other"
    folder.mkdir()
    with services.migrated(request, app.engine.dialect.name, folder) as address:
        engine = connect(address)
        yield engine
        engine.dispose()


def test_the_stage_runs_and_an_archive_of_before_is_swept(app: App, settings: Settings) -> None:
    stored = [
        pages_store.store(app.engine, paper.page(x), paper.OUTLET, None, app.archive)
        for x in (1, 2)
    ]
    assert stored
    work_off(settings, paper.Readers())
    assert jobs.counts(app.engine)["entities"]["done"] == 2
    with writing(app.engine) as connection:  # as a release without the stage left it
        connection.execute(delete(job_rows).where(job_rows.c.stage == "entities"))
    moment = db_now(app.engine)
    assert jobs.sweep(app.engine, "entities", VERSION, moment) == 2
    assert jobs.sweep(app.engine, "entities", VERSION, moment) == 0
    work_off(settings, paper.Readers())
    assert jobs.counts(app.engine)["entities"]["done"] == 2


def test_the_page_of_an_entity(app: App) -> None:
    ids = [store(app.engine, 1, ("Ирина Цой", "юрист")), store(app.engine, 2, ("Irina Tsoy",))]
    decide(app.engine, *ids, store(app.engine, 3, ("<b>Әсел</b> Оспан",)))
    entity = linked(app.engine)[ids[0], "Ирина Цой"]
    with served(app) as client:
        page = client.get(f"/entity/{entity}").text
        assert "Irina Tsoy" in page
        assert "юрист" in page
        assert f'href="/entity/{entity}"' in client.get(f"/article/{ids[0]}").text
        assert "Irina Tsoy" in client.get(f"/facts?entity={entity}").text
        assert client.get(f"/?entity={entity}").status == 200
        assert "<b>Әсел" not in client.get("/entity/2").text
        assert client.get("/entity/99999").status == 404
        assert client.get("/entity/x").status == 404
        assert client.get("/facts?entity=x").status == 400


def test_the_commands(app: App, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [
        store(app.engine, 1, ("Серик Дуйсенов", "боксёр"), ("Ирина Цой",)),
        store(app.engine, 2, ("Серик Дуйсенов", "прокурор"), ("Irina Tsoy",)),
    ]
    decide(app.engine, *ids)
    monkeypatch.setattr("baqylau.settings.load", lambda: settings)

    def run(*given: str) -> str:
        done = CliRunner().invoke(cli, ["entities", *given])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert "Ирина Цой = Irina Tsoy" in run("list", "Цоя")
    assert "no such entity" in run("list", "Петров")
    entity = linked(app.engine)[ids[0], "Ирина Цой"]
    assert "Irina Tsoy" in run("show", str(entity))
    pair = run("pairs").split()[0]
    assert "kept apart" in run("different", pair)
    assert "no pair waits" in run("pairs")
    change = run("same", pair).split("change ")[1].split(";")[0]
    assert "undone" in run("undo", change)
    assert "new" in run("split", str(entity), "--name", "Irina Tsoy", "--because", "two women")
    assert "two women" in run("changes")
