"""Every process that matches and delivers is killed at random, and receivers time out, answer 500
and 429, or take a message and drop the connection: nothing is lost, and nothing is doubled at
receivers that honour the key.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from baqylau.app import App, open_app
from baqylau.clock import now
from baqylau.model.watch import Watch
from baqylau.settings import load
from baqylau.store import deliveries, jobs, outlets, watches
from baqylau.store.connect import writing
from baqylau.store.dialect import search_index
from baqylau.store.tables import articles, pages
from baqylau.store.versions import version_of
from tests.faults.deliverers import PATIENCE
from tests.integration.receivers import DROP, Mailbox, Posted, http_receiver, smtp_server

ROOT = Path(__file__).parents[2]
TEXT = "Паводок дошёл до города, и акимат вывез людей."


def behaviour(kind: str, often: float) -> Any:
    chance = random.Random(kind)
    lock = threading.Lock()

    def answer(number: int) -> int:
        with lock:
            ill = chance.random() < often
        if not ill or kind == "well":
            return 200
        if kind == "hangs":
            time.sleep(2 * PATIENCE)  # and then the answer comes to nobody
            return 200
        return {"500": 500, "429": 429, "drops": DROP}[kind]

    return answer


def printed(app: App, count: int) -> None:
    """So many articles, each with a pending job to match it."""
    moment = now()
    with writing(app.engine) as connection:
        outlets.ensure(connection, "tau", "Тау")
        for n in range(1, count + 1):
            key = n.to_bytes(32, "big")
            url = f"https://tau.test/{n}"
            page = {"id": n, "outlet": "tau", "url": url, "url_hash": key, "fetched": moment}
            page |= {"status": 200, "content_hash": f"{n:064}", "size": 1, "trace": "t"}
            connection.execute(insert(pages).values(**page, outcome="article"))
            row = {"id": n, "page": n, "outlet": "tau", "url": url, "canonical_url": url}
            row |= {"canonical_hash": key, "text_hash": key, "kind": "article", "listed": moment}
            row |= {"title": f"Паводок {n}", "text": f"{TEXT} {n}", "language": "ru"}
            connection.execute(insert(articles).values(**row, cleaner="t", stored=moment))
            search_index.write(connection, n, "паводок")
            jobs.add(connection, "match", n, version_of("match"), moment, first=True)


def deliverers(
    given: dict[str, Any],
    count: int,
    pauses: tuple[float, float],
    ending: threading.Event,
    log: Path,
) -> int:
    """Keeps so many workers running, and kills one of them after each pause; how many kills."""
    chance, kills = random.Random(7), 0
    command = [sys.executable, "-m", "tests.faults.deliverers", json.dumps(given)]
    with log.open("ab") as output:

        def start() -> subprocess.Popen[bytes]:
            return subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)

        running = [start() for _ in range(count)]
        try:
            while not ending.wait(chance.uniform(*pauses)):
                victim = chance.randrange(count)
                os.kill(running[victim].pid, signal.SIGKILL)
                running[victim].wait()
                running[victim] = start()
                kills += 1
        finally:
            for each in running:
                each.kill()
                each.wait()
    return kills


@pytest.mark.parametrize(
    ("count", "often", "pauses"),
    [(40, 0.1, (1.5, 4.0)), pytest.param(10_000, 0.02, (5.0, 15.0), marks=pytest.mark.faults)],
)
def test_no_message_is_lost_and_none_is_doubled(
    tmp_path: Path, count: int, often: float, pauses: tuple[float, float]
) -> None:
    with ExitStack() as open_things:
        receivers = {
            kind: open_things.enter_context(http_receiver())
            for kind in ("500", "429", "drops", "hangs")
        }
        for kind, posted in receivers.items():
            posted.answer = behaviour(kind, often)
        box = open_things.enter_context(smtp_server(tmp_path))
        given = _settings(tmp_path, receivers, box)
        app = open_things.enter_context(open_app(load(**given)))
        to = [("webhook", x.url) for x in receivers.values()] + [("mail", "a@office.test")]
        made = Watch(name="Паводок", owner="x", query="паводок", collapse=False)
        watches.add(app.engine, made, to, now())
        printed(app, count)
        ending = threading.Event()
        kills: list[int] = []
        killer = threading.Thread(
            target=lambda: kills.append(deliverers(given, 2, pauses, ending, tmp_path / "log"))
        )
        killer.start()
        try:
            _wait_for(app, 5 * count, tmp_path / "log")
        finally:
            ending.set()
            killer.join()
        _check(app, receivers, box, count, kills[0])


def _settings(folder: Path, receivers: dict[str, Posted], box: Mailbox) -> dict[str, Any]:
    return {
        "data": str(folder),
        "outlets": str(folder / "none"),
        "database": "",
        "archive": "",
        "queue": "memory:",
        "lease": "PT3S",
        "clean_timeout": "PT1S",
        "facts_timeout": "PT1S",
        "attempts": 1000,
        "relay_every": "PT0.1S",
        "delivery_lease": "PT6S",
        "delivery_every": "PT0.1S",
        "delivery_attempts": 1000,
        "alert_key": "a key for tests only",
        "alert_hosts": [x.host for x in receivers.values()],
        "mail_server": f"localhost:{box.port}",
        "mail_from": "desk@baqylau.test",
        "mail_ca": str(box.ca),
    }


def _wait_for(app: App, wanted: int, log: Path) -> None:
    end = time.monotonic() + 30 + wanted * 0.2
    while deliveries.counts(app.engine).get("done", 0) < wanted:
        assert time.monotonic() < end, (
            f"{deliveries.counts(app.engine)} {jobs.counts(app.engine)} {log.read_text()[-3000:]}"
        )
        time.sleep(0.1)


def _check(app: App, receivers: dict[str, Posted], box: Mailbox, count: int, kills: int) -> None:
    everything = set(range(1, count + 1))
    assert deliveries.counts(app.engine) == {"done": 5 * count}
    for kind, posted in receivers.items():
        told: Counter[int] = Counter()
        keys: dict[str, int] = {}
        for _, headers, body in posted.posts:
            keys[headers["Idempotency-Key"]] = json.loads(body)["article"]["id"]
        for key in posted.told:
            told[keys[key]] += posted.told[key]
        assert set(told) == everything, f"{kind}: lost"
        assert set(told.values()) == {1}, f"{kind}: doubled"
    mails = Counter(str(x["Message-ID"]) for x in box.mails)
    assert len(mails) == count, "mail: lost"
    posts = sum(len(x.posts) for x in receivers.values())
    again = posts - 4 * count
    print(
        f"{count} matches, five channels, {kills} kills: 0 lost, 0 doubled where the key is"
        f" honoured; {again} posts were repeated, {len(box.mails) - count} mails came twice under"
        " their Message-ID"
    )
    assert jobs.unfinished(app.engine) == 0
