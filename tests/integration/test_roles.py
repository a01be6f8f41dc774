"""What each service may do in PostgreSQL under the role that `baqylau migrate --roles` made for it,
and that everything it has to do works under it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

from baqylau import maintenance
from baqylau.app import open_app
from baqylau.clock import now
from baqylau.errors import ConfigurationError
from baqylau.model.watch import Watch
from baqylau.sandbox.pool import SandboxPool
from baqylau.settings import load
from baqylau.store import deliveries, outlets, pages, watches
from baqylau.store.connect import connect, writing
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries import pipeline_metrics
from baqylau.store.roles import HIDDEN, OWN, Service, grant
from baqylau.store.schema import migrate
from baqylau.store.tables import metadata
from console.main import cli
from tests import filled
from tests.integration import paper
from tests.services import postgres_database
from tests.site import served
from workers.run import work_off

TABLES = sorted(metadata.tables)


@dataclass(frozen=True, slots=True)
class Deployment:
    """The owner's address and those of the services."""

    owner: str
    of: dict[Service, str]

    def session(self, service: Service | None = None) -> psycopg.Connection:
        address = self.of[service] if service else self.owner
        return psycopg.connect(address, autocommit=True)


@pytest.fixture(scope="module")
def deployment(postgres: str) -> Iterator[Deployment]:
    mark = uuid4().hex[:8]
    with postgres_database(postgres) as owner:
        url = make_url(owner)
        of = {
            x: url.set(username=f'{x}-"{mark}', password=f"p/{x}#@'{mark}").render_as_string(False)
            for x in Service
        }
        engine = connect(owner)
        migrate(engine)
        grant(engine, of)
        yield Deployment(owner, of)
        engine.dispose()
    with psycopg.connect(f"{postgres}postgres", autocommit=True) as connection:
        for x in Service:
            connection.execute(f'DROP ROLE "{x}-""{mark}"')


@pytest.fixture(scope="module")
def ids(deployment: Deployment, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Article ids by slug, of a filled database."""
    folder = tmp_path_factory.mktemp("filled")
    given = load(data=folder, database=deployment.owner, outlets=folder / "none")
    with open_app(given) as app:
        return filled.fill(app)


@pytest.mark.parametrize("table", TABLES)
def test_the_dashboard_writes_no_table_but_its_own(deployment: Deployment, table: str) -> None:
    column = next(iter(metadata.tables[table].columns)).name
    rows = (
        f"INSERT INTO {table} DEFAULT VALUES",
        f'UPDATE {table} SET "{column}" = NULL',
        f"DELETE FROM {table}",
    )
    with deployment.session(Service.DASHBOARD) as session:
        for statement in (*(() if table in OWN else rows), f"TRUNCATE {table} CASCADE"):
            with pytest.raises(InsufficientPrivilege):
                session.execute(statement)


def test_a_watch_is_made_tested_and_removed_under_the_dashboards_role(
    deployment: Deployment,
) -> None:
    engine = connect(deployment.of[Service.DASHBOARD])
    made = Watch(name="x", owner="x", query="мост")
    number = watches.add(engine, made, [("mail", "a@office.test")], now())
    to = [x.channel for x in watches.targets_of(engine, [number])[number]]
    assert deliveries.put_now(engine, "test-1", to, now(), kind="test", watch=number) == 1
    watches.change(engine, number, made, [], now())
    watches.mute(engine, number, now())
    watches.remove(engine, number, now())
    engine.dispose()


@pytest.mark.parametrize("table", [*TABLES, "search", "alembic_version"])
def test_the_dashboard_reads_what_it_shows_and_nothing_else(
    deployment: Deployment, table: str
) -> None:
    with deployment.session(Service.DASHBOARD) as session:
        if table in HIDDEN:
            with pytest.raises(InsufficientPrivilege):
                session.execute(f"SELECT * FROM {table}")
        else:
            session.execute(f"SELECT * FROM {table} LIMIT 1")


@pytest.mark.parametrize("service", Service)
@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE articles CASCADE",
        "ALTER TABLE articles ADD COLUMN x integer",
        "TRUNCATE articles CASCADE",
        "CREATE TABLE mine (x integer)",
        "CREATE TEMPORARY TABLE mine (x integer)",
        "CREATE SCHEMA mine",
        "CREATE ROLE another",
        "DROP INDEX search_lemmas",
        "UPDATE alembic_version SET version_num = '0000'",
        "SELECT rolpassword FROM pg_authid",
        "COPY articles TO PROGRAM 'cat'",
    ],
)
def test_no_service_changes_tables_or_rights(
    deployment: Deployment, service: Service, statement: str
) -> None:
    with deployment.session(service) as session, pytest.raises(InsufficientPrivilege):
        session.execute(statement)


def test_every_page_of_the_dashboard_works_under_its_role(
    deployment: Deployment, ids: dict[str, int], tmp_path: Path
) -> None:
    number = max(ids.values())
    given = load(
        data=tmp_path,
        database=deployment.of[Service.DASHBOARD],
        outlets=tmp_path / "none",
        dashboard_port=0,
    )
    with open_app(given) as app, served(app) as site:
        found = {
            path: site.get(path).status
            for path in (
                "/",
                "/?outlet=dala&since=2020-01-01",
                "/fresher?after=0.1.0",
                f"/article/{number}",
                "/facts",
                "/facts?kind=quote&who=Сатаев".replace("Сатаев", "%D0%A1"),
                "/search?q=a",
                "/search.rss?q=a",
                "/outlets",
                "/outlets/dala",
                "/pages",
                "/pages?outcome=article",
                "/health",
            )
        }
        assert set(found.values()) == {200}, found
        assert site.get("/fetch/1").status in (200, 404)
        assert site.get(f"/changes/{number}/{number}").status in (200, 404)
        pipeline_metrics.measure(app.engine, db_now(app.engine))  # what /metrics of `serve` tells


def test_crawler_keeps_and_workers_read_under_their_roles(
    deployment: Deployment, tmp_path: Path
) -> None:
    quick = {
        "relay_every": timedelta(seconds=0.1),
        "archive": f"file:{tmp_path}/archive",
        "outlets": tmp_path / "none",
        "data": tmp_path,
        "keep_bodies": timedelta(days=1),
    }
    with open_app(load(database=deployment.of[Service.CRAWLER], **quick)) as app:
        with writing(app.engine) as connection:
            outlets.ensure(connection, paper.OUTLET, "Вестник степи")
        for n in range(6):
            pages.store(app.engine, paper.page(n), paper.OUTLET, None, app.archive)
    given = load(database=deployment.of[Service.WORKERS], **quick)
    of = "tests.integration.paper"
    with SandboxPool(given, clean=f"{of}:read", facts=f"{of}:extract") as readers:
        work_off(given, readers)
    with open_app(given) as app:
        assert pages.totals(app.engine)["waiting"] == 0
        maintenance.apply_retention(app)
        maintenance.forget(app, maintenance.at_address(app, paper.page(1).url), "url", "u", "asked")
    with deployment.session() as session:
        told = session.execute(
            "SELECT (SELECT count(*) FROM removals) > 0, count(*) FROM articles WHERE outlet = %s",
            [paper.OUTLET],
        ).fetchone()
    assert told is not None
    assert (told[0], told[1] >= 4) == (True, True)


def test_a_table_of_a_later_release_has_its_rights_at_once(deployment: Deployment) -> None:
    with deployment.session() as session:
        session.execute("CREATE TABLE later (id SERIAL PRIMARY KEY, word TEXT)")
        try:
            for service in (Service.WORKERS, Service.CRAWLER):
                with deployment.session(service) as own:
                    own.execute("INSERT INTO later (word) VALUES ('x')")
                    own.execute("UPDATE later SET word = 'y'")
                    with pytest.raises(InsufficientPrivilege):
                        own.execute("DROP TABLE later")
            with deployment.session(Service.DASHBOARD) as own:
                assert own.execute("SELECT count(*) FROM later").fetchone() == (2,)
                with pytest.raises(InsufficientPrivilege):
                    own.execute("INSERT INTO later (word) VALUES ('x')")
        finally:
            session.execute("DROP TABLE later")


def test_again_it_mends_what_was_changed_by_hand(deployment: Deployment) -> None:
    rights = (
        "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    )
    with deployment.session() as session:
        before = sorted(session.execute(rights).fetchall())
        name = psycopg.sql.Identifier(str(make_url(deployment.of[Service.DASHBOARD]).username))
        session.execute(psycopg.sql.SQL("GRANT ALL ON articles, removals TO {}").format(name))
        engine = connect(deployment.owner)
        try:
            grant(engine, deployment.of)
        finally:
            engine.dispose()
        after = sorted(session.execute(rights).fetchall())
        stored = session.execute("SELECT rolpassword FROM pg_authid WHERE rolname LIKE '%-\"%'")
        assert all(x.startswith("SCRAM-SHA-256$") for (x,) in stored)

    def sets(rows: list[tuple[str, str]]) -> dict[str, set[str]]:
        return {name: set((acl or "").strip("{}").split(",")) for name, acl in rows}

    assert sets(after) == sets(before)


def test_what_cannot_be_a_services_address_is_refused_without_its_password(
    deployment: Deployment, tmp_path: Path
) -> None:
    engine = connect(deployment.owner)
    local = connect(f"sqlite:///{tmp_path}/local.db")
    url = make_url(deployment.owner)
    refused = {
        "postgresql://host/name": "names no user",
        "not an address": "names no user",
        url.set(password="Hunter2Secret").render_as_string(False): "a superuser or the owner",
    }
    try:
        for address, words in refused.items():
            with pytest.raises(ConfigurationError, match=words) as told:
                grant(engine, {Service.WORKERS: address})
            assert "Hunter2Secret" not in str(told.value)
        with pytest.raises(ConfigurationError, match="SQLite has none"):
            grant(local, deployment.of)
    finally:
        engine.dispose()
        local.dispose()


def test_a_folder_without_an_address_is_said(deployment: Deployment, tmp_path: Path) -> None:
    given = {"BAQYLAU_DATABASE": deployment.owner, "BAQYLAU_ARCHIVE": f"file:{tmp_path}/a"}
    told = CliRunner().invoke(cli, ["migrate", "--roles", str(tmp_path)], env=given)
    assert told.exit_code == 2
    assert "crawler_database cannot be read" in told.output
    for service, address in deployment.of.items():
        (tmp_path / f"{service}_database").write_text(address + "\n", encoding="utf-8")
    told = CliRunner().invoke(cli, ["migrate", "--roles", str(tmp_path)], env=given)
    assert (told.exit_code, "dashboard connects as" in told.output) == (0, True), told.output
