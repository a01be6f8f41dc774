"""Two releases at work on one database: how quick is each beside the other, and alone?

    .venv/bin/python -m benchmarks.releases sqlite
    .venv/bin/python -m benchmarks.releases postgres

600 pages wait, half of them for the earlier release's cleaner, half for the later one's. Each
release has one worker process, whose readers take their time without using a core, so that two
processes on a busy machine measure the job table and the queue and not the processor.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from baqylau.archive import open_archive
from baqylau.store import outlets, pages
from baqylau.store.connect import connect, reading, writing
from baqylau.store.schema import migrate
from baqylau.store.tables import jobs
from tests import services
from tests.integration import paper

ROOT = Path(os.environ.get("RELEASE_ROOT", Path(__file__).parents[1]))  # whose code is measured
PAGES = 300  # of each release
RELEASES = {"old": ("5", "facts-2", "1"), "new": ("6", "facts-3", "2")}
READS = 0.2  # seconds a page takes to clean: far longer than what is measured
PATIENCE = 120.0  # seconds


def main(kind: str) -> int:
    with ExitStack() as stack:
        server = stack.enter_context(services.postgres_server()) if kind == "postgres" else None
        redis = stack.enter_context(services.redis_server()) if kind == "postgres" else None
        alone = {x: _measure(server, redis, (x,))[x] for x in RELEASES}
        together = _measure(server, redis, tuple(RELEASES))
    for name in RELEASES:
        share = alone[name] / together[name] if together[name] else 0.0
        print(
            f"{kind:9} {name}: alone {_words(alone[name])}, beside the other"
            f" {_words(together[name])}: {share:.0%} of its pace"
        )
    return 0


def _words(seconds: float) -> str:
    return f"{PAGES / seconds:.1f} pages/s" if seconds < PATIENCE else "not done"


def _measure(server: str | None, redis: str | None, names: tuple[str, ...]) -> dict[str, float]:
    """Seconds from the first page read until each release's pages were cleaned."""
    with tempfile.TemporaryDirectory(prefix="baqylau-releases-") as folder, ExitStack() as stack:
        address = (
            f"sqlite:///{folder}/baqylau.db"
            if server is None
            else stack.enter_context(services.postgres_database(server))
        )
        engine = connect(address)
        stack.callback(engine.dispose)
        subjects = _fill(engine, folder, names)
        for name in names:
            stack.enter_context(
                _worker(name, address, f"{redis}/0" if redis else "memory:", folder)
            )
        while not any(_done(engine, x) for x in subjects.values()):
            time.sleep(0.05)
        began, took = time.monotonic(), dict.fromkeys(names, PATIENCE)
        while time.monotonic() - began < PATIENCE and PATIENCE in took.values():
            time.sleep(0.1)
            for name in names:
                if took[name] == PATIENCE and _done(engine, subjects[name]) == PAGES:
                    took[name] = time.monotonic() - began
        return took


def _fill(engine: Engine, folder: str, names: tuple[str, ...]) -> dict[str, list[int]]:
    migrate(engine)
    archive, subjects = open_archive(f"file:{folder}/archive"), {}
    with writing(engine) as connection:
        outlets.ensure(connection, paper.OUTLET, "Вестник степи")
    for start, name in enumerate(names):
        numbers = range(start * PAGES, (start + 1) * PAGES)
        kept = [pages.store(engine, paper.page(x), paper.OUTLET, None, archive) for x in numbers]
        subjects[name] = [x.page_id for x in kept]
        with writing(engine) as connection:
            mine = jobs.c.subject.in_(subjects[name])
            connection.execute(jobs.update().where(mine).values(version=RELEASES[name][0]))
    return subjects


def _done(engine: Engine, subjects: list[int]) -> int:
    wanted = select(func.count(jobs.c.subject.distinct())).where(
        jobs.c.stage == "clean",
        jobs.c.state == "done",
        jobs.c.outcome != "superseded",
        jobs.c.subject.in_(subjects),
    )
    with reading(engine) as connection:
        return int(connection.execute(wanted).scalar_one())


@contextmanager
def _worker(name: str, database: str, queue: str, folder: str) -> Iterator[None]:
    command = [sys.executable, "-c", _WORK, *RELEASES[name], database, queue, folder]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "READS": str(READS)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(60)


_WORK = """
import os, sys, threading, time
import baqylau.clean, baqylau.facts
from baqylau import stages
from baqylau.app import open_app
from baqylau.settings import load
from tests.integration import paper
from workers.run import working, _on_signals
baqylau.clean.VERSION, baqylau.facts.VERSION, stages.INDEX_VERSION = sys.argv[1:4]
database, queue, folder = sys.argv[4:]
class Readers(paper.Readers):
    def clean(self, page, outlet):
        time.sleep(float(os.environ["READS"]))
        return super().clean(page, outlet)
from baqylau import logs
logs.configure("ERROR")
ending = _on_signals()
given = load(data=folder, database=database, queue=queue, outlets=folder + "/none")
with open_app(given) as app, working(app, Readers()):
    ending.wait()
"""


if __name__ == "__main__":
    answer: Any = main(sys.argv[1])
    sys.exit(answer)
