"""Every process that matches and delivers is killed at random, and receivers time out, answer 500
and 429, or take a message and drop the connection: nothing is lost, and nothing is doubled at
receivers that honour the key.
"""

import json
import random
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
from baqylau.store.tables import articles, pages
from baqylau.store.versions import version_of
from tests.faults.deliverers import PATIENCE
from tests.integration.receivers import DROP, Mailbox, Posted, http_receiver, smtp_server

ROOT = Path(__file__).parents[2]
_STUCK = 90  # seconds without a step; a lease is three, a start on a busy machine ten
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
            jobs.add(connection, "match", n, version_of("match"), moment, first=True)


class Deliverers:
    """Keeps so many workers running, each with a file that is there as soon as it works."""

    def __init__(self, given: dict[str, Any], count: int, folder: Path) -> None:
        self.log = folder / "log"
        self._command = [sys.executable, "-m", "tests.faults.deliverers", json.dumps(given)]
        self._folder = folder
        self._started = 0
        self._running = [self._start() for _ in range(count)]

    def _start(self) -> tuple[subprocess.Popen[bytes], Path]:
        self._started += 1
        at_work = self._folder / f"at_work_{self._started}"
        command = [*self._command, str(at_work)]
        with self.log.open("ab") as output:
            return subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output), at_work

    def kill(self, chance: random.Random) -> bool:
        """Kills one of them, and another takes its place; False where none works yet."""
        working = [n for n, (_, at_work) in enumerate(self._running) if at_work.exists()]
        if working:
            victim = chance.choice(working)
            self._running[victim][0].kill()
            self._running[victim][0].wait()
            self._running[victim] = self._start()
        return bool(working)

    def end(self) -> None:
        for process, _ in self._running:
            process.kill()
            process.wait()


@pytest.mark.parametrize(
    ("count", "often", "steps"),
    [(40, 0.1, (12, 32)), pytest.param(10_000, 0.02, (300, 900), marks=pytest.mark.faults)],
)
def test_no_message_is_lost_and_none_is_doubled(
    tmp_path: Path, count: int, often: float, steps: tuple[int, int]
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
        running = Deliverers(given, 2, tmp_path)
        open_things.callback(running.end)
        kills = _kill_while_they_work(app, running, count, steps)
        running.end()
        _check(app, receivers, box, count, kills)


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
        "relay_every": "PT0.25S",
        "delivery_lease": "PT3S",
        "delivery_every": "PT0.25S",
        "delivery_attempts": 1000,
        "alert_key": "a key for tests only",
        "alert_hosts": [x.host for x in receivers.values()],
        "mail_server": f"localhost:{box.port}",
        "mail_from": "desk@baqylau.test",
        "mail_ca": str(box.ca),
    }


def _kill_while_they_work(app: App, running: Deliverers, count: int, steps: tuple[int, int]) -> int:
    """Until everything is delivered: one is killed after every so many steps, which are articles
    matched and messages delivered. Gives the number of kills. The time without any step is limited
    and not the whole, so that a busy machine may be slow.
    """
    chance, kills, done, delivered = random.Random(7), 0, 0, 0
    next_kill, moved = chance.randint(*steps), time.monotonic()
    while delivered < 5 * count:
        time.sleep(chance.uniform(0, 0.2))
        delivered = deliveries.counts(app.engine).get("done", 0)
        before, done = done, count - jobs.unfinished(app.engine) + delivered
        if done > before:
            moved = time.monotonic()
        if done >= next_kill and running.kill(chance):
            kills += 1
            next_kill = done + chance.randint(*steps)
        assert time.monotonic() < moved + _STUCK, (
            f"{deliveries.counts(app.engine)} {jobs.counts(app.engine)}"
            f" {running.log.read_text()[-3000:]}"
        )
    return kills


def _check(app: App, receivers: dict[str, Posted], box: Mailbox, count: int, kills: int) -> None:
    assert kills > 0
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
