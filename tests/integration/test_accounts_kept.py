"""Accounts around the dashboard: the commands, what a start says, backups, retention, indexes."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from typer.testing import CliRunner

from baqylau import maintenance
from baqylau.app import App, open_app
from baqylau.backup import backup, restore
from baqylau.clock import now
from baqylau.model.access import Role
from baqylau.store import account_links, account_secrets, accounts, audit, sessions
from baqylau.store.connect import connect, reading, writing
from baqylau.store.tables import account_links as link_rows
from baqylau.store.tables import account_secrets as secret_rows
from baqylau.store.tables import audit_log
from baqylau.store.tables import sessions as session_rows
from console import opening
from console.main import cli
from dashboard.gate import lifetime_of
from tests.integration.keeping import settings_of
from tests.integration.signing import PASSWORD, browser, person, quick, terminal

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    with quick():
        yield


def command(app: App, *words: str) -> tuple[int, str]:
    given = {"BAQYLAU_DATABASE": app.settings.database, "BAQYLAU_DATA": str(app.settings.data)}
    done = CliRunner().invoke(cli, ["accounts", *words], env=given)
    return done.exit_code, done.output


def link_in(printed: str) -> str:
    [found] = re.findall(r"http://127\.0\.0\.1:8000(/link/[\w-]{43})", printed)
    return str(found)


def test_everything_an_administrator_needs_on_the_terminal(app: App) -> None:
    assert "no accounts" in command(app, "list")[1]
    status, printed = command(app, "add", "anna")
    assert (status, "first account" in printed) == (2, True)
    here = browser(app)
    first = link_in(command(app, "link")[1])
    fields = {"password": PASSWORD, "again": PASSWORD}
    assert here.send(first, None, login="root", **fields).status == 303
    assert here.send(link_in(command(app, "add", "Anna")[1]), None, **fields).status == 303
    assert command(app, "link")[0] == 2  # there are accounts
    assert "anna is editor now" in command(app, "role", "anna", "editor")[1]
    assert "editor" in command(app, "list")[1]
    assert command(app, "disable", "anna")[0] == 0
    assert browser(app).sign_in("anna").status == 401
    assert "disabled" in command(app, "list")[1]
    assert command(app, "enable", "anna")[0] == 0
    assert browser(app).sign_in("anna").to == "/"
    assert browser(app).get(link_in(command(app, "reset", "anna", "--codes")[1])).status == 200
    assert "would delete" in command(app, "delete", "anna")[1]
    assert command(app, "delete", "anna", "--yes")[0] == 0
    for words in (("delete", "root", "--yes"), ("disable", "root"), ("role", "root", "reader")):
        status, printed = command(app, *words)
        assert (status, "last administrator" in printed) == (2, True)
    assert command(app, "reset", "nobody")[0] == 2
    log = command(app, "audit")[1]
    for action in ("account_deleted", "role_changed", "link_used", "sign_in_refused"):
        assert action in log
    assert PASSWORD not in log


def test_what_steers_a_terminal_is_not_printed(app: App) -> None:
    person(app, "root")
    with writing(app.engine) as connection:
        audit.record(connection, audit.Actor("\x1b[31mred", "\x07", now()), "did", "a\nb\x9b")
    printed = command(app, "audit")[1]
    assert not [x for x in printed if not x.isprintable() and x != "\n"]


@pytest.mark.parametrize("at_terminal", [True, False])
def test_a_start_says_how_the_first_administrator_signs_in(
    app: App,
    at_terminal: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: at_terminal, raising=False)
    home = "http://127.0.0.1:8123"
    opening.tell(app, home)
    assert "Open without a login" in capsys.readouterr().out
    wanted = App(
        app.settings.model_copy(update={"accounts": True}), app.engine, app.archive, None, {}
    )
    opening.tell(wanted, home)
    told = capsys.readouterr().out
    if at_terminal:
        [token] = re.findall(r"http://127\.0\.0\.1:8123/link/([\w-]{43})", told)
        assert account_links.look(app.engine, token, now()) is not None
    else:  # a log is read by others
        assert "/link/" not in told
        assert "`baqylau accounts link`" in told
    person(app, "root")
    opening.tell(wanted, home)
    assert capsys.readouterr().out == ""


def test_serve_refuses_to_be_open_to_others(tmp_path: Path, migrated_file: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "baqylau.db").write_bytes(migrated_file.read_bytes())
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "BAQYLAU_DASHBOARD_PORT": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "console.main", "serve"],
        cwd=tmp_path,
        env=environment | {"BAQYLAU_DASHBOARD_HOST": "0.0.0.0"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "BAQYLAU_ACCOUNTS=true" in done.stderr


def test_a_backup_holds_accounts_and_the_log_but_nobody_is_signed_in(
    app: App, tmp_path: Path, migrated_file: Path
) -> None:
    root = person(app, "root")
    account_secrets.set_second_factor(app.engine, root, "A" * 32, 0, "", terminal())
    here = browser(app)
    sessions.begin(app.engine, root, "", terminal(), lifetime_of(app), None)
    account_links.make(app.engine, root.id, terminal())
    backup(app, tmp_path / "copy")
    for path in (tmp_path / "copy").rglob("*.zst"):
        assert not path.name.startswith(("sessions", "account_links"))
    (tmp_path / "second.db").write_bytes(migrated_file.read_bytes())
    there = settings_of(tmp_path / "second", f"sqlite:///{tmp_path}/second.db")
    with open_app(there) as second:
        restore(second, tmp_path / "copy")
        with reading(second.engine) as connection:
            counts = {
                x.name: connection.execute(select(func.count()).select_from(x)).scalar_one()
                for x in (session_rows, link_rows, secret_rows)
            }
        assert counts == {"sessions": 0, "account_links": 0, "account_secrets": 1}
        assert accounts.listed(second.engine) == accounts.listed(app.engine)
        assert audit.listed(second.engine, 99) == audit.listed(app.engine, 99)
        assert browser(second).get("/").to == "/login"
        assert account_secrets.of_login(second.engine, "root") == account_secrets.of_login(
            app.engine, "root"
        )
        assert accounts.add(second.engine, "anna", Role.READER, terminal()).id > root.id
    assert here.get("/").to == "/login"


def test_old_lines_of_the_log_are_deleted(app: App) -> None:
    for days in (0, 729, 731):
        by = audit.Actor("x", "", now() - timedelta(days=days))
        audit.record_alone(app.engine, by, "signed_in", str(days))
    assert maintenance.apply_retention(app)["old_audit"] == 1
    assert [x["about"] for x in audit.listed(app.engine, 9)] == ["729", "0"]


def test_the_log_is_read_in_pages_that_join(app: App) -> None:
    for n in range(250):
        audit.record_alone(app.engine, terminal(), "signed_in", f"line {n:03}")
    here, path, seen = browser(app), "/audit", []
    while path:
        page = here.get(path).text
        seen += re.findall(r"line (\d{3})", page)
        following = re.findall(r'class="next" rel="next" href="([^"]+)"', page)
        path = following[0] if following else ""
    assert seen == [f"{n:03}" for n in reversed(range(250))]


def test_who_asks_is_found_by_an_index(app: App) -> None:
    """One look into an index for each page, however many are signed in."""
    root = person(app, "root")
    with writing(app.engine) as connection:
        for n in range(300):
            values = {"token": n.to_bytes(32, "big"), "account": root.id, "created": now()}
            connection.execute(
                session_rows.insert().values(**values, seen=now(), address="", agent="")
            )
    looked: list[tuple[str, object]] = []
    from sqlalchemy import event

    def note(_c: object, _k: object, statement: str, values: object, *_: object) -> None:
        looked.append((statement, values))

    event.listen(app.engine, "before_cursor_execute", note)
    sessions.find(app.engine, "x", now(), lifetime_of(app))
    account_secrets.account_of_feed(app.engine, "x")
    event.remove(app.engine, "before_cursor_execute", note)
    [find, feed] = [x for x in looked if x[0].startswith("SELECT")]
    with app.engine.connect() as connection:
        for statement, values in (find, feed):
            if app.engine.name == "sqlite":
                rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                plan = " ".join(str(x[3]) for x in rows)
                assert "SCAN" not in plan, plan
            else:
                connection.execute(text("SET LOCAL enable_seqscan = off"))
                rows = connection.exec_driver_sql(f"EXPLAIN {statement}", values)
                plan = " ".join(str(x[0]) for x in rows)
                assert "Seq Scan" not in plan, plan


def test_two_processes_share_sessions_and_codes(app: App, tmp_path: Path) -> None:
    """Another engine over the same database, as another process has it."""
    person(app, "root")
    other = App(app.settings, connect(app.settings.database_address), app.archive, None, {})
    try:
        here, there = browser(app), browser(other)
        here.sign_in("root")
        there.cookies |= here.cookies
        assert there.get("/").status == 200
        there.send("/account", "/logout")
        assert here.get("/").to == "/login"
        step = int(now().timestamp()) // 30
        taken = [account_secrets.take_step(x.engine, 1, step) for x in (app, other, app)]
        assert taken == [True, False, False]
        assert not account_secrets.take_step(other.engine, 1, step - 1)
    finally:
        other.engine.dispose()


def test_the_log_is_not_emptied_by_deleting_an_account(app: App) -> None:
    person(app, "root")
    anna = person(app, "anna", Role.READER)
    accounts.remove(app.engine, anna.id, terminal())
    with reading(app.engine) as connection:
        about = connection.execute(select(audit_log.c.about)).scalars().all()
    assert about.count("anna") >= 2
