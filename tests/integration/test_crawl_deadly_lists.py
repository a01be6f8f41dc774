"""A list that kills, stalls or breaks the process that parses it: its outlet is visited more rarely
and gets an issue, the other outlet's pages are stored, and once the list is good again the issue
closes by itself. On both databases.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from baqylau.app import open_app
from baqylau.clock import now
from baqylau.model.issue import Issue, Trouble
from baqylau.settings import Settings, load
from baqylau.store import issues
from baqylau.store.connect import connect, reading, writing
from baqylau.store.tables import addresses, outlets, pages, visits
from crawler.scheduler import MAX_UNFINISHED_VISITS
from tests.integration.crawling import ROOT
from tests.integration.doorstep import Answer, Door, Script, feed, open_doors, plain
from workers.maintenance import Maintenance

ARTICLES = 12
WITHIN = 120  # seconds: a crawler starts in two, on a machine that is busy with more in twenty

_CRAWL = """
import os, signal, sys, time
from crawler import bounds, frontier_db
from crawler.discovery import runner
bounds.LONGEST_READING = 1.0
def dies(): os.kill(os.getpid(), signal.SIGKILL)
def stalls():
    while True: pass
def raises(): raise RecursionError("too deep")
def eats():
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
    return bytes(2**31)
def harm(outlet, where):
    given = os.path.exists(os.environ["HARM"]) and open(os.environ["HARM"]).read().split()
    if outlet == "deadly" and given and given[1] == where: globals()[given[0]]()
read, due = runner.read, frontier_db.DatabaseFrontier.due
def harmful(response, source, outlet, *more):
    harm(outlet.id, "reading")
    return read(response, source, outlet, *more)
async def harmful_due(self, outlet_id, limit):
    harm(outlet_id, "elsewhere")
    return await due(self, outlet_id, limit)
runner.read, frontier_db.DatabaseFrontier.due = harmful, harmful_due
from baqylau import settings
from crawler.run import crawl
crawl(settings.load())
"""
"""A crawler whose parser, or whose call of `due`, fails in the way that the file HARM names."""


@dataclass
class TwoOutlets:
    """Two outlets, `deadly` and `healthy`, and crawlers that visit them."""

    folder: Path
    database: str
    engine: Engine
    doors: Mapping[str, Door]

    @property
    def harm(self) -> Path:
        return self.folder / "harm"

    def start(self) -> "subprocess.Popen[str]":
        given = {
            "PATH": os.defpath,
            "HARM": str(self.harm),
            "BAQYLAU_DATA": str(self.folder / "data"),
            "BAQYLAU_DATABASE": self.database,
            "BAQYLAU_OUTLETS": str(self.folder / "outlets"),
            "BAQYLAU_ALLOW_HOSTS": json.dumps([x.host for x in self.doors.values()]),
            "BAQYLAU_LEASE": "PT1S",
        }
        return subprocess.Popen(
            [sys.executable, "-c", _CRAWL],
            cwd=ROOT,
            env=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def crawl_until(self, reached: Callable[[], bool]) -> None:
        """Starts one crawler after the other, as `baqylau run` does, until `reached` is true."""
        end, output = time.monotonic() + WITHIN, ""
        while not reached():
            process = self.start()
            try:
                while process.poll() is None and not reached():
                    assert time.monotonic() < end, output
                    time.sleep(0.05)
            finally:
                process.terminate()
                output += process.communicate()[0]
            assert time.monotonic() < end, output

    def outlet(self, name: str) -> Any:
        with reading(self.engine) as connection:
            return connection.execute(select(outlets).where(outlets.c.id == name)).one()

    def known(self, name: str) -> bool:
        with reading(self.engine) as connection:
            query = select(outlets.c.id).where(outlets.c.id == name)
            return connection.execute(query).first() is not None

    def stored(self, name: str) -> int:
        query = select(func.count(func.distinct(pages.c.url))).where(pages.c.outlet == name)
        with reading(self.engine) as connection:
            return int(connection.execute(query).scalar_one())

    def failed(self, times: int) -> Callable[[], bool]:
        return lambda: self.known("deadly") and self.outlet("deadly").failures >= times

    def make_everything_due(self) -> None:
        past = now() - timedelta(days=1)
        with writing(self.engine) as connection:
            connection.execute(update(outlets).values(next_visit=past))
            connection.execute(update(addresses).values(not_before=None))

    def issues(self) -> list[Issue]:
        """The open issues of `deadly`, after maintenance looked for issues."""
        with open_app(self.settings) as app:
            Maintenance(app).run_once()
            return [x for x in issues.open_issues(app.engine) if x.outlet_id == "deadly"]

    @property
    def settings(self) -> Settings:
        return load(
            data=self.folder / "data",
            database=self.database,
            outlets=self.folder / "outlets",
            relay_every=timedelta(seconds=0.1),
        )


def _script(door: Door) -> Script:
    def script(path: str, headers: Mapping[str, str]) -> Answer:
        if path == "/feed.xml":
            return feed(door.host, *(f"/news/a-{10_000 + n}" for n in range(ARTICLES)))
        return plain(path, headers)

    return script


@pytest.fixture
def two(tmp_path: Path, migrated_database: str) -> Iterator[TwoOutlets]:
    engine = connect(migrated_database)
    with open_doors({"deadly": _script, "healthy": _script}) as doors:
        (tmp_path / "outlets").mkdir()
        # `deadly` ends each crawler before it can fetch all pages of this outlet
        doors["healthy"].write(tmp_path / "outlets", delay="0.2s")
        doors["deadly"].write(tmp_path / "outlets")
        yield TwoOutlets(tmp_path, migrated_database, engine, doors)
    engine.dispose()


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        ("dies", "the crawler ended while it read http://"),
        ("stalls", "the crawler ended while it read http://"),
        ("raises", "RecursionError: too deep"),
        ("eats", "MemoryError"),
    ],
)
def test_an_outlet_with_a_deadly_list_backs_off_gets_an_issue_and_recovers(
    two: TwoOutlets, harm: str, expected: str
) -> None:
    two.harm.write_text(f"{harm} reading", encoding="utf-8")
    two.crawl_until(lambda: two.failed(1)() and two.stored("healthy") == ARTICLES)
    first = two.outlet("deadly")
    assert (first.failures, two.stored("deadly")) == (1, 0)
    assert first.next_visit - first.last_visit > timedelta(minutes=12)
    [issue] = two.issues()
    assert (issue.finding.trouble, issue.finding.subject) == (Trouble.UNREADABLE, "")
    assert expected in issue.finding.diagnosis
    assert expected in next(iter(issue.finding.evidence["answers"].values()))
    two.make_everything_due()
    two.crawl_until(two.failed(2))
    again = two.outlet("deadly")
    assert again.next_visit - again.last_visit > timedelta(minutes=25)
    two.harm.unlink()
    two.make_everything_due()
    two.crawl_until(lambda: two.stored("deadly") == ARTICLES and two.outlet("deadly").failures == 0)
    assert two.issues() == []


def test_visits_during_which_the_crawler_died_elsewhere_count_as_failures_too(
    two: TwoOutlets,
) -> None:
    two.harm.write_text("dies elsewhere", encoding="utf-8")
    two.crawl_until(lambda: two.failed(1)() and two.stored("healthy") == ARTICLES)
    found = two.outlet("deadly")
    assert found.begun == 0
    assert f"the last {MAX_UNFINISHED_VISITS} visits" in found.last_result
    [issue] = two.issues()
    assert issue.finding.trouble is Trouble.UNREADABLE
    with reading(two.engine) as connection:
        rows = connection.execute(select(visits.c.ways).where(visits.c.outlet == "deadly"))
        assert len(rows.all()) == 1
    two.harm.unlink()
    two.make_everything_due()
    two.crawl_until(lambda: two.stored("deadly") == ARTICLES)
