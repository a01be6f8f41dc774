"""A cluster that is broken on purpose: fake outlets (mills), two crawlers, four workers,
Redis and PostgreSQL. How soon work goes on after each fault is measured.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import DBAPIError

from baqylau.query.pattern import EVERYTHING
from baqylau.settings import Settings
from baqylau.store import jobs as job_rows
from baqylau.store import pages as page_rows
from baqylau.store.connect import reading, writing
from baqylau.store.dialect import search_index
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.tables import addresses, articles, facts, jobs, mentions, outlets, pages
from baqylau.store.tables.search import search_rows
from tests.faults.mills import Mills
from tests.faults.servers import Postgres, Redis, Wire

ROOT = Path(__file__).parents[2]
WORKERS, CRAWLERS = 4, 2
_SOON = 300  # seconds after which whatever has not happened will not, on a busy machine too


@dataclass
class Cluster:
    """Everything that can be broken. `release` is the extractor's version that new workers start
    with.
    """

    settings: Settings
    engine: Engine
    mills: Mills
    redis: Redis
    postgres: Postgres
    wire: Wire
    folder: Path
    chance: random.Random
    release: int = 1
    recoveries: dict[str, float] = field(default_factory=dict)
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, **options: Any) -> None:
        role = "crawl" if name.startswith("crawler") else "work"
        given = {"release": self.release} | options
        command = [
            sys.executable,
            "-m",
            "tests.faults.process",
            role,
            self.settings.model_dump_json(),
            json.dumps(given),
        ]
        with (self.folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)

    def start_all(self) -> None:
        for name in self.names():
            self.start(name)

    def names(self, kind: str = "") -> list[str]:
        everybody = [f"crawler{x}" for x in range(CRAWLERS)] + [
            f"worker{x}" for x in range(WORKERS)
        ]
        return [x for x in everybody if x.startswith(kind)]

    def kill(self, name: str) -> None:
        process = self._processes.pop(name)
        process.kill()
        process.wait()

    def ask_to_end(self, name: str) -> int:
        """SIGTERM; the exit status."""
        process = self._processes.pop(name)
        process.terminate()
        return process.wait(_SOON)

    def end(self) -> None:
        for name in list(self._processes):
            self.kill(name)

    def died(self) -> list[str]:
        """Processes that ended without being asked, with the end of each log."""
        return [
            f"{name}: {(self.folder / f'{name}.log').read_text()[-2000:]}"
            for name, x in self._processes.items()
            if x.poll() is not None
        ]

    def let_in(self, pages_each: int) -> None:
        """Every mill has so many pages now, and the crawlers visit it at once."""
        self.mills.release(pages_each)
        self.hurry()

    def hurry(self) -> None:
        """Makes every outlet due now: a visit under way may have read the lists before the last
        pages were published.
        """
        with writing(self.engine) as connection:
            now = db_now(self.engine)
            connection.execute(
                update(outlets)
                .where(outlets.c.next_visit > now)
                .values(next_visit=now, not_before=None)
            )

    def wait_for(
        self, sign: Callable[[], Any], what: str, seconds: float = _SOON, every: float = 0.05
    ) -> None:
        """Looks for the sign every so many seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with suppress(DBAPIError):  # the database may be the one that is being broken
                if sign():
                    return
            assert not self.died(), f"{what}: {self.died()}"
            time.sleep(every)
        raise AssertionError(f"{what} did not happen within {seconds} s; {self.counts()}")

    def counts(self) -> dict[str, Any]:
        return {str(part): by for part, by in job_rows.counts(self.engine).items()} | {
            "pages": page_rows.totals(self.engine)
        }

    def holders(self) -> dict[int, str]:
        """Jobs under way and their leases."""
        with reading(self.engine) as connection:
            return {
                row.id: row.lease_token
                for row in connection.execute(
                    select(jobs.c.id, jobs.c.lease_token).where(jobs.c.state == "leased")
                )
            }

    def parts_under_way(self) -> set[str]:
        with reading(self.engine) as connection:
            return {
                str(x)
                for x in connection.execute(
                    select(jobs.c.stage).where(jobs.c.state == "leased").distinct()
                ).scalars()
            }

    def finished_since(self, moment: datetime, but: set[int]) -> int:
        with reading(self.engine) as connection:
            some = (
                select(func.count())
                .select_from(jobs)
                .where(jobs.c.finished > moment, jobs.c.id.not_in(but))
            )
            return int(connection.execute(some).scalar_one())

    def kept(self) -> int:
        with reading(self.engine) as connection:
            return int(
                connection.execute(select(func.count(func.distinct(pages.c.url)))).scalar_one()
            )

    def idle(self) -> bool:
        return not job_rows.unfinished(self.engine)

    @contextmanager
    def broken(self, name: str, wanted: int) -> Iterator[None]:
        """Something is broken inside while jobs are under way; afterwards it is waited for, and
        timed, until all of it goes on.

        That is: every job that was under way has ended or changed hands, others have ended since,
        and all `wanted` pages are kept.
        """
        self.wait_for(lambda: len(self.holders()) >= 2, f"{name}: work under way")
        time.sleep(self.chance.uniform(0, 0.2))
        held, moment, began = self.holders(), db_now(self.engine), time.monotonic()
        yield
        self.wait_for(
            lambda: not (held.items() & self.holders().items()),
            f"{name}: jobs under way change hands",
            every=0.2,
        )
        self.wait_for(
            lambda: self.finished_since(moment, set(held)) or self.idle(),
            f"{name}: work goes on",
            every=0.2,
        )
        self.wait_for(
            lambda: self.kept() >= wanted or self.hurry(),
            f"{name}: {wanted} pages are kept",
            every=0.5,  # each hurry is a visit to every outlet
        )
        self.recoveries[name] = max(time.monotonic() - began, self.recoveries.get(name, 0))

    # What is known in the end
    # -------------------------------------------------------------------------------------------

    def known(self) -> dict[str, Any]:
        """What the rows say, without ids, times and hosts' ports."""
        return known(self.engine)


def known(engine: Engine) -> dict[str, Any]:
    """Outcomes by address, facts and mentions with their places, jobs by what became of them, how
    many articles the search finds, and the rows of its index.
    """
    with reading(engine) as connection:
        fact = select(
            articles.c.url, facts.c.type, facts.c.start, facts.c.end, facts.c.text, facts.c.rule
        ).join(facts, facts.c.article == articles.c.id)
        mention = select(
            articles.c.url, mentions.c.type, mentions.c.start, mentions.c.end, mentions.c.name
        )
        mention = mention.join(mentions, mentions.c.article == articles.c.id)
        first = select(pages.c.url, pages.c.outcome).where(pages.c.outcome != "unchanged")
        live = (jobs.c.outcome.is_distinct_from("superseded"),)
        return {
            "outcomes": sorted(map(tuple, connection.execute(first))),
            "facts": sorted(map(tuple, connection.execute(fact))),
            "mentions": sorted(map(tuple, connection.execute(mention))),
            "jobs": Counter(
                map(
                    tuple,
                    connection.execute(
                        select(jobs.c.stage, jobs.c.version, jobs.c.state).where(*live)
                    ),
                )
            ),
            "searchable": connection.execute(
                select(func.count()).where(search_index.matches(connection, EVERYTHING))
            ).scalar_one(),
            "index": connection.execute(select(func.count(search_rows.c.article))).scalar_one(),
            "current": connection.execute(
                select(func.count()).where(articles.c.current)
            ).scalar_one(),
        }


def unasked(engine: Engine) -> int:
    """Addresses of articles that nobody has fetched yet."""
    with reading(engine) as connection:
        return int(
            connection.execute(
                select(func.count()).where(
                    addresses.c.kind == "article", addresses.c.last_fetch.is_(None)
                )
            ).scalar_one()
        )


def reasons(engine: Engine) -> dict[str, str]:
    """Why pages were set aside, by the end of their address."""
    with reading(engine) as connection:
        wanted = select(pages.c.url, pages.c.reason).where(pages.c.outcome == page_rows.SET_ASIDE)
        return {
            "/p/" + url.rpartition("/p/")[2]: reason for url, reason in connection.execute(wanted)
        }


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[bool]:
    """The folder lies on a disk of its own; False where only root may do that."""
    folder.mkdir(parents=True, exist_ok=True)
    if (
        os.getuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=False
        ).returncode
    ):
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def fill(folder: Path) -> Path:
    """A file that leaves no room on the folder's disk."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(65536))
    with ballast.open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(512))
    return ballast


SIGKILL, SIGQUIT = signal.SIGKILL, signal.SIGQUIT
