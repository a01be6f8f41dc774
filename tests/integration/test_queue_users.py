"""Redis as docker-compose.yml starts it: its users from a file secret, each of which can do what
its service does, and nothing else.
"""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
import redis as client
from redis.exceptions import AuthenticationError, NoPermissionError, ResponseError

from baqylau import queue
from baqylau.app import open_app
from baqylau.messages import Nudge
from baqylau.sandbox.pool import SandboxPool
from baqylau.settings import load
from baqylau.stages import STAGES
from baqylau.store import outlets, pages
from baqylau.store.connect import writing
from tests.integration import paper
from tests.services import _running, _wait_for_port, free_port, require
from workers.run import work_off

ROOT = Path(__file__).parents[2]
SERVICES = ("crawler", "workers", "dashboard")


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of each service, and of nobody in particular under ""."""
    folder, port = tmp_path_factory.mktemp("redis"), free_port()
    made = folder / "secrets"
    subprocess.run([sys.executable, str(ROOT / "deploy/make_secrets.py"), str(made)], check=False)
    conf = (ROOT / "deploy/valkey.conf").read_text(encoding="utf-8")
    conf = conf.replace("/run/secrets", str(made)).replace("dir /data", f"dir {folder}")
    (folder / "valkey.conf").write_text(f"{conf}\nport {port}\nbind 127.0.0.1\n", encoding="utf-8")
    program = require("redis-server")
    with _running([str(program), str(folder / "valkey.conf")]) as process:
        _wait_for_port(port, process, program)
        told = {x: (made / f"{x}_queue").read_text(encoding="utf-8") for x in SERVICES}
        here = {x: y.replace("@redis:6379", f"@127.0.0.1:{port}") for x, y in told.items()}
        seen = " ".join(psutil.Process(process.pid).cmdline())
        assert not any(y.partition("@")[0].rpartition(":")[2] in seen for y in here.values())
        yield here | {"": f"redis://127.0.0.1:{port}/0"}


def test_nobody_gets_in_without_a_password(addresses: dict[str, str]) -> None:
    with client.Redis.from_url(addresses[""]) as nobody, pytest.raises(AuthenticationError):
        nobody.ping()


def test_the_user_of_the_healthcheck_may_ask_whether_it_lives(addresses: dict[str, str]) -> None:
    address = addresses[""].replace("//", "//health:-@")
    with client.Redis.from_url(address) as health:
        assert health.ping()
        for command in (("GET", "dramatiq:clean"), ("INFO",), ("ACL", "LIST")):
            with pytest.raises(NoPermissionError):
                health.execute_command(*command)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_announces_counts_and_looks(addresses: dict[str, str], service: str) -> None:
    broker = queue.connect(addresses[service])
    try:
        for stage in STAGES:
            broker.declare_queue(stage)
        assert queue.announce(broker, Nudge("clean", (1,), "1"))
        assert (queue.depth(broker) or 0) >= 1
        told = queue.examine(broker)
        assert told is not None
        assert told["maxmemory_policy"] == "noeviction"
        assert told["aof_enabled"]
        assert not told["foreign"]
    finally:
        queue.close(broker)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_touches_nothing_else(addresses: dict[str, str], service: str) -> None:
    with client.Redis.from_url(addresses[service]) as session:
        for command in (
            ("SET", f"another{uuid4().hex}", "1"),
            ("FLUSHALL",),
            ("CONFIG", "GET", "*"),
            ("ACL", "LIST"),
            ("SHUTDOWN", "NOSAVE"),
            ("MONITOR",),
            ("REPLICAOF", "127.0.0.1", "1"),
        ):
            with pytest.raises((NoPermissionError, ResponseError), match=r"(?i)permission"):
                session.execute_command(*command)


def test_work_is_done_under_the_workers_user(addresses: dict[str, str], tmp_path: Path) -> None:
    with client.Redis.from_url(addresses["workers"]) as session:
        for key in session.scan_iter("dramatiq:*"):
            session.delete(key)
    given = load(
        data=tmp_path,
        queue=addresses["workers"],
        outlets=tmp_path / "none",
        relay_every=timedelta(seconds=0.1),
    )
    with open_app(given) as app:
        with writing(app.engine) as connection:
            outlets.ensure(connection, paper.OUTLET, "Вестник степи")
        for n in range(4):
            pages.store(app.engine, paper.page(n), paper.OUTLET, None, app.archive)
    of = "tests.integration.paper"
    with SandboxPool(given, clean=f"{of}:read", facts=f"{of}:extract") as readers:
        work_off(given, readers)
    with open_app(given) as app:
        assert pages.totals(app.engine)["waiting"] == 0
