"""The whole sample press is crawled: which pages are stored, how much a second crawl transfers,
that a killed crawler loses nothing, and that two crawlers share the work.
"""

import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from crawler.scheduler import MAX_VISITS
from press.server import Sample
from tests.integration.crawling import Crawled, CrawlSetup
from tests.integration.doorstep import Answer, Door, Script, feed, open_doors, plain
from tests.waiting import PATIENCE, wait_until


@pytest.fixture
def setup(tmp_path: Path, crawled: Crawled) -> CrawlSetup:
    """A copy of the press crawled once."""
    return crawled.copied(tmp_path)


def _stored(setup: CrawlSetup) -> dict[str, int]:
    """Number of stored pages that may become articles, by outlet. A redirect to a stored page is
    unchanged and not counted.
    """
    return dict(
        setup.rows("SELECT outlet, count(*) FROM pages WHERE outcome IS NULL GROUP BY outlet")
    )


def test_the_whole_press_is_stored_and_a_second_crawl_transfers_little(
    setup: CrawlSetup, crawled: Crawled, sample: Sample
) -> None:
    stored = _stored(setup)
    assert set(stored) == set(sample.origins)
    assert min(stored.values()) >= 5
    assert setup.rows("SELECT count(*) FROM jobs WHERE stage = 'clean' AND state = 'pending'") == [
        (sum(stored.values()),)
    ]
    assert setup.rows("SELECT count(*) FROM outlets WHERE sample") == [(len(stored),)]
    setup.make_everything_due()
    setup.crawl()
    assert len(sample.requests) > len(stored)
    first = sum(x.bytes for x in crawled.requests)
    assert sum(x.bytes for x in sample.requests) < 0.03 * first
    assert _stored(setup) == stored


def test_an_edit_makes_a_revision_a_changed_counter_does_not_and_a_removal_counts_after_its_time(
    setup: CrawlSetup, sample: Sample
) -> None:
    setup.run_workers()
    before = setup.rows("SELECT outlet, count(*) FROM articles GROUP BY outlet")
    sample.second_visit()
    setup.make_everything_due()
    setup.crawl()
    setup.run_workers()
    edited = setup.rows("SELECT url FROM articles WHERE revision > 1")
    assert len(edited) == 1
    revisions = setup.rows(
        "SELECT revision, current, count(DISTINCT page) FROM articles WHERE url = ? GROUP BY"
        " revision ORDER BY 1",
        *edited[0],
    )
    assert revisions == [(1, 0, 1), (2, 1, 1)]  # each with a page of its own
    assert setup.rows("SELECT count(*) FROM articles") == [(sum(n for _, n in before) + 1,)]
    assert setup.rows(
        "SELECT count(*) > 4 FROM pages WHERE outcome = 'unchanged' AND reason LIKE 'same words%'"
    ) == [(1,)]  # only a counter changed
    gone = setup.rows(
        "SELECT url FROM addresses WHERE last_status = 410 AND gone_since IS NOT NULL AND"
        " next_fetch IS NOT NULL"
    )
    assert len(gone) == 1
    removed = "SELECT url FROM articles WHERE removed IS NOT NULL"
    assert setup.rows(removed) == []  # not yet: the page may come back
    setup.make_everything_due()
    CrawlSetup(setup.folder, setup.hosts, (("BAQYLAU_REMOVAL_HOLDS", "PT0S"),)).crawl()
    assert setup.rows(removed) == gone


def _paper(count: int) -> Callable[[Door], Script]:
    """An outlet with `count` articles, each answered after 5 ms."""

    def make(door: Door) -> Script:
        def script(path: str, headers: Mapping[str, str]) -> Answer:
            if path == "/feed.xml":
                return feed(door.host, *(f"/news/a-{10_000 + n}" for n in range(count)))
            time.sleep(0.005)
            return plain(path, headers)

        return script

    return make


def test_a_crawler_killed_three_times_loses_no_address_and_stores_none_twice(
    tmp_path: Path,
) -> None:
    with open_doors({"paper": _paper(200)}) as doors:
        setup = CrawlSetup(tmp_path, [doors["paper"].host], (("BAQYLAU_LEASE", "PT1S"),))
        doors["paper"].write(setup.outlets)
        for enough in (30, 80, 140):
            process = setup.start()
            while _pages(setup) < enough:
                assert process.poll() is None, process.communicate()[0]
                time.sleep(0.02)  # between two queries
            process.kill()
            process.communicate()
        assert _pages(setup) < 200
        setup.crawl()
        assert setup.rows(
            "SELECT count(*), count(DISTINCT url) FROM pages WHERE outcome IS NULL"
        ) == [(200, 200)]
        assert setup.rows("SELECT count(*) FROM jobs") == [(200,)]
        assert setup.rows(
            "SELECT count(*) FROM addresses WHERE kind = 'article' AND last_fetch IS NULL"
        ) == [(0,)]


def _pages(setup: CrawlSetup) -> int:
    if not (setup.folder / "data" / "baqylau.db").exists():
        return 0
    if not setup.rows("SELECT 1 FROM sqlite_master WHERE name = 'pages'"):
        return 0
    return int(setup.rows("SELECT count(DISTINCT url) FROM pages")[0][0])


EACH = 7  # articles of every outlet that two crawlers share


def _blocked_until(gate: threading.Event) -> Callable[[Door], Script]:
    """An outlet with a few articles that answers no request before `gate` is set."""

    def make(door: Door) -> Script:
        answers = _paper(EACH)(door)

        def script(path: str, headers: Mapping[str, str]) -> Answer:
            gate.wait(PATIENCE)
            return answers(path, headers)

        return script

    return make


def test_two_crawlers_on_one_press_fetch_no_page_twice_and_keep_the_delay(tmp_path: Path) -> None:
    """No outlet answers before more outlets got a request than one crawler visits at a time, which
    shows that both crawlers are at work.
    """
    gate = threading.Event()
    with open_doors({f"paper{n}": _blocked_until(gate) for n in range(MAX_VISITS + 8)}) as doors:
        hosts, patient = [x.host for x in doors.values()], ("BAQYLAU_FETCH_TIMEOUT", "PT2M")
        setup = CrawlSetup(tmp_path, hosts, (patient,))
        for door in doors.values():
            door.write(setup.outlets, delay="0.1s")
        crawlers = [setup.start("--once") for _ in range(2)]
        try:
            wait_until(lambda: sum(bool(x.asked) for x in doors.values()) > MAX_VISITS)
        finally:
            gate.set()
        outputs = [x.communicate(timeout=PATIENCE)[0] for x in crawlers]
        assert [x.returncode for x in crawlers] == [0, 0], "\n".join(outputs)
        for door in doors.values():
            requested = [path for path in door.paths if path.startswith("/news/")]
            assert len(requested) == len(set(requested)) == EACH
            assert sorted(x for x in door.paths if x not in requested) == [
                "/feed.xml",
                "/robots.txt",
            ]  # only one of the two crawlers visited, once
            times = [when for path, when in door.asked if path.startswith("/news/")]
            # a request waits for the answer before it, and half a delay each: the downloader's
            # jitter; only the first answer's own time may be missing, so one gap is not certain
            assert times[-1] - times[0] > (EACH - 2) * 0.05
        assert all("visited" in x for x in outputs)
