"""What the doctor finds in a healthy deployment, and in ailing ones; and the commands beside it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from baqylau import queue
from baqylau.app import open_app
from baqylau.doctor import Grade, examine
from baqylau.settings import Settings, load
from baqylau.stages import STAGES
from baqylau.store import jobs, outlets, pages
from baqylau.store.connect import connect, writing
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.schema import migrate
from baqylau.store.tables import jobs as jobs_table
from console import status_watch
from console.main import cli
from tests.integration import paper
from tests.integration.keeping import fill_at_once
from tests.integration.test_backup import damaged
from tests.services import free_port


def settings_of(form: dict[str, str], folder: Path, **more: Any) -> Settings:
    return load(**({"data": folder, "contact": "press@example.kz"} | form | more))


def migrated(form: dict[str, str]) -> None:
    engine = connect(form["database"])
    migrate(engine)
    engine.dispose()


def worse(settings: Settings) -> dict[str, str]:
    return {x.what: x.remedy for x in examine(settings) if x.grade is not Grade.FINE}


def test_a_healthy_deployment_has_nothing_bad(
    form: dict[str, str], tmp_path: Path, archive_form: dict[str, str]
) -> None:
    migrated(form)
    settings = settings_of(form, tmp_path, **archive_form)
    assert not [x for x in examine(settings) if x.grade is Grade.BAD and "policy" not in x.what]
    assert (
        not worse(settings)
        if form["queue"] == "memory:"
        else "queue: no append-only file" in worse(settings)
    )


def test_every_fault_is_named_with_its_remedy(form: dict[str, str], tmp_path: Path) -> None:
    found = worse(
        settings_of(
            form, tmp_path, contact="", lease=timedelta(seconds=30), outlets=tmp_path / "none"
        )
    )
    assert any("lease" in x for x in found)
    assert "`baqylau migrate`" in " ".join([*found, *found.values()])
    assert "contact is empty" in found
    assert any(x.startswith("outlets: no folder") for x in found)


def test_servers_that_cannot_be_reached_are_results_and_no_exception(tmp_path: Path) -> None:
    away = {
        "database": f"postgresql://b@127.0.0.1:{free_port()}/b",
        "queue": f"redis://127.0.0.1:{free_port()}/0",
    }
    found = worse(
        settings_of(
            away,
            tmp_path,
            archive="s3://pages",
            archive_endpoint=f"http://127.0.0.1:{free_port()}",
            archive_key="k",
            archive_secret="s",
        )
    )
    assert sorted({x.partition(":")[0] for x in found}) == ["archive", "database", "queue"]


def test_a_redis_of_others_is_told(redis: str, tmp_path: Path) -> None:
    import redis as client

    form = {"database": f"sqlite:///{tmp_path}/a.db", "queue": f"{redis}/7"}
    migrated(form)
    with client.Redis.from_url(form["queue"]) as connection:
        connection.set("somebody-elses", 1)
    assert "queue: this Redis database holds keys of other programs" in worse(
        settings_of(form, tmp_path)
    )


def test_a_clock_that_runs_ahead_is_told(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from baqylau import clock
    from tests.services import postgres_database

    real = clock.now
    with postgres_database(postgres) as database:
        migrated({"database": database})
        monkeypatch.setattr("baqylau.clock.now", lambda: real() + timedelta(minutes=5))
        found = worse(settings_of({"database": database}, tmp_path))
    assert any(x.startswith(("clock: +300", "clock: +299")) for x in found)


def test_waiting_work_and_work_set_aside_are_told(form: dict[str, str], tmp_path: Path) -> None:
    migrated(form)
    settings = settings_of(form, tmp_path)
    with open_app(settings) as app:
        with writing(app.engine) as connection:
            outlets.ensure(connection, paper.OUTLET, "Вестник степи")
        for number in (1, 2):
            kept = pages.store(app.engine, paper.page(number), paper.OUTLET, None, app.archive)
        moment = db_now(app.engine)
        with writing(app.engine) as connection:
            connection.execute(jobs_table.update().values(created=moment - timedelta(hours=2)))
        assert kept.job_id is not None
        job = jobs.claim(app.engine, kept.job_id, moment, settings.lease, 3)
        assert job is not None
        jobs.set_aside(app.engine, job, moment, "hopeless")
        drawn = status_watch.table(app, watching_vitals(app, moment), None)
        assert drawn.row_count == len(STAGES)
    found = worse(settings)
    assert any("has been due for 2:00" in x for x in found)
    assert "work: 1 jobs are set aside" in found


def watching_vitals(app: Any, moment: Any) -> Any:
    from baqylau.store.queries.pipeline_metrics import measure

    return measure(app.engine, moment)


def test_the_command_ends_with_one_where_something_is_bad(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAQYLAU_DATA", str(tmp_path))
    monkeypatch.setenv("BAQYLAU_CONTACT", "press@example.kz")
    assert CliRunner().invoke(cli, ["migrate"]).exit_code == 0
    healthy = CliRunner().invoke(cli, ["doctor"])
    assert (healthy.exit_code, "bad" in healthy.stdout) == (0, False)
    monkeypatch.setenv("BAQYLAU_OUTLETS", str(tmp_path / "none"))
    ailing = CliRunner().invoke(cli, ["doctor"])
    assert (ailing.exit_code, "set BAQYLAU_OUTLETS" in ailing.stdout) == (1, True)


def test_backup_restore_and_forget_as_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAQYLAU_DATA", str(tmp_path / "one"))
    with open_app(load()) as app:
        with writing(app.engine) as connection:
            outlets.ensure(connection, paper.OUTLET, "Вестник степи")
        pages.store(app.engine, paper.page(1), paper.OUTLET, None, app.archive)
    assert "pages 1" in CliRunner().invoke(cli, ["backup", str(tmp_path / "copy")]).stdout
    monkeypatch.setenv("BAQYLAU_DATA", str(tmp_path / "two"))
    assert "pages 1" in CliRunner().invoke(cli, ["restore", str(tmp_path / "copy")]).stdout
    asked = ["forget", "url", paper.page(1).url]
    assert "Nothing was deleted" in CliRunner().invoke(cli, asked).stdout
    assert "pages 1" in CliRunner().invoke(cli, [*asked, "--yes"]).stdout
    assert "0 articles on 0 pages" in CliRunner().invoke(cli, asked).stdout


def test_depth_of_a_queue(queue_address: str) -> None:
    broker = queue.connect(queue_address)
    assert queue.depth(broker) == 0
    queue.close(broker)


@pytest.mark.parametrize("table", ["facts", "articles", "pages", "jobs", "alembic_version"])
def test_a_damaged_page_of_the_database_is_found(tmp_path: Path, table: str) -> None:
    settings = settings_of({"database": f"sqlite:///{tmp_path}/a.db", "queue": "memory:"}, tmp_path)
    with open_app(settings) as app:
        fill_at_once(app)
    assert any("no damaged page" in x.what for x in examine(settings))
    damaged(tmp_path / "a.db", table)
    found = [x for x in examine(settings) if x.grade is Grade.BAD]
    assert [x.what.partition(":")[0] for x in found][:1] == ["database"]
    assert "baqylau restore" in found[0].remedy


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"nothing of SQLite's" * 1000)
    settings = settings_of({"database": f"sqlite:///{tmp_path}/a.db", "queue": "memory:"}, tmp_path)
    found = [x for x in examine(settings) if x.grade is Grade.BAD]
    assert [x.what.partition(":")[0] for x in found] == ["database"]
    assert "baqylau restore" in found[0].remedy


def test_a_large_database_is_read_for_a_bounded_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of({"database": f"sqlite:///{tmp_path}/a.db", "queue": "memory:"}, tmp_path)
    with open_app(settings) as app:
        fill_at_once(app)
    monkeypatch.setattr("baqylau.doctor.database._READING", 0.0)
    monkeypatch.setattr("baqylau.store.soundness._STEPS", 1)
    assert any("no damage found in 0 s" in x.what for x in examine(settings) if x.remedy)
    damaged(tmp_path / "a.db", "facts")
    assert [x for x in examine(settings) if x.grade is not Grade.FINE]
