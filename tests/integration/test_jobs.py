"""The job table's promises on both databases: attempts first, one commit per job, nothing lost."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from baqylau.archive import Archive, open_archive
from baqylau.model.page import Page
from baqylau.store import jobs, outbox, outlets, pages
from baqylau.store.connect import writing
from baqylau.store.versions import own, version_of
from tests.integration import paper

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEASE = timedelta(minutes=2)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(f"file:{tmp_path}/archive")


@pytest.fixture
def kept(engine: Engine, archive: Archive) -> pages.StoredFetch:
    with writing(engine) as connection:
        outlets.ensure(connection, paper.OUTLET, "Вестник степи")
    return pages.store(engine, paper.page(1), paper.OUTLET, None, archive)


def claim(
    engine: Engine, kept: pages.StoredFetch, moment: datetime = NOW, limit: int = 3
) -> jobs.Job | None:
    assert kept.job_id is not None
    return jobs.claim(engine, kept.job_id, later(moment), LEASE, limit)


def later(moment: datetime) -> datetime:
    return moment + timedelta(days=365)  # jobs are created by the real clock


def test_a_kept_page_waits_with_its_job_and_its_body(
    engine: Engine, kept: pages.StoredFetch, archive: Archive
) -> None:
    stored = pages.load(engine, kept.page_id, archive)
    assert (stored.page.body, stored.page.url) == (paper.page(1).body, paper.page(1).url)
    assert jobs.counts(engine)["clean"][jobs.PENDING] == 1
    assert pages.totals(engine)["waiting"] == 1


def test_the_same_body_again_is_unchanged_and_makes_no_job(
    engine: Engine, kept: pages.StoredFetch, archive: Archive
) -> None:
    again = pages.store(engine, paper.page(1), paper.OUTLET, None, archive)
    assert (again.is_new, again.job_id) == (False, None)
    assert pages.totals(engine) == {
        "article": 0,
        "unchanged": 1,
        "not_article": 0,
        "set_aside": 0,
        "waiting": 1,
    }


def test_an_edit_that_is_taken_back_is_read_again(
    engine: Engine, kept: pages.StoredFetch, archive: Archive
) -> None:
    edited = Page(paper.page(1).url, b"<p>edited</p>", NOW)
    assert pages.store(engine, edited, paper.OUTLET, None, archive).is_new
    assert pages.store(engine, paper.page(1), paper.OUTLET, None, archive).is_new


def test_an_import_repeated_adds_nothing(
    engine: Engine, kept: pages.StoredFetch, archive: Archive
) -> None:
    again = pages.store(engine, paper.page(1), paper.OUTLET, None, archive, origin="import")
    assert (again.page_id, again.is_new) == (kept.page_id, False)
    assert sum(pages.totals(engine).values()) == 1


def test_a_claimed_job_is_not_claimed_twice(engine: Engine, kept: pages.StoredFetch) -> None:
    job = claim(engine, kept)
    assert job is not None
    assert job.attempt == 1
    assert claim(engine, kept) is None


def test_a_worker_that_was_overtaken_commits_nothing(
    engine: Engine, kept: pages.StoredFetch
) -> None:
    slow = claim(engine, kept)
    quick = claim(engine, kept, NOW + LEASE)
    assert slow is not None
    assert quick is not None
    with pytest.raises(jobs.LeaseLost), jobs.finishing(engine, slow, "cleaned", NOW) as connection:
        pages.set_outcome(connection, kept.page_id, pages.NOT_ARTICLE)
    assert pages.totals(engine)["waiting"] == 1
    with jobs.finishing(engine, quick, "cleaned", NOW) as connection:
        pages.set_outcome(connection, kept.page_id, pages.ARTICLE)
    assert pages.totals(engine)["article"] == 1


def test_a_result_that_fails_halfway_leaves_the_job_leased(
    engine: Engine, kept: pages.StoredFetch
) -> None:
    job = claim(engine, kept)
    assert job is not None
    with pytest.raises(ZeroDivisionError), jobs.finishing(engine, job, "cleaned", NOW):
        raise ZeroDivisionError
    assert jobs.counts(engine)["clean"][jobs.LEASED] == 1


def test_a_job_whose_workers_die_is_set_aside_with_its_page_and_can_be_retried(
    engine: Engine, kept: pages.StoredFetch
) -> None:
    for attempt in range(3):
        assert claim(engine, kept, NOW + attempt * LEASE) is not None
        assert jobs.return_expired(engine, later(NOW + (attempt + 1) * LEASE), limit=3) == 1
    assert jobs.counts(engine)["clean"][jobs.SET_ASIDE] == 1
    assert pages.totals(engine)["set_aside"] == 1
    assert jobs.retry(engine, NOW) == 1
    assert pages.totals(engine)["waiting"] == 1
    again = claim(engine, kept)
    assert again is not None
    assert again.attempt == 1


def test_put_back_waits_longer_each_time(engine: Engine, kept: pages.StoredFetch) -> None:
    moment = NOW
    for pause in (5, 10, 20):
        job = claim(engine, kept, moment, limit=9)
        assert job is not None
        assert jobs.put_back(engine, job, later(moment), "busy")
        assert claim(engine, kept, moment + timedelta(seconds=pause - 1)) is None
        moment += timedelta(seconds=pause)


def test_a_job_is_announced_once_until_the_silence_is_over(
    engine: Engine, kept: pages.StoredFetch
) -> None:
    silence = timedelta(minutes=1)
    assert [x.jobs for x in outbox.next_nudges(engine, own(), NOW, silence, 10)] == [(kept.job_id,)]
    assert outbox.next_nudges(engine, own(), NOW + timedelta(seconds=59), silence, 10) == []
    assert len(outbox.next_nudges(engine, own(), NOW + silence, silence, 10)) == 1
    outbox.reset(engine, own())
    assert len(outbox.next_nudges(engine, own(), NOW + silence, silence, 10)) == 1


def test_no_more_jobs_are_announced_than_there_is_room_for(
    engine: Engine, kept: pages.StoredFetch, archive: Archive
) -> None:
    for number in range(2, 7):
        pages.store(engine, paper.page(number), paper.OUTLET, None, archive)
    silence = timedelta(minutes=1)
    assert outbox.room(engine, own(), NOW, silence, 4) == 4
    assert len(outbox.next_nudges(engine, own(), NOW, silence, 3)) == 3
    assert outbox.room(engine, own(), NOW, silence, 4) == 1
    assert outbox.room(engine, own(), NOW, silence, 3) == 0
    assert len(outbox.next_nudges(engine, own(), NOW, silence, 1000)) == 3
    assert outbox.room(engine, own(), NOW, silence, 1000) == 0  # none is left to announce


def test_many_jobs_are_announced_together_and_few_one_by_one(engine: Engine) -> None:
    version = version_of("facts")

    def add(subjects: range) -> None:
        with writing(engine) as connection:
            for subject in subjects:
                jobs.add(connection, "facts", subject, version, NOW, first=True)

    silence = timedelta(minutes=1)
    add(range(7))
    assert [len(x.jobs) for x in outbox.next_nudges(engine, own(), NOW, silence, 1000)] == [1] * 7
    add(range(7, 407))
    nudges = outbox.next_nudges(engine, own(), NOW, silence, 1000)
    assert [len(x.jobs) for x in nudges] == [8] * 50
    assert len({x for nudge in nudges for x in nudge.jobs}) == 400


def test_outcomes_are_counted_by_the_day_of_the_fetch(
    engine: Engine, kept: pages.StoredFetch
) -> None:
    assert pages.outcomes(engine) == {(paper.OUTLET, paper.page(1).fetched.date()): {"waiting": 1}}


def test_a_job_that_follows_is_held_from_the_same_commit_on(
    engine: Engine, kept: pages.StoredFetch
) -> None:
    before = claim(engine, kept)
    assert before is not None
    with jobs.finishing(engine, before, "cleaned", NOW) as connection:
        held = jobs.add_held(connection, "facts", 1, "facts-1", NOW, LEASE, first=True)
    assert held is not None
    assert (held.attempt, held.fresh) == (1, True)
    assert jobs.claim(engine, held.id, NOW, LEASE, 3) is None
    assert jobs.return_expired(engine, NOW + LEASE, limit=3) == 1  # its worker died
    again = jobs.claim(engine, held.id, NOW + LEASE, LEASE, 3)
    assert again is not None
    assert (again.attempt, again.fresh) == (2, False)
    with pytest.raises(jobs.LeaseLost), jobs.finishing(engine, held, "facts", NOW):
        pass


def test_a_worker_does_not_hold_what_a_later_release_is_to_do(engine: Engine) -> None:
    with writing(engine) as connection:
        later_one = jobs.add(connection, "facts", 1, "facts-2", NOW)
        assert jobs.add_held(connection, "facts", 1, "facts-1", NOW, LEASE) is None
    job = jobs.claim(engine, later_one, NOW, LEASE, 3)
    assert job is not None
    assert (job.version, job.attempt) == ("facts-2", 1)
