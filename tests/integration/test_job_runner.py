"""One nudge, and which jobs a worker runs because of it."""

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


def states_after_one_page(app: App, runner: JobRunner) -> dict[str, str]:
    """The states of the page's jobs once the worker has run the first."""
    kept = pages.store(app.engine, paper.page(1), paper.OUTLET, None, app.archive)
    assert kept.job_id is not None
    runner.run("clean", [kept.job_id], WIRE_VERSION)
    with reading(app.engine) as connection:
        return {row.stage: row.state for row in connection.execute(select(rows))}


def test_a_worker_goes_on_with_the_article_it_has_in_memory(app: App) -> None:
    runner = JobRunner(app, paper.Readers(), STAGES)
    done = dict.fromkeys(STAGES, jobs.DONE)
    # the second of two stages that follow is announced, so that it is not lost with this worker
    assert states_after_one_page(app, runner) == done | {"citations": jobs.PENDING}
    assert len(search.find(app.engine, "тенге")) == 1


def test_a_stage_that_this_worker_does_not_run_waits_for_another(app: App) -> None:
    runner = JobRunner(app, paper.Readers(), ("clean",))
    assert states_after_one_page(app, runner) == {"clean": jobs.DONE, "facts": jobs.PENDING}


def test_a_worker_that_is_to_end_begins_nothing_new(app: App) -> None:
    class Interrupted(paper.Readers):
        def clean(self, page: Page, outlet: object) -> Article:
            runner.ending.set()
            return super().clean(page, outlet)

    runner = JobRunner(app, Interrupted(), STAGES)
    assert states_after_one_page(app, runner) == {"clean": jobs.DONE, "facts": jobs.PENDING}


def test_jobs_announced_to_an_ending_worker_are_announced_to_others(app: App) -> None:
    runner = JobRunner(app, paper.Readers(), STAGES)
    declare(app.broker, runner)
    runner.ending.set()
    assert states_after_one_page(app, runner) == {"clean": jobs.PENDING}
    assert queue.depth(app.broker) == 1
