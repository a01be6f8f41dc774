"""The commands as separate processes on real servers, without containers; and what the embedded
form lets in from outside: nothing.
"""

import json
import os
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from press.server import running
from tests.integration.doorstep import Door, Script, feed, open_doors, plain
from tests.services import free_port, postgres_database
from tests.waiting import PATIENCE, wait_until

ROOT = Path(__file__).parents[2]


def start(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    given = {"PATH": os.defpath, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"} | environment
    command = [sys.executable, "-m", "console.main", *words]
    return subprocess.Popen(
        command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def run(environment: dict[str, str], *words: str) -> str:
    process = start(environment, *words)
    output, _ = process.communicate(timeout=180)
    assert process.returncode == 0, output
    return output


def wait_for(sign: Callable[[], Any], process: subprocess.Popen[str]) -> Any:
    """What `sign` answers once it is true, as long as the process lives."""

    def living_sign() -> Any:
        assert process.poll() is None, process.communicate()[0]
        return sign()

    return wait_until(living_sign)


def answers(address: str) -> dict[str, Any] | None:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return dict(json.load(answer))
    except OSError:
        return None


def test_crawl_work_and_serve_on_postgresql_redis_and_s3(
    postgres: str, redis: str, bucket: dict[str, str], tmp_path: Path
) -> None:
    with running() as sample, postgres_database(postgres) as database:
        sample.write_outlets(tmp_path / "outlets")
        for other in (tmp_path / "outlets").glob("*.toml"):
            if other.stem != "meridian71":
                other.unlink()
        here = {
            "database": database,
            "queue": f"{redis}/9",
            "outlets": str(tmp_path / "outlets"),
            "allow_hosts": json.dumps(list(sample.hosts)),
            **bucket,
        }
        environment = {f"BAQYLAU_{name.upper()}": value for name, value in here.items()} | {
            "BAQYLAU_DATA": str(tmp_path)
        }
        assert "newest revision" in run(environment, "migrate")
        run(environment, "crawl", "--once")
        run(environment, "work", "--once")
        port = free_port()
        serving = start(
            environment | {"BAQYLAU_DASHBOARD_PORT": "0", "BAQYLAU_METRICS_PORT": str(port)},
            "serve",
        )
        try:
            assert wait_for(lambda: answers(f"http://127.0.0.1:{port}/health"), serving)["well"]
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
                figures = answer.read().decode()
        finally:
            serving.terminate()
            serving.communicate(timeout=30)
        with psycopg.connect(database) as connection:
            waiting, articles, facts = connection.execute(
                "SELECT count(*) FILTER (WHERE outcome IS NULL), count(*) FILTER (WHERE outcome ="
                " 'article'), (SELECT count(*) FROM facts) FROM pages"
            ).fetchone() or (None, None, None)
    assert waiting == 0
    assert articles >= 8
    assert facts > 0
    assert f'baqylau_pages{{outcome="article"}} {float(articles)}' in figures


def listening(process: psutil.Process) -> set[str]:
    """Addresses a process tree listens on."""
    found = set()
    for each in (process, *process.children(recursive=True)):
        found |= {
            x.laddr.ip for x in each.net_connections("inet") if x.status == psutil.CONN_LISTEN
        }
    return found


def decided(folder: Path) -> int:
    """How many pages the embedded form has kept and read."""
    path = folder / "baqylau.db"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'pages'").fetchone():
            return 0
        found = connection.execute("SELECT count(*) FROM pages WHERE outcome IS NOT NULL")
        return int(found.fetchone()[0])


def test_the_embedded_form_listens_on_loopback_alone(tmp_path: Path) -> None:
    """Looked at once a page was fetched and read: then crawler and children are up too."""

    def one_article(door: Door) -> Script:
        list_of_one = feed(door.host, "/news/a-10001")
        return lambda path, headers: list_of_one if path == "/feed.xml" else plain(path, headers)

    outlets = tmp_path / "outlets"
    outlets.mkdir()
    with open_doors({"paper": one_article}) as doors:
        doors["paper"].write(outlets)
        environment = {
            "BAQYLAU_DATA": str(tmp_path),
            "BAQYLAU_OUTLETS": str(outlets),
            "BAQYLAU_ALLOW_HOSTS": json.dumps([doors["paper"].host]),
            "BAQYLAU_DASHBOARD_PORT": "0",
            "BAQYLAU_METRICS_PORT": "0",
        }
        process = start(environment, "run")
        try:
            wait_for(lambda: decided(tmp_path), process)
            assert listening(psutil.Process(process.pid)) == {"127.0.0.1"}
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


@pytest.mark.parametrize("setting", ["dashboard_host", "metrics_host"])
def test_doors_are_on_loopback_unless_told_otherwise(setting: str) -> None:
    from baqylau.settings import Settings

    assert Settings.model_fields[setting].default == "127.0.0.1"
