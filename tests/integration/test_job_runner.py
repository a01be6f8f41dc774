"""One nudge, and how far a worker goes with it."""

from sqlalchemy import select

from baqylau import queue
from baqylau.app import App
from baqylau.messages import WIRE_VERSION
from baqylau.model.article import Article
from baqylau.model.page import Page
from baqylau.stages import STAGES
from baqylau.store import jobs, pages
from baqylau.store.connect import reading
from baqylau.store.queries import search
from baqylau.store.tables import jobs as rows
from tests.integration import paper
from workers.job_runner import JobRunner
from workers.run import declare


def told_of_one_page(app: App, runner: JobRunner) -> dict[str, str]:
    """The states of its jobs once the worker was told of the first."""
    kept = pages.store(app.engine, paper.page(1), paper.OUTLET, None, app.archive)
    assert kept.job_id is not None
    runner.run("clean", [kept.job_id], WIRE_VERSION)
    with reading(app.engine) as connection:
        return {row.stage: row.state for row in connection.execute(select(rows))}


def test_a_worker_goes_on_with_the_article_it_has_in_hand(app: App) -> None:
    runner = JobRunner(app, paper.Readers(), STAGES)
    assert told_of_one_page(app, runner) == dict.fromkeys(STAGES, jobs.DONE)
    assert len(search.find(app.engine, "тенге")) == 1


def test_what_is_another_workers_stage_waits_for_it(app: App) -> None:
    runner = JobRunner(app, paper.Readers(), ("clean",))
    assert told_of_one_page(app, runner) == {"clean": jobs.DONE, "facts": jobs.PENDING}


def test_a_worker_that_is_to_end_begins_nothing_new(app: App) -> None:
    class Interrupted(paper.Readers):
        def clean(self, page: Page, outlet: object) -> Article:
            runner.ending.set()
            return super().clean(page, outlet)

    runner = JobRunner(app, Interrupted(), STAGES)
    assert told_of_one_page(app, runner) == {"clean": jobs.DONE, "facts": jobs.PENDING}


def test_jobs_that_an_ending_worker_was_told_of_are_told_to_others(app: App) -> None:
    runner = JobRunner(app, paper.Readers(), STAGES)
    declare(app.broker, runner)
    runner.ending.set()
    assert told_of_one_page(app, runner) == {"clean": jobs.PENDING}
    assert queue.depth(app.broker) == 1
