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

import api.app
from baqylau import maintenance
from baqylau.app import open_app
from baqylau.clock import now
from baqylau.errors import ConfigurationError
from baqylau.model.access import Scope
from baqylau.model.watch import Watch
from baqylau.sandbox.pool import SandboxPool
from baqylau.settings import load
from baqylau.store import (
    annotations,
    corrections,
    deliveries,
    facts,
    outlets,
    pages,
    tokens,
    watches,
)
from baqylau.store.connect import connect, writing
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.dump import dump
from baqylau.store.queries import pipeline_metrics
from baqylau.store.roles import (
    ACCOUNTS,
    ADDED,
    COLUMNS,
    HIDDEN,
    OWN,
    Service,
    grant,
)
from baqylau.store.schema import migrate
from baqylau.store.tables import metadata
from baqylau.store.tables.account import SECRET
from console.main import cli
from tests import filled
from tests.asking_api import asking, by
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


@pytest.mark.parametrize("table", [x for x in TABLES if x != "audit_log"])
def test_the_dashboard_writes_what_people_correct_and_nothing_else(
    deployment: Deployment, table: str
) -> None:
    refused = [f"TRUNCATE {table} CASCADE"]
    if table not in OWN:
        refused.append(f"DELETE FROM {table}")
    if table not in (*OWN, ADDED):
        refused.append(f"INSERT INTO {table} DEFAULT VALUES")
        may = COLUMNS.get(table, ())
        columns = [x.name for x in metadata.tables[table].columns if x.name not in may]
        refused += [f'UPDATE {table} SET "{x}" = NULL' for x in columns]
    with deployment.session(Service.DASHBOARD) as session:
        for statement in refused:
            with pytest.raises(InsufficientPrivilege):
                session.execute(statement)


def test_people_correct_under_the_dashboards_role(
    deployment: Deployment, ids: dict[str, int], tmp_path: Path
) -> None:
    given = load(data=tmp_path, database=deployment.of[Service.DASHBOARD], outlets=tmp_path / "no")
    with open_app(given, migrate=False) as app:
        moment = db_now(app.engine)
        key = facts.of(app.engine, ids["bridge"])[1][0]["key"]
        article = ids["bridge"]
        done = [
            corrections.correct_fact(app.engine, key, "hidden", "yes", "editor", moment),
            corrections.correct_article(app.engine, article, "title", "Мост", "editor", moment),
            corrections.correct_article(
                app.engine, article, "published", "2026-01-02T03:04Z", "editor", moment
            ),
        ]
        for target in (key, article):
            annotations.add_label(app.engine, target, "тон", "editor", moment)
            annotations.add_note(app.engine, target, "проверить", "editor", moment)
        for number in done:
            corrections.undo(app.engine, number, "editor", moment)


RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")


def may(session: psycopg.Connection, table: str) -> set[str]:
    found = {
        x: session.execute("SELECT has_table_privilege(%s, %s)", [table, x]).fetchone()
        for x in RIGHTS
    }
    return {x for x, answer in found.items() if answer == (True,)}


@pytest.mark.parametrize("service", Service)
def test_who_may_do_what_with_accounts(deployment: Deployment, service: Service) -> None:
    rows, log = {"SELECT", "INSERT", "UPDATE", "DELETE"}, {"SELECT", "INSERT"}
    wanted: dict[str, set[str]] = {
        Service.DASHBOARD: dict.fromkeys(ACCOUNTS, rows) | {"audit_log": log},
        Service.WORKERS: {"accounts": {"SELECT"}, "audit_log": log | {"DELETE"}},
        Service.CRAWLER: {"accounts": {"SELECT"}, "audit_log": {"SELECT"}},
        Service.DELIVERY: {"accounts": {"SELECT"}, "audit_log": {"SELECT"}},
    }[service]
    with deployment.session(service) as session:
        for table in (*ACCOUNTS, "audit_log"):
            assert may(session, table) == wanted.get(table, set()), table


def test_only_the_dashboard_reads_hashes_and_sessions(deployment: Deployment) -> None:
    assert {"account_secrets", "sessions", "recovery_codes", "account_links"} <= set(ACCOUNTS)
    for service in (Service.CRAWLER, Service.WORKERS):
        with deployment.session(service) as session:
            for table in SECRET:
                with pytest.raises(InsufficientPrivilege):
                    session.execute(f"SELECT * FROM {table}")


def test_a_backup_by_a_role_that_cannot_read_all_is_refused_with_the_remedy(
    deployment: Deployment, tmp_path: Path
) -> None:
    engine = connect(deployment.of[Service.WORKERS])
    try:
        with pytest.raises(ConfigurationError, match="in the service migrate"):
            dump(engine, tmp_path)
    finally:
        engine.dispose()


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


def test_every_resource_of_the_api_works_under_the_role_of_the_dashboard(
    deployment: Deployment, ids: dict[str, int], tmp_path: Path
) -> None:
    """A token that `baqylau tokens` made as the owner is found, and its use is written."""
    owner = connect(deployment.owner)
    token, _ = tokens.add(owner, "Отдел", [Scope.WRITE], by())
    role = deployment.of[Service.DASHBOARD]
    given = load(data=tmp_path, database=role, outlets=tmp_path / "none", accounts=True)
    headers = {"Authorization": f"Bearer {token}"}
    with open_app(given) as app, asking(api.app.create(app)) as ask:
        paths = [x for x in ask("/api/v1/openapi.json").json["paths"] if "{" not in x]
        found = {x: ask(f"{x}?outlet=dala" if "gaps" in x else x, headers).status for x in paths}
        one = ask(f"/api/v1/articles/{max(ids.values())}", headers)
    assert set(found.values()) == {one.status} == {200}, found
    [used] = [x for x in tokens.listed(owner) if x.name == "Отдел"]
    assert used.last_used is not None
    owner.dispose()


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
