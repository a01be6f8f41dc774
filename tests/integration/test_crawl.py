"""The whole sample press crawled: what is kept, what a second round costs, what a killed crawler
loses, what two crawlers share.
"""

import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from crawler.scheduler import MAX_VISITS
from press.server import Sample
from tests.integration.crawling import Crawled, Ground
from tests.integration.doorstep import Answer, Door, Script, feed, open_doors, plain
from tests.waiting import DEFAULT_WAIT, wait_until


@pytest.fixture
def ground(tmp_path: Path, crawled: Crawled) -> Ground:
    """A copy of the press crawled once."""
    return crawled.copied(tmp_path)


def _kept(ground: Ground) -> dict[str, int]:
    """Pages that may become articles, by outlet; a redirect to a page we have is kept as unchanged
    and not counted.
    """
    return dict(
        ground.rows("SELECT outlet, count(*) FROM pages WHERE outcome IS NULL GROUP BY outlet")
    )


def test_the_whole_press_is_kept_and_a_second_round_is_almost_free(
    ground: Ground, crawled: Crawled, sample: Sample
) -> None:
    kept = _kept(ground)
    assert set(kept) == set(sample.origins)
    assert min(kept.values()) >= 5
    assert ground.rows("SELECT count(*) FROM jobs WHERE stage = 'clean' AND state = 'pending'") == [
        (sum(kept.values()),)
    ]
    assert ground.rows("SELECT count(*) FROM outlets WHERE sample") == [(len(kept),)]
    ground.let_time_pass()
    ground.crawl()
    assert len(sample.requests) > len(kept)
    first = sum(x.bytes for x in crawled.requests)
    assert sum(x.bytes for x in sample.requests) < 0.03 * first
    assert _kept(ground) == kept


def test_an_edit_is_a_revision_a_moved_counter_is_none_and_a_removal_counts_once_it_held(
    ground: Ground, sample: Sample
) -> None:
    ground.read()
    before = ground.rows("SELECT outlet, count(*) FROM articles GROUP BY outlet")
    sample.second_visit()
    ground.let_time_pass()
    ground.crawl()
    ground.read()
    edited = ground.rows("SELECT url FROM articles WHERE revision > 1")
    assert len(edited) == 1
    revisions = ground.rows(
        "SELECT revision, current, count(DISTINCT page) FROM articles WHERE url = ? GROUP BY"
        " revision ORDER BY 1",
        *edited[0],
    )
    assert revisions == [(1, 0, 1), (2, 1, 1)]  # each with a page of its own
    assert ground.rows("SELECT count(*) FROM articles") == [(sum(n for _, n in before) + 1,)]
    assert ground.rows(
        "SELECT count(*) > 4 FROM pages WHERE outcome = 'unchanged' AND reason LIKE 'same article%'"
    ) == [(1,)]  # counters moved
    gone = ground.rows(
        "SELECT url FROM addresses WHERE last_status = 410 AND gone_since IS NOT NULL AND"
        " next_fetch IS NOT NULL"
    )
    assert len(gone) == 1
    removed = "SELECT url FROM articles WHERE removed IS NOT NULL"
    assert ground.rows(removed) == []  # it may come back
    ground.let_time_pass()
    Ground(ground.folder, ground.hosts, (("BAQYLAU_REMOVAL_HOLDS", "PT0S"),)).crawl()
    assert ground.rows(removed) == gone


def _paper(count: int) -> Callable[[Door], Script]:
    """A door with `count` articles, each a moment's work."""

    def make(door: Door) -> Script:
        def script(path: str, headers: Mapping[str, str]) -> Answer:
            if path == "/feed.xml":
                return feed(door.host, *(f"/news/a-{10_000 + n}" for n in range(count)))
            time.sleep(0.005)
            return plain(path, headers)

        return script

    return make


def test_a_crawler_killed_three_times_loses_no_address_and_keeps_none_twice(tmp_path: Path) -> None:
    with open_doors({"paper": _paper(200)}) as doors:
        ground = Ground(tmp_path, [doors["paper"].host], (("BAQYLAU_LEASE", "PT1S"),))
        doors["paper"].write(ground.outlets)
        for enough in (30, 80, 140):
            process = ground.start()
            while _pages(ground) < enough:
                assert process.poll() is None, process.communicate()[0]
                time.sleep(0.02)  # between two looks
            process.kill()
            process.communicate()
        assert _pages(ground) < 200
        ground.crawl()
        assert ground.rows(
            "SELECT count(*), count(DISTINCT url) FROM pages WHERE outcome IS NULL"
        ) == [(200, 200)]
        assert ground.rows("SELECT count(*) FROM jobs") == [(200,)]
        assert ground.rows(
            "SELECT count(*) FROM addresses WHERE kind = 'article' AND last_fetch IS NULL"
        ) == [(0,)]


def _pages(ground: Ground) -> int:
    if not (ground.folder / "data" / "baqylau.db").exists():
        return 0
    if not ground.rows("SELECT 1 FROM sqlite_master WHERE name = 'pages'"):
        return 0
    return int(ground.rows("SELECT count(DISTINCT url) FROM pages")[0][0])


def _shut(gate: threading.Event) -> Callable[[Door], Script]:
    """A paper of 15 articles that answers nobody before the gate is open."""

    def make(door: Door) -> Script:
        answers = _paper(15)(door)

        def script(path: str, headers: Mapping[str, str]) -> Answer:
            gate.wait(DEFAULT_WAIT)
            return answers(path, headers)

        return script

    return make


def test_two_crawlers_on_one_press_fetch_no_page_twice_and_hold_the_pace(tmp_path: Path) -> None:
    """No outlet answers before more were asked than one crawler visits at a time: then both are at
    work.
    """
    gate = threading.Event()
    with open_doors({f"paper{n}": _shut(gate) for n in range(MAX_VISITS + 8)}) as doors:
        hosts, patient = [x.host for x in doors.values()], ("BAQYLAU_FETCH_TIMEOUT", "PT2M")
        ground = Ground(tmp_path, hosts, (patient,))
        for door in doors.values():
            door.write(ground.outlets, delay="0.1s")
        crawlers = [ground.start("--once") for _ in range(2)]
        try:
            wait_until(lambda: sum(bool(x.asked) for x in doors.values()) > MAX_VISITS)
        finally:
            gate.set()
        outputs = [x.communicate(timeout=DEFAULT_WAIT)[0] for x in crawlers]
        assert [x.returncode for x in crawlers] == [0, 0], "\n".join(outputs)
        for door in doors.values():
            asked = [path for path in door.paths if path.startswith("/news/")]
            assert len(asked) == len(set(asked)) == 15
            assert sorted(x for x in door.paths if x not in asked) == [
                "/feed.xml",
                "/robots.txt",
            ]  # one of the two crawlers came, once
            moments = [when for path, when in door.asked if path.startswith("/news/")]
            # a request waits for the answer before it, and half a delay each: the downloader's
            # jitter; only the first answer's own time may be missing, so 13 gaps are certain
            assert moments[-1] - moments[0] > 13 * 0.05
        assert all("visited" in x for x in outputs)
