"""Counts, facets, the plot, suggestions and the commands over them, on both databases."""

import json
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import delete, insert, select, update
from typer.testing import CliRunner

from baqylau.app import App
from baqylau.clock import now
from baqylau.entities import VERSION
from baqylau.errors import IncompleteExport, QueryError
from baqylau.store import entities, entity_edits, search_rows
from baqylau.store import jobs as job_queries
from baqylau.store.connect import reading, writing
from baqylau.store.dialect import search_index
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries import export, figures, people, search, search_counts, search_suggestions
from baqylau.store.queries.filter import EVERYTHING, Filter
from baqylau.store.tables import annotated_articles, articles, entity_links
from baqylau.store.tables import entities as entity_rows
from console.main import cli
from dashboard import i18n
from tests import snapshots
from tests.filled import fill
from tests.site import in_process

COUNTED = (search_counts.counts, search_counts.plot, figures.of_query)


@pytest.fixture
def ids(app: App) -> dict[str, int]:
    return dict(snapshots.filled(app, _with_entities))


def _with_entities(app: App) -> dict[str, int]:
    """`fill`, with the entities of its names in the index."""
    ids = fill(app)
    with writing(app.engine) as connection:
        for article in ids.values():
            entities.decide(connection, article, datetime(2026, 11, 1, tzinfo=UTC), VERSION, now())
            search_rows.put(connection, article)
    return ids


def found(app: App, query: str) -> set[int]:
    return {x.article_id for x in search.find(app.engine, query)}


def test_a_name_is_found_in_every_script_and_form(app: App, ids: dict[str, int]) -> None:
    for name in ("Сатаев", "Сатаева", "Satayev", "Sataev", "«Ерлан Сатаев»"):
        assert found(app, f"said-by:{name}") == {ids["bridge"], ids["reprint"]}, name
        assert found(app, f"mentions:{name}") >= {ids["bridge"]}, name


def test_only_the_spelling_given_is_found_where_that_is_asked(
    app: App, ids: dict[str, int]
) -> None:
    assert found(app, "said-by:=Satayev") == set()
    assert found(app, "said-by:=сатаев") == {ids["bridge"], ids["reprint"]}


def test_a_merge_and_a_split_are_searched_at_once(app: App, ids: dict[str, int]) -> None:
    with reading(app.engine) as connection:
        (one,) = search_suggestions._entities(connection, "Ерлан Сатаев")
        (other,) = search_suggestions._entities(connection, "Айгүл Серікова")
    assert one.entity is not None
    assert other.entity is not None
    change = entity_edits.merge(app.engine, one.entity, other.entity, now(), None)
    assert found(app, "said-by:Сатаев") == {ids["bridge"], ids["reprint"], ids["schools"]}
    entity_edits.undo(app.engine, change, now())
    assert found(app, "said-by:Сатаев") == {ids["bridge"], ids["reprint"]}
    entity_edits.split(app.engine, one.entity, (), [ids["reprint"]], now(), None)
    assert job_queries.counts(app.engine)["index"]["pending"] == 1


def test_counts_and_facets(app: App, ids: dict[str, int]) -> None:
    counted = search_counts.counts(app.engine, "мост OR harvest")
    assert (counted.total, counted.more, counted.of, counted.complete) == (47, False, 47, True)
    facets = {name: [(x.value, x.articles) for x in rows] for name, rows in counted.facets.items()}
    assert facets["outlet"] == [("courier", 45), ("dala", 1), ("vestnik", 1)]
    assert facets["lang"] == [("en", 45), ("ru", 2)]
    assert facets["said-by"] == [("Ерлан Сатаев", 2)]
    assert [n for _, n in facets["org"]] == [1]
    assert facets["place"] == [("Костанай", 1)]
    assert search_counts.counts(app.engine, "") == search_counts.Counts()


@pytest.mark.parametrize(
    ("ui", "shown"), [("ru", "Казинформ"), ("kk", "Казинформ"), ("en", "Kazinform")]
)
def test_a_facet_shows_a_name_as_it_is_mostly_printed(
    app: App, ids: dict[str, int], ui: str, shown: str
) -> None:
    """Not in the letters of its first print; the link still asks for the entity's own name."""
    own, printed = "КАЗИНФОРМ", ("Казинформ", "Казинформ", "КАЗИНФОРМ", "Kazinform")
    articles_ = [ids[x] for x in ("bridge", "reprint", "dam", "schools")]
    with writing(app.engine) as connection:
        link = select(entity_links.c.entity).where(entity_links.c.type == "organization").limit(1)
        entity = connection.execute(link).scalar_one()
        connection.execute(update(entity_rows).where(entity_rows.c.id == entity).values(name=own))
        connection.execute(delete(entity_links).where(entity_links.c.entity == entity))
        row = {"entity": entity, "type": "organization", "version": VERSION, "edited": False}
        rows = [row | {"article": x, "name": y} for x, y in zip(articles_, printed, strict=True)]
        connection.execute(insert(entity_links), rows)
    with in_process(app) as ask:
        page = ask("GET", f"/search?q={quote('мост OR dam OR harvest')}&ui={ui}").text
    facet = re.search(
        r'<a href="([^"]+)">([^<]+)</a> <span class="quiet">\d+</span>',
        page.partition(i18n.of(ui)("search.facet.org"))[2],
    )
    assert facet
    assert facet[2] == shown
    assert quote(own) in facet[1]


def test_a_limit_of_a_count_is_said(
    app: App, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_counts, "MOST_COUNTED", 20)
    counted = search_counts.counts(app.engine, "harvest")
    assert (counted.total, counted.more) == (20, True)


def test_a_plot_has_shares_of_all_that_was_printed(app: App, ids: dict[str, int]) -> None:
    plot = search_counts.plot(app.engine, "мост since:3d")
    assert plot is not None
    assert len(plot.days) == 5  # four days, and where they end
    vestnik = next(x for x in plot.lines if x.outlet == "vestnik")
    printed = found(app, "outlet:vestnik since:3d")
    assert (sum(vestnik.found), sum(vestnik.printed)) == (1, len(printed))
    assert all(x <= y for x, y in zip(vestnik.found, vestnik.printed, strict=True))
    assert search_counts.plot(app.engine, "мост until:2020-01") is None
    assert search_counts.plot(app.engine, "") is None


def test_a_deadline_is_said(app: App, ids: dict[str, int]) -> None:
    for count in COUNTED:
        answer = count(app.engine, "мост", seconds=0.0)
        assert answer.complete is False, count


def test_an_export_that_was_cut_says_so_behind_its_records(
    app: App, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "SEARCH_SECONDS", 0.0)
    with pytest.raises(IncompleteExport, match="may be more"):
        list(export.of_articles(app.engine, EVERYTHING, "мост"))
    monkeypatch.setenv("BAQYLAU_DATABASE", app.settings.database)
    monkeypatch.setenv("BAQYLAU_DATA", str(app.settings.data))
    target = app.settings.data / "cut.jsonl"
    done = CliRunner().invoke(
        cli, ["export", "articles", "--query", "мост", "--output", str(target)]
    )
    assert done.exit_code == 2
    assert "may be more" in done.stderr
    assert target.exists()


def test_best_first(app: App, ids: dict[str, int]) -> None:
    by_time = search.answer(app.engine, "мост", order=search.NEWEST).hits
    best = search.answer(app.engine, "мост OR harvest", order=search.BEST).hits
    assert [x.article_id for x in by_time] == [ids["reprint"], ids["bridge"]]
    assert len(best) == 47
    title = search.answer(app.engine, "марте", order=search.BEST).hits
    assert title[0].article_id == ids["bridge"]  # the one with the word in its title


def test_suggestions(app: App, ids: dict[str, int]) -> None:
    def suggested(query: str) -> list[tuple[str, str]]:
        return [(x.kind, x.query) for x in search_suggestions.suggestions(app.engine, query)]

    assert suggested("Сатаева") == [("person", 'mentions:"Ерлан Сатаев"')]
    assert ("outlet", "outlet:evil") in suggested("вестник")
    assert suggested("Сатаев -мост") == []


def test_people_and_figures(app: App, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    (person,) = people.of_name(app.engine, "Сатаевым", 5, 3)
    assert (person.name, person.outlets) == ("Ерлан Сатаев", (("dala", 1), ("vestnik", 1)))
    assert person.roles[0][0] == "аким Костаная"
    assert [x.outlet for x in person.quotes] == ["vestnik"]  # a reprint is no second quote
    amounts = figures.of_query(app.engine, "мост", Filter(reprints=False))
    assert [(x.unit, x.value) for x in amounts.figures] == [("KZT", 2.4e9), ("рабочий", 140)]
    monkeypatch.setenv("BAQYLAU_DATABASE", app.settings.database)
    monkeypatch.setenv("BAQYLAU_DATA", str(app.settings.data))
    run = CliRunner().invoke
    assert json.loads(run(cli, ["people", "Сатаев"]).stdout)["articles"] == 2
    assert "аким Костаная" in run(cli, ["people", "Сатаев", "--table"]).stdout
    assert "Nobody" in run(cli, ["people", "Никтоев", "--table"]).stdout
    lines = run(cli, ["figures", "мост"]).stdout.splitlines()
    assert {json.loads(x)["unit"] for x in lines} == {"KZT", "рабочий"}
    assert "2,400,000,000" in run(cli, ["figures", "мост", "--table"]).stdout
    refused = run(cli, ["figures", "мост)"])
    assert (refused.exit_code, "at character 5" in refused.stderr) == (2, True)


def test_articles_of_one_second_keep_apart(app: App, ids: dict[str, int]) -> None:
    moment = db_now(app.engine) - timedelta(days=2)
    with writing(app.engine) as connection:
        for article in ids.values():
            row = search_rows.document(connection, search_rows.row_of(connection, article))
            search_index.write(connection, article, moment, row.index)
    assert len(found(app, "harvest")) == 45
    with pytest.raises(QueryError):
        search_counts.counts(app.engine, "harvest)")


@pytest.mark.parametrize("filter_by", [EVERYTHING, Filter(outlet="courier"), Filter(language="en")])
def test_old_revisions_and_hidden_articles_are_not_counted(
    app: App, ids: dict[str, int], filter_by: Filter
) -> None:
    before = search_counts.counts(app.engine, "harvest", filter_by).total
    chosen = [x.article_id for x in search.find(app.engine, "harvest", filter_by)][:3]
    with writing(app.engine) as connection:
        connection.execute(
            update(articles).where(articles.c.id.in_(chosen[:2])).values(current=False)
        )
        row = connection.execute(select(articles).where(articles.c.id == chosen[2])).one()
        hidden = {"article": row.id, "lineage": row.canonical_hash.hex()[:20], "hidden": True}
        connection.execute(insert(annotated_articles), hidden)
    assert search_counts.counts(app.engine, "harvest", filter_by).total == before - 3
    assert not {x.article_id for x in search.find(app.engine, "harvest", filter_by)} & {*chosen}
    best = search.answer(app.engine, "harvest", filter_by, order=search.BEST)
    assert not {x.article_id for x in best.hits} & {*chosen}
