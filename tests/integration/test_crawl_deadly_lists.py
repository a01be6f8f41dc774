"""A list that kills, stalls or breaks the process that parses it: the crawler goes on, its outlet
is visited more rarely and gets an issue, the other outlet's pages are stored, and once the list is
good again the issue closes by itself. On both databases.

An outlet that does harm is named after it. One crawler meets all kinds of harm at once.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
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
from baqylau.store.outlets import UNFINISHED_BEFORE_ALONE
from baqylau.store.tables import addresses, outlets, pages, visits
from tests.integration.crawling import ROOT
from tests.integration.doorstep import Answer, Door, Script, feed, open_doors, plain
from workers.maintenance import Maintenance

ARTICLES = 12  # of `healthy`
LISTED = 3  # articles of each outlet that does harm
UNFINISHED = UNFINISHED_BEFORE_ALONE + 1  # visits that may end the crawler: each is a start of it
WITHIN = 120  # seconds: a crawler starts in two, on a machine that is busy with more in twenty

_CRAWL = f"""
from datetime import timedelta
from crawler import frontier_db, parser_pool, scheduler
from crawler.discovery import runner
from tests.integration import deadly_parser
parser_pool.PARSE_CPU = timedelta(seconds=1)
scheduler.MAX_UNFINISHED_VISITS = {UNFINISHED}
scheduler.POLL_INTERVAL = timedelta(seconds=0.2)
due = frontier_db.DatabaseFrontier.due
async def harmful_due(self, outlet_id, limit):
    deadly_parser.harm(outlet_id, "elsewhere")
    return await due(self, outlet_id, limit)
runner.LISTING = "tests.integration.deadly_parser:read"
frontier_db.DatabaseFrontier.due = harmful_due
from baqylau import settings
from crawler.run import crawl
crawl(settings.load())
"""
"""A crawler whose parser, or whose call of `due`, does harm where the file HARM names it."""


@dataclass
class Crawled:
    """The outlets with their doors, by id, and the crawler that visits them."""

    folder: Path
    database: str
    engine: Engine
    doors: Mapping[str, Door]
    starts: int = 0
    _process: "subprocess.Popen[str] | None" = None
    _output: list[str] = field(default_factory=list)

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
        """Starts the next crawler where one ended, as `baqylau run` does, until `reached` is true;
        the last one goes on.
        """
        end = time.monotonic() + WITHIN
        while not reached():
            if self._process is None or self._process.poll() is not None:
                self.stop()
                self._process, self.starts = self.start(), self.starts + 1
            if time.monotonic() > end:
                self.stop()
                pytest.fail("".join(self._output))
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                output, _ = self._process.communicate(timeout=30)
            except subprocess.TimeoutExpired:  # one that a list stalls hears no other signal
                self._process.kill()
                output, _ = self._process.communicate()
            self._output.append(output)
            self._process = None

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

    def failed(self, name: str, times: int) -> bool:
        return self.known(name) and self.outlet(name).failures >= times

    def make_everything_due(self) -> None:
        past = now() - timedelta(days=1)
        with writing(self.engine) as connection:
            connection.execute(update(outlets).values(next_visit=past))
            connection.execute(update(addresses).values(not_before=None))

    def issues(self) -> dict[str, Issue]:
        """The open issue of each outlet, after maintenance looked for issues."""
        with open_app(self.settings) as app:
            Maintenance(app).run_once()
            found = issues.open_issues(app.engine)
        assert len({x.outlet_id for x in found}) == len(found)
        return {x.outlet_id: x for x in found}

    @property
    def settings(self) -> Settings:
        return load(
            data=self.folder / "data",
            database=self.database,
            outlets=self.folder / "outlets",
            relay_every=timedelta(seconds=0.1),
        )


def _script(articles: int) -> Callable[[Door], Script]:
    def of(door: Door) -> Script:
        def script(path: str, headers: Mapping[str, str]) -> Answer:
            if path == "/feed.xml":
                return feed(door.host, *(f"/news/a-{10_000 + n}" for n in range(articles)))
            return plain(path, headers)

        return script

    return of


@pytest.fixture
def crawled(
    tmp_path: Path, migrated_database: str, request: pytest.FixtureRequest
) -> Iterator[Crawled]:
    """`healthy` and the outlets that the parameter names."""
    engine = connect(migrated_database)
    scripts = {x: _script(LISTED) for x in request.param} | {"healthy": _script(ARTICLES)}
    with open_doors(scripts) as doors:
        (tmp_path / "outlets").mkdir()
        for name, door in doors.items():
            # harm ends each crawler before it can fetch all pages of this outlet
            more = {"delay": "0.2s"} if name == "healthy" else {}
            door.write(tmp_path / "outlets", **more)
        crawl = Crawled(tmp_path, migrated_database, engine, doors)
        try:
            yield crawl
        finally:
            crawl.stop()
    engine.dispose()


EXPECTED = {
    "dies": "parsing killed its process (exit status -9)",
    "stalls": "parsing took longer than 1 s of CPU and was stopped",
    "raises": "RecursionError: too deep",
    "eats": "parsing needed more than 512 MiB and was stopped",
}


@pytest.mark.parametrize("crawled", [tuple(EXPECTED)], indirect=True, ids=["all"])
def test_outlets_with_deadly_lists_back_off_get_an_issue_and_recover(crawled: Crawled) -> None:
    def all_failed(times: int) -> bool:
        return all(crawled.failed(x, times) for x in EXPECTED)

    crawled.harm.write_text("reading", encoding="utf-8")
    crawled.crawl_until(lambda: all_failed(1) and crawled.stored("healthy") == ARTICLES)
    found = crawled.issues()
    assert set(found) == set(EXPECTED)
    for name, expected in EXPECTED.items():
        first, finding = crawled.outlet(name), found[name].finding
        assert (first.failures, crawled.stored(name)) == (1, 0)
        assert first.next_visit - first.last_visit > timedelta(minutes=12)
        assert (finding.trouble, finding.subject) == (Trouble.UNREADABLE, "")
        assert expected in finding.diagnosis
        assert expected in next(iter(finding.evidence["answers"].values()))
    crawled.make_everything_due()
    crawled.crawl_until(lambda: all_failed(2))
    for name in EXPECTED:
        again = crawled.outlet(name)
        assert again.next_visit - again.last_visit > timedelta(minutes=25)
    crawled.harm.unlink()
    crawled.make_everything_due()
    crawled.crawl_until(
        lambda: all(
            crawled.stored(x) == LISTED and crawled.outlet(x).failures == 0 for x in EXPECTED
        )
    )
    assert crawled.issues() == {}
    assert crawled.starts == 1, "a list ended the crawler"


@pytest.mark.parametrize("crawled", [("dies",)], indirect=True, ids=["dies"])
def test_visits_during_which_the_crawler_died_elsewhere_count_as_failures_too(
    crawled: Crawled,
) -> None:
    crawled.harm.write_text("elsewhere", encoding="utf-8")
    crawled.crawl_until(lambda: crawled.failed("dies", 1) and crawled.stored("healthy") == ARTICLES)
    found = crawled.outlet("dies")
    assert found.begun == 0
    assert f"the last {UNFINISHED} visits" in found.last_result
    assert crawled.starts == UNFINISHED + 1
    issue = crawled.issues()["dies"]
    assert issue.finding.trouble is Trouble.UNREADABLE
    with reading(crawled.engine) as connection:
        rows = connection.execute(select(visits.c.ways).where(visits.c.outlet == "dies"))
        assert len(rows.all()) == 1
    crawled.harm.unlink()
    crawled.make_everything_due()
    crawled.crawl_until(lambda: crawled.stored("dies") == LISTED)
