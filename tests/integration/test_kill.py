"""Workers and crawlers killed with -9 at random lose nothing and do nothing twice, on SQLite embedded and on PostgreSQL with Redis."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from baqylau.archive import open_archive
from baqylau.messages import Stage
from baqylau.settings import Settings, load
from baqylau.store import jobs, outlets, pages
from baqylau.store.connect import connect, reading, writing
from baqylau.store.schema import migrate
from baqylau.store.tables import articles, facts, mentions
from baqylau.store.tables import jobs as job_rows
from tests.integration import paper
from workers.run import work_off

LEASE = timedelta(seconds=3)


def prepare(form: dict[str, str], folder: Path, count: int) -> tuple[Settings, Engine]:
    settings = load(data=folder, **form, outlets=folder / "none", lease=LEASE, relay_every=timedelta(seconds=0.1), attempts=30)
    engine = connect(settings.database_address)
    migrate(engine)
    with writing(engine) as connection:
        outlets.ensure(connection, paper.OUTLET, "Вестник степи")
    archive = open_archive(settings.archive_address)
    for number in range(count):
        pages.keep(engine, paper.page(number), paper.OUTLET, None, archive)
    return settings, engine


def start(settings: Settings) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.integration.one_worker", settings.model_dump_json()]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def leased(engine: Engine) -> set[Stage]:
    """Stages a job of which is under way; once the only worker is dead: stages it was killed in."""
    with reading(engine) as connection:
        return {Stage(x) for x in connection.execute(select(job_rows.c.stage).where(job_rows.c.state == "leased").distinct()).scalars()}


def kill_until_hit_everywhere(settings: Settings, engine: Engine, seed: int) -> Counter[Stage]:
    """Starts and kills workers at random moments until one died in each stage; how often it happened by stage."""
    chance, hits = random.Random(seed), Counter[Stage]()
    while len(hits) < len(Stage):
        assert jobs.unfinished(engine), f"all work was done before a worker had died in each stage: {hits}"
        process = start(settings)
        wait_for(lambda: leased(engine) - hits.keys(), process)
        time.sleep(chance.uniform(0, 0.4))
        kill(process)
        hits.update(leased(engine))
        time.sleep(LEASE.total_seconds())
    return hits


def wait_for(sign: Any, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not sign() and time.monotonic() < end:
        assert process.poll() is None, "the process ended by itself"
        time.sleep(0.02)


def finish(settings: Settings, engine: Engine) -> None:
    process = start(settings)
    wait_for(lambda: not jobs.unfinished(engine), process, seconds=600)
    process.terminate()
    process.wait(30)


def everything_known(engine: Engine) -> dict[str, Any]:
    """What the rows say, without the ids and times that differ from run to run."""
    with reading(engine) as connection:
        fact_of = select(articles.c.url, facts.c.type, facts.c.start, facts.c.end, facts.c.text, facts.c.rule).join(facts)
        mention_of = select(articles.c.url, mentions.c.type, mentions.c.start, mentions.c.end, mentions.c.name).join(mentions)
        return {
            "outcomes": sorted(map(tuple, connection.execute(select(pages.pages.c.url, pages.pages.c.outcome)))),
            "facts": sorted(map(tuple, connection.execute(fact_of))),
            "mentions": sorted(map(tuple, connection.execute(mention_of))),
            "jobs": Counter(map(tuple, connection.execute(select(job_rows.c.stage, job_rows.c.state)))),
        }


def undisturbed(folder: Path, count: int) -> dict[str, Any]:
    settings, engine = prepare({"database": f"sqlite:///{folder}/calm.db", "queue": "memory:"}, folder / "calm", count)
    from workers.thinking import Thinking

    with Thinking(settings, "tests.integration.paper:read", "tests.integration.paper:extract") as thinkers:
        work_off(settings, thinkers)
    found = everything_known(engine)
    engine.dispose()
    return found


def prove(form: dict[str, str], folder: Path, count: int) -> None:
    settings, engine = prepare(form, folder, count)
    hits = kill_until_hit_everywhere(settings, engine, seed=count)
    finish(settings, engine)
    found = everything_known(engine)
    indexed = select(func.count()).select_from(job_rows).where(job_rows.c.stage == Stage.INDEX, job_rows.c.state == "done")
    with reading(engine) as connection:
        assert connection.execute(indexed).scalar_one() == sum(x[1] == "article" for x in found["outcomes"])
    engine.dispose()
    assert set(hits) == set(Stage)
    assert found == undisturbed(folder, count)
    assert len(found["outcomes"]) == count
    assert len(found["facts"]) == len(set(found["facts"]))


def test_200_pages_survive_killed_workers(form: dict[str, str], tmp_path: Path) -> None:
    prove(form, tmp_path, 200)


@pytest.mark.faults
def test_2000_pages_survive_killed_workers(form: dict[str, str], tmp_path: Path) -> None:
    prove(form, tmp_path, 2000)
