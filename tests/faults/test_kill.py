"""100 pages with the process killed by -9 at random, at least once in fetch and in each stage:
nothing lost, nothing twice.

On SQLite in the embedded form and on PostgreSQL with Redis; `make test-faults` does the same with
2,000 pages.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from baqylau.stages import STAGES
from baqylau.store import jobs
from baqylau.store.connect import connect
from baqylau.store.schema import migrate
from tests.faults import cluster, mills
from tests.faults.cluster import Cluster
from tests.faults.test_faults import calm, settings_for

LEASE = timedelta(seconds=3)
MILLS = 4
_FIRST = 1  # the mill of the poison pages stays closed: here no page is to blame


@pytest.fixture(scope="module")
def ground() -> Iterator[mills.Mills]:
    with mills.grinding(MILLS, _FIRST) as opened:
        yield opened


_calm: dict[int, dict[str, Any]] = {}


def undisturbed(folder: Path, ground: mills.Mills, count: int) -> dict[str, Any]:
    """One run without a kill serves both forms."""
    if count not in _calm:
        ground.release(count // MILLS)
        _calm[count] = calm(folder / "calm", ground)
    return _calm[count]


def killed_while_fetching(on: Cluster, count: int) -> None:
    on.start("crawler0")
    on.wait_for(on.kept, "the first pages are kept")
    time.sleep(on.chance.uniform(0, 0.2))
    on.kill("crawler0")
    assert 0 < on.kept() < count, "the crawl was over before the crawler was killed"
    on.start("crawler0")


def killed_in_every_stage(on: Cluster) -> Counter[str]:
    """Starts and kills a worker at random moments until one died in each stage; how often it
    happened by stage.
    """
    hits: Counter[str] = Counter()
    while len(hits) < len(STAGES):
        on.start("worker0")
        on.wait_for(
            lambda: on.parts_under_way() - hits.keys(),
            f"a job of another stage than {set(hits)} is under way",
            every=0.005,  # the shortest stage takes ten milliseconds
        )
        time.sleep(on.chance.choice((0.0, on.chance.uniform(0, 0.2))))
        on.kill("worker0")
        hits.update(on.parts_under_way())
        assert not on.idle(), f"all work was done before a worker had died in each stage: {hits}"
    return hits


def prove(form: dict[str, str], folder: Path, ground: mills.Mills, count: int) -> None:
    expected = undisturbed(folder, ground, count)
    settings = settings_for(
        folder / "killed", ground, **form, lease=LEASE, attempts=30, worker_threads=2
    )
    engine = connect(settings.database_address)
    migrate(engine)
    luck = random.Random(count)
    # no server breaks here
    servers: Any = None
    on = Cluster(settings, engine, ground, servers, servers, servers, folder, luck, release=2)
    try:
        killed_while_fetching(on, count)
        hits = killed_in_every_stage(on)
        on.start("worker0")
        on.wait_for(
            lambda: (
                on.kept() >= count and not cluster.unasked(engine) and not jobs.unfinished(engine)
            ),
            "everything is done",
            seconds=600,
            every=0.5,
        )
        found = on.known()
    finally:
        on.end()
        engine.dispose()
    assert set(hits) == set(STAGES)
    assert len(found["outcomes"]) == len({url for url, _ in found["outcomes"]}) == count
    assert len(found["facts"]) == len(set(found["facts"]))
    assert found == expected


def test_100_pages_survive_kills_in_every_stage(
    form: dict[str, str], tmp_path: Path, ground: mills.Mills
) -> None:
    prove(form, tmp_path, ground, 100)


@pytest.mark.faults
def test_2000_pages_survive_kills_in_every_stage(
    form: dict[str, str], tmp_path: Path, ground: mills.Mills
) -> None:
    prove(form, tmp_path, ground, 2000)
