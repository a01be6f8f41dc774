"""One nudge, and how far a worker goes with it."""

from sqlalchemy import select

from baqylau import queue
from baqylau.assemble import House
from baqylau.messages import WIRE_VERSION, Stage
from baqylau.model.article import Article
from baqylau.model.page import Page
from baqylau.store import jobs, pages, search
from baqylau.store.connect import reading
from baqylau.store.tables import jobs as rows
from tests.integration import paper
from workers.bench import Bench
from workers.run import ACTORS, declare


def told_of_one_page(house: House, bench: Bench) -> dict[str, str]:
    """The states of its jobs once the worker was told of the first."""
    kept = pages.keep(house.engine, paper.page(1), paper.OUTLET, None, house.archive)
    assert kept.job_id is not None
    bench.do(Stage.CLEAN, [kept.job_id], WIRE_VERSION)
    with reading(house.engine) as connection:
        return {row.stage: row.state for row in connection.execute(select(rows))}


def test_a_worker_goes_on_with_the_article_it_has_in_hand(house: House) -> None:
    bench = Bench(house, paper.Readers(), ACTORS)
    assert told_of_one_page(house, bench) == dict.fromkeys(Stage, jobs.DONE)
    assert len(search.find(house.engine, "тенге")) == 1


def test_what_is_another_workers_stage_waits_for_it(house: House) -> None:
    bench = Bench(house, paper.Readers(), {Stage.CLEAN: ACTORS[Stage.CLEAN]})
    assert told_of_one_page(house, bench) == {Stage.CLEAN: jobs.DONE, Stage.FACTS: jobs.PENDING}


def test_a_worker_that_is_to_end_begins_nothing_new(house: House) -> None:
    class Interrupted(paper.Readers):
        def clean(self, page: Page, outlet: object) -> Article:
            bench.ending.set()
            return super().clean(page, outlet)

    bench = Bench(house, Interrupted(), ACTORS)
    assert told_of_one_page(house, bench) == {Stage.CLEAN: jobs.DONE, Stage.FACTS: jobs.PENDING}


def test_jobs_that_an_ending_worker_was_told_of_are_told_to_others(house: House) -> None:
    bench = Bench(house, paper.Readers(), ACTORS)
    declare(house.broker, bench)
    bench.ending.set()
    assert told_of_one_page(house, bench) == {Stage.CLEAN: jobs.PENDING}
    assert queue.depth(house.broker) == 1
