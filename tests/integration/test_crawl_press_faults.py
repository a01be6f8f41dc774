"""The sample press misbehaves, each outlet in its own way. The crawler, which does not know the
names of the faults, stores what can be stored, and monitoring finds the faults.
"""

import re
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from baqylau.model.issue import Finding, Issue, Trouble
from press.server import Request, running
from tests.integration.crawling import Crawled, CrawlSetup

FIRST = {
    "bozdala": "feed_dies",
    "steppecourier": "session_ids",
    "tumar": "lastmod_today",
    "meridian71": "wall_403",
    "darynsozi": "slow_drip",
    "zarechye": "redirect_loop",
    "qostil": "gzip_bomb",
}
SECOND = {
    "bozdala": "endless_calendar",
    "steppecourier": "utm_duplicates",
    "tumar": "amp_twins",
    "meridian71": "soft_404",
    "darynsozi": "layout_changes",
    "zarechye": "dates_vanish",
}


@dataclass
class CrawlRuns:
    """Two crawls of one press; `runs` holds the requests of each, `stored` the numbers of pages."""

    setup: CrawlSetup
    runs: list[list[Request]] = field(default_factory=list)
    stored: list[dict[str, int]] = field(default_factory=list)
    output: str = ""
    issues: list[Issue] = field(default_factory=list)
    still_open: list[Issue] = field(default_factory=list)  # open after a crawl without faults

    def found(self, outlet: str) -> list[Finding]:
        return [x.finding for x in self.issues if x.outlet_id == outlet]

    def result(self, outlet: str) -> str:
        return str(
            self.setup.rows("SELECT result FROM visits WHERE outlet = ? ORDER BY id", outlet)[0][0]
        )

    def paths(self, outlet: str, number: int = 0) -> list[str]:
        return [x.path for x in self.runs[number] if x.outlet == outlet]


def _crawl(folder: Path, misbehaviour: Mapping[str, str]) -> CrawlRuns:
    with running(misbehaviour) as sample:
        setup = CrawlSetup(folder, sample.hosts, (("BAQYLAU_FETCH_TIMEOUT", "PT8S"),))
        sample.write_outlets(setup.outlets)
        # its seven slow pages are fetched at the same time
        dripping = setup.outlets / "darynsozi.toml"
        dripping.write_text(
            dripping.read_text(encoding="utf-8").replace("concurrency = 2", "concurrency = 8"),
            encoding="utf-8",
        )
        crawled = CrawlRuns(setup)
        for _ in range(2):
            before = len(sample.requests)
            crawled.output += setup.crawl()
            crawled.runs.append(sample.requests[before:])
            crawled.stored.append(_stored(setup))
            setup.make_everything_due()
        setup.run_workers()
        crawled.issues = setup.issues()
        if misbehaviour is FIRST:
            sample.misbehave({})
            shutil.copytree(folder, folder / "calm")
            calm = CrawlSetup(folder / "calm", setup.hosts, setup.settings)
            crawled.output += calm.crawl()
            calm.run_workers()
            crawled.still_open = calm.issues()
        return crawled


@pytest.fixture(scope="module")
def healthy(crawled: Crawled, tmp_path_factory: pytest.TempPathFactory) -> CrawlRuns:
    """No outlet misbehaves; the first crawl is the one that all tests share."""
    setup = crawled.copied(tmp_path_factory.mktemp("healthy"))
    found = CrawlRuns(setup, [list(crawled.requests)], [_stored(setup)])
    setup.make_everything_due()
    found.output = setup.crawl()
    setup.run_workers()
    found.issues = setup.issues()
    return found


def _stored(setup: CrawlSetup) -> dict[str, int]:
    found = setup.rows(
        "SELECT outlet, count(DISTINCT url) FROM pages WHERE origin = 'crawl' GROUP BY outlet"
    )
    return dict(found)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, CrawlRuns]]:
    """The name of each fault → its outlet and the crawl in which it happened. The two presses are
    crawled at the same time: they mostly wait, for slow pages and for the pace of each outlet.
    """
    presses = (FIRST, SECOND)
    folders = [tmp_path_factory.mktemp("faulty") for _ in presses]
    with ThreadPoolExecutor() as pool:
        crawls = list(pool.map(_crawl, folders, presses))
    return {
        fault: (outlet, crawled)
        for press, crawled in zip(presses, crawls, strict=True)
        for outlet, fault in press.items()
    }


def test_every_fault_of_the_press_is_tried() -> None:
    known = re.findall(
        r"(?m)^\[(\w+)\]",
        (Path(__file__).parents[2] / "press" / "misbehaviour.toml").read_text(encoding="utf-8"),
    )
    assert set(known) == {*FIRST.values(), *SECOND.values()}


FaultyCrawls = dict[str, tuple[str, CrawlRuns]]


def test_a_press_without_faults_has_no_issue(healthy: CrawlRuns) -> None:
    assert [x for x in healthy.issues if x.outlet_id] == []


@pytest.mark.parametrize(
    ("fault", "trouble", "subject", "expected"),
    [
        ("feed_dies", Trouble.CHANGED, r"/(feed|rss)", "answers 404 in the last 2 visits"),
        (
            "wall_403",
            Trouble.BLOCKED,
            "^$",
            "no discovery source answered in the last 2 visits: answers 403",
        ),
        ("slow_drip", Trouble.SLOW, "^articles$", "timed out"),
        ("redirect_loop", Trouble.UNREACHABLE, "^articles$", "max redirections"),
        ("gzip_bomb", Trouble.UNREACHABLE, "^articles$", "larger than the limit"),
        ("soft_404", Trouble.CHANGED, "^(own|article)$", "10 of the last 10 pages"),
        ("dates_vanish", Trouble.CHANGED, "^published$", r"(\d+) of the last \1 pages"),
        ("layout_changes", Trouble.CHANGED, "^(published|article)$", r"(\d+) of the last \1 pages"),
    ],
)
def test_a_fault_becomes_an_issue_with_its_diagnosis(
    faulty: FaultyCrawls, fault: str, trouble: Trouble, subject: str, expected: str
) -> None:
    outlet, crawled = faulty[fault]
    (found,) = crawled.found(outlet)
    assert found.trouble is trouble
    assert re.search(subject, found.subject)
    assert re.search(expected, found.diagnosis)
    assert found.evidence
    assert fault not in f"{found}"


@pytest.mark.parametrize("fault", ["session_ids", "utm_duplicates", "amp_twins", "lastmod_today"])
def test_a_fault_handled_without_loss_is_no_issue(faulty: FaultyCrawls, fault: str) -> None:
    outlet, crawled = faulty[fault]
    assert crawled.found(outlet) == []


@pytest.mark.parametrize(
    "fault", ["feed_dies", "wall_403", "slow_drip", "redirect_loop", "gzip_bomb"]
)
def test_an_issue_closes_by_itself_when_the_fault_is_gone(faulty: FaultyCrawls, fault: str) -> None:
    outlet, crawled = faulty[fault]
    assert outlet not in {x.outlet_id for x in crawled.still_open}


@pytest.mark.parametrize(
    "fault",
    [
        "feed_dies",
        "session_ids",
        "lastmod_today",
        "utm_duplicates",
        "amp_twins",
        "soft_404",
        "layout_changes",
        "dates_vanish",
        "endless_calendar",
    ],
)
def test_every_article_is_stored_and_stored_once(
    healthy: CrawlRuns, faulty: FaultyCrawls, fault: str
) -> None:
    outlet, crawled = faulty[fault]
    # its days look like articles; the listings name a month of them at most
    extra = 31 if fault == "endless_calendar" else 0
    expected = healthy.stored[0][outlet]
    assert expected <= crawled.stored[0][outlet] <= expected + extra


@pytest.mark.parametrize("fault", ["session_ids", "utm_duplicates", "amp_twins", "lastmod_today"])
def test_a_second_crawl_finds_nothing_new(faulty: FaultyCrawls, fault: str) -> None:
    outlet, crawled = faulty[fault]
    assert crawled.stored[1][outlet] == crawled.stored[0][outlet]


@pytest.mark.parametrize(
    "fault", ["session_ids", "utm_duplicates", "amp_twins", "endless_calendar"]
)
def test_requests_do_not_multiply(healthy: CrawlRuns, faulty: FaultyCrawls, fault: str) -> None:
    outlet, crawled = faulty[fault]
    assert len(crawled.paths(outlet)) <= 2 * len(healthy.paths(outlet)) + 10


def test_a_dead_feed_is_named_and_the_other_sources_are_read(faulty: FaultyCrawls) -> None:
    outlet, crawled = faulty["feed_dies"]
    assert re.search(r"feed|rss", crawled.result(outlet))
    assert "answers 404" in crawled.result(outlet)


def test_a_visit_answered_only_with_403_has_failed(faulty: FaultyCrawls) -> None:
    outlet, crawled = faulty["wall_403"]
    assert crawled.result(outlet) == "not reached: answers 403"
    assert crawled.setup.rows("SELECT failures FROM outlets WHERE id = ?", outlet) == [(2,)]
    assert outlet not in crawled.stored[0]


@pytest.mark.parametrize("fault", ["slow_drip", "redirect_loop", "gzip_bomb"])
def test_articles_that_cannot_be_fetched_are_due_again_later(
    faulty: FaultyCrawls, fault: str
) -> None:
    outlet, crawled = faulty[fault]
    # at most one: an error page sent in place of an article
    assert crawled.stored[0].get(outlet, 0) <= 1
    assert crawled.setup.rows(
        "SELECT count(*) FROM addresses WHERE outlet = ? AND kind = 'article' AND next_fetch IS"
        " NULL",
        outlet,
    ) == [(0,)]
    waiting = crawled.setup.rows(
        "SELECT count(*) FROM addresses WHERE outlet = ? AND kind = 'article' AND attempts > 0",
        outlet,
    )[0][0]
    assert waiting >= 5


def test_no_crawl_takes_more_than_200_mb(faulty: FaultyCrawls) -> None:
    peaks = [
        int(x) for _, crawled in faulty.values() for x in re.findall(r"peak (\d+)", crawled.output)
    ]
    assert len(peaks) >= 4
    assert max(peaks) < 200 * 1024  # kilobytes
