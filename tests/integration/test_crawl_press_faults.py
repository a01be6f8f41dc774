"""The sample press misbehaves, each outlet in its own way; the crawler, which never hears a fault's
name, keeps what can be kept.
"""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from baqylau.model.issue import Finding, Issue, Trouble
from press.server import Request, running
from tests.integration.crawling import Crawled, Ground

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
class Rounds:
    """Two rounds over one press; `rounds` are the requests of each."""

    ground: Ground
    rounds: list[list[Request]] = field(default_factory=list)
    kept: list[dict[str, int]] = field(default_factory=list)
    output: str = ""
    issues: list[Issue] = field(default_factory=list)
    left: list[Issue] = field(default_factory=list)  # open after a calm round

    def found(self, outlet: str) -> list[Finding]:
        return [x.finding for x in self.issues if x.outlet_id == outlet]

    def result(self, outlet: str) -> str:
        return str(
            self.ground.rows("SELECT result FROM visits WHERE outlet = ? ORDER BY id", outlet)[0][0]
        )

    def asked(self, outlet: str, number: int = 0) -> list[str]:
        return [x.path for x in self.rounds[number] if x.outlet == outlet]


def _crawl(folder: Path, misbehaviour: Mapping[str, str]) -> Rounds:
    with running(misbehaviour) as sample:
        ground = Ground(folder, sample.hosts, (("BAQYLAU_FETCH_TIMEOUT", "PT4S"),))
        sample.write_outlets(ground.outlets)
        dripping = ground.outlets / "darynsozi.toml"  # seven pages that drip are waited for at once
        dripping.write_text(
            dripping.read_text(encoding="utf-8").replace("concurrency = 2", "concurrency = 8"),
            encoding="utf-8",
        )
        crawled = Rounds(ground)
        for _ in range(2):
            before = len(sample.requests)
            crawled.output += ground.crawl()
            crawled.rounds.append(sample.requests[before:])
            crawled.kept.append(_kept(ground))
            ground.let_time_pass()
        ground.read()
        crawled.issues = ground.issues()
        if misbehaviour is FIRST:
            sample.misbehave({})
            shutil.copytree(folder, folder / "calm")
            calm = Ground(folder / "calm", ground.hosts, ground.settings)
            crawled.output += calm.crawl()
            calm.read()
            crawled.left = calm.issues()
        return crawled


@pytest.fixture(scope="module")
def good(crawled: Crawled, tmp_path_factory: pytest.TempPathFactory) -> Rounds:
    """Nobody misbehaves; the first round is the one that all tests share."""
    ground = crawled.copied(tmp_path_factory.mktemp("good"))
    found = Rounds(ground, [list(crawled.requests)], [_kept(ground)])
    ground.let_time_pass()
    found.output = ground.crawl()
    ground.read()
    found.issues = ground.issues()
    return found


def _kept(ground: Ground) -> dict[str, int]:
    found = ground.rows(
        "SELECT outlet, count(DISTINCT url) FROM pages WHERE origin = 'crawl' GROUP BY outlet"
    )
    return dict(found)


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, Rounds]]:
    """Each fault's name with its outlet and the crawl it happened in."""
    crawls = {id(x): _crawl(tmp_path_factory.mktemp("bad"), x) for x in (FIRST, SECOND)}
    return {fault: (outlet, crawls[id(x)]) for x in (FIRST, SECOND) for outlet, fault in x.items()}


def test_every_fault_of_the_press_is_tried() -> None:
    known = re.findall(
        r"(?m)^\[(\w+)\]",
        (Path(__file__).parents[2] / "press" / "misbehaviour.toml").read_text(encoding="utf-8"),
    )
    assert set(known) == {*FIRST.values(), *SECOND.values()}


Bad = dict[str, tuple[str, Rounds]]


def test_a_press_that_is_well_has_no_issue(good: Rounds) -> None:
    assert [x for x in good.issues if x.outlet_id] == []


@pytest.mark.parametrize(
    ("fault", "trouble", "subject", "says"),
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
        ("dates_vanish", Trouble.CHANGED, "^published$", "10 of the last 10 pages"),
        ("layout_changes", Trouble.CHANGED, "^(published|article)$", "7 of the last 7 pages"),
    ],
)
def test_a_fault_becomes_an_issue_with_its_diagnosis(
    bad: Bad, fault: str, trouble: Trouble, subject: str, says: str
) -> None:
    outlet, crawled = bad[fault]
    (found,) = crawled.found(outlet)
    assert found.trouble is trouble
    assert re.search(subject, found.subject)
    assert says in found.diagnosis
    assert found.evidence
    assert fault not in f"{found}"


@pytest.mark.parametrize("fault", ["session_ids", "utm_duplicates", "amp_twins", "lastmod_today"])
def test_what_is_handled_without_loss_is_no_issue(bad: Bad, fault: str) -> None:
    outlet, crawled = bad[fault]
    assert crawled.found(outlet) == []


@pytest.mark.parametrize(
    "fault", ["feed_dies", "wall_403", "slow_drip", "redirect_loop", "gzip_bomb"]
)
def test_an_issue_closes_itself_when_the_press_is_well_again(bad: Bad, fault: str) -> None:
    outlet, crawled = bad[fault]
    assert outlet not in {x.outlet_id for x in crawled.left}


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
def test_every_article_is_kept_and_kept_once(good: Rounds, bad: Bad, fault: str) -> None:
    outlet, crawled = bad[fault]
    extra = (
        31 if fault == "endless_calendar" else 0
    )  # its days have the form of articles; the listings name a month of them at most
    assert good.kept[0][outlet] <= crawled.kept[0][outlet] <= good.kept[0][outlet] + extra


@pytest.mark.parametrize("fault", ["session_ids", "utm_duplicates", "amp_twins", "lastmod_today"])
def test_a_second_round_takes_nothing_for_new(bad: Bad, fault: str) -> None:
    outlet, crawled = bad[fault]
    assert crawled.kept[1][outlet] == crawled.kept[0][outlet]


@pytest.mark.parametrize(
    "fault", ["session_ids", "utm_duplicates", "amp_twins", "endless_calendar"]
)
def test_requests_do_not_multiply(good: Rounds, bad: Bad, fault: str) -> None:
    outlet, crawled = bad[fault]
    assert len(crawled.asked(outlet)) <= 2 * len(good.asked(outlet)) + 10


def test_a_dead_feed_is_named_and_the_other_ways_go_on(bad: Bad) -> None:
    outlet, crawled = bad["feed_dies"]
    assert re.search(r"feed|rss", crawled.result(outlet))
    assert "answers 404" in crawled.result(outlet)


def test_a_wall_is_a_failed_visit(bad: Bad) -> None:
    outlet, crawled = bad["wall_403"]
    assert crawled.result(outlet) == "not reached: answers 403"
    assert crawled.ground.rows("SELECT failures FROM outlets WHERE id = ?", outlet) == [(2,)]
    assert outlet not in crawled.kept[0]


@pytest.mark.parametrize("fault", ["slow_drip", "redirect_loop", "gzip_bomb"])
def test_articles_that_cannot_be_had_wait_for_another_day(bad: Bad, fault: str) -> None:
    outlet, crawled = bad[fault]
    assert (
        crawled.kept[0].get(outlet, 0) <= 1
    )  # an error page in an article's place is no article of theirs
    assert crawled.ground.rows(
        "SELECT count(*) FROM addresses WHERE outlet = ? AND kind = 'article' AND next_fetch IS"
        " NULL",
        outlet,
    ) == [(0,)]
    waiting = crawled.ground.rows(
        "SELECT count(*) FROM addresses WHERE outlet = ? AND kind = 'article' AND attempts > 0",
        outlet,
    )[0][0]
    assert waiting >= 5


def test_nothing_of_all_this_takes_more_than_200_mb(bad: Bad) -> None:
    peaks = [
        int(x) for _, crawled in bad.values() for x in re.findall(r"peak (\d+)", crawled.output)
    ]
    assert len(peaks) >= 4
    assert max(peaks) < 200 * 1024  # kilobytes
