"""Reading stored pages again with a newer cleaner: which pages are read, what is reported as
changed, and that facts of an unchanged text are not extracted again.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from baqylau.app import App, open_app
from baqylau.archive.packing import hash_of, pack
from baqylau.clean import VERSION
from baqylau.clock import now
from baqylau.model.article import Article
from baqylau.model.page import Page
from baqylau.settings import Settings
from baqylau.store import jobs, pages, reprocess
from baqylau.store import verify as verify_rows
from baqylau.store.connect import reading, writing
from baqylau.store.tables import articles
from baqylau.store.tables import facts as facts_table
from baqylau.store.tables import jobs as job_rows
from baqylau.store.tables import mentions as mentions_table
from baqylau.store.tables import pages as pages_table
from baqylau.verify import outcome_faults, sum_faults
from tests.integration import paper
from workers.run import work_off


@pytest.fixture
def app(settings: Settings) -> Iterator[App]:
    with open_app(settings) as app:
        for number in range(8):
            pages.store(app.engine, paper.page(number), paper.OUTLET, None, app.archive)
        work_off(settings, paper.Readers())  # type: ignore[arg-type]
        yield app


class Newer(paper.Readers):
    """Reads page 1 with another text, page 2 with other marks, page 3 as no article; the rest as
    before.
    """

    def clean(self, page: Page, outlet: object) -> Article:
        read = paper.read(page, outlet)
        match page.url.rpartition("/")[2]:
            case "1":
                return replace(read, text="Совсем другие слова, 500 тенге.")
            case "2":
                return replace(read, text=read.text.replace(".", " !"))
            case "3":
                return replace(read, kind=paper.Kind.EMPTY, text="", reason="no text")
            case _:
                return read


def sweep(app: App, settings: Settings) -> list[reprocess.Change]:
    ids = reprocess.pages_to_read(app.engine, VERSION, None, None, again=True)
    before = reprocess.snapshot(app.engine, ids)
    list(reprocess.add_jobs(app.engine, ids, VERSION, now()))
    work_off(settings, Newer())  # type: ignore[arg-type]
    return reprocess.changes(before, reprocess.snapshot(app.engine, ids))


def test_a_sweep_reports_what_changed_but_no_trivial_changes(app: App, settings: Settings) -> None:
    changed = {x.url.rpartition("/")[2]: x.what for x in sweep(app, settings)}
    assert changed == {"1": ("text",), "3": ("is no article any more",)}
    with reading(app.engine) as connection:
        assert connection.execute(select(func.max(articles.c.revision))).scalar_one() == 1


def test_a_sweep_that_was_done_has_nothing_left(app: App, settings: Settings) -> None:
    sweep(app, settings)
    assert reprocess.pages_to_read(app.engine, VERSION, None, None) == []
    assert len(reprocess.pages_to_read(app.engine, VERSION, None, None, again=True)) == 8


def test_facts_of_an_unchanged_text_are_not_extracted_again(app: App, settings: Settings) -> None:
    before = facts_read(app)
    sweep(app, settings)
    after = facts_read(app)
    assert (
        sum(after[x] == before[x] for x in before) == len(before) - 2
    )  # pages 1 and 2 were read anew, page 3 has no article to read
    assert set(after) == set(before)


def facts_read(app: App) -> dict[int, datetime]:
    """When the facts of each article were read."""
    wanted = select(job_rows.c.subject, job_rows.c.finished).where(job_rows.c.stage == "facts")
    with reading(app.engine) as connection:
        return {row.subject: row.finished for row in connection.execute(wanted)}


def test_a_day_and_an_outlet_narrow_the_sweep(app: App) -> None:
    later = paper.FIRST_DAY + timedelta(minutes=5)
    assert len(reprocess.pages_to_read(app.engine, "newer", later, None)) == 3
    assert reprocess.pages_to_read(app.engine, "newer", None, "another") == []
    assert reprocess.has_pages(app.engine, paper.OUTLET)
    assert not reprocess.has_pages(app.engine, "another")


def test_an_address_leads_to_its_last_fetch(app: App) -> None:
    assert pages.latest(app.engine, "https://vestnik-stepi.test/1") is not None
    assert pages.latest(app.engine, "https://vestnik-stepi.test/none") is None


# Bodies that cannot be read any more
# --------------------------------------------------------------------------------------------------


def gone(file: Path) -> None:
    file.unlink()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5])


def another(file: Path) -> None:
    file.write_bytes(pack(b"another body"))


ARTICLE_PAGE, PICTURE_PAGE = 1, 6


def body_files(settings: Settings) -> list[Path]:
    """Of a page that is an article, and of one that is none."""
    archive = settings.data / "archive"
    names = [hash_of(paper.page(x).body) for x in (ARTICLE_PAGE, PICTURE_PAGE)]
    return [archive / x[:2] / f"{x}.zst" for x in names]


def visible_rows(app: App) -> dict[str, object]:
    """Everything a reader sees: pages with outcomes and reasons, articles, facts."""
    with reading(app.engine) as connection:
        seen = {
            x.name: sorted(map(str, connection.execute(select(x))))
            for x in (pages_table, articles, facts_table, mentions_table)
        }
    return seen | {"totals": pages.totals(app.engine)}


def is_consistent(app: App) -> bool:
    """Every page has one outcome, and the sums agree."""
    lines = verify_rows.page_checks(app.engine, 0, 1000)
    faults = [x for line in lines for x in outcome_faults(line)]
    return not faults and not [
        x for line in verify_rows.day_totals(app.engine) for x in sum_faults(line)
    ]


@pytest.mark.parametrize("spoil", [gone, cut, another])
def test_a_page_whose_body_cannot_be_read_stays_as_it_was(
    app: App, settings: Settings, spoil: Callable[[Path], None]
) -> None:
    before = visible_rows(app)
    whole = {x: x.read_bytes() for x in body_files(settings)}
    for file in whole:
        spoil(file)
    ids = reprocess.pages_to_read(app.engine, VERSION, None, None, again=True)
    for _ in range(2):
        list(reprocess.add_jobs(app.engine, ids, VERSION, now()))
        work_off(settings, paper.Readers())  # type: ignore[arg-type]
        assert is_consistent(app)
        unread = reprocess.unreadable(app.engine, ids, VERSION)
        assert [x.rpartition("/")[2] for x, _ in unread] == ["1", "6"]
        assert jobs.counts(app.engine)["clean"][jobs.SET_ASIDE] == 2
        assert visible_rows(app)["totals"] == before["totals"]
        assert visible_rows(app)["pages"] == before["pages"]
        assert visible_rows(app)["facts"] == before["facts"]
    assert jobs.retry(app.engine, now()) == 2
    work_off(settings, paper.Readers())  # type: ignore[arg-type]
    assert visible_rows(app)["pages"] == before["pages"]
    for file, content in whole.items():
        file.write_bytes(content)
    assert jobs.retry(app.engine, now()) == 2
    work_off(settings, paper.Readers())  # type: ignore[arg-type]
    assert reprocess.unreadable(app.engine, ids, VERSION) == []
    assert visible_rows(app)["pages"] == before["pages"]
    assert is_consistent(app)


@pytest.mark.parametrize("spoil", [gone, cut, another])
def test_a_page_that_was_never_read_is_set_aside_with_its_reason(
    app: App, settings: Settings, spoil: Callable[[Path], None]
) -> None:
    new = pages.store(app.engine, paper.page(50), paper.OUTLET, None, app.archive)
    name = hash_of(paper.page(50).body)
    spoil(settings.data / "archive" / name[:2] / f"{name}.zst")
    work_off(settings, paper.Readers())  # type: ignore[arg-type]
    assert pages.totals(app.engine)["set_aside"] == 1
    assert is_consistent(app)
    with reading(app.engine) as connection:
        wanted = select(pages_table.c.reason).where(pages_table.c.id == new.page_id)
        assert name in connection.execute(wanted).scalar_one()


def test_retry_repairs_a_page_that_an_earlier_release_left_without_its_article(
    app: App, settings: Settings
) -> None:
    """It set a page aside whose article stayed."""
    before = visible_rows(app)
    body_files(settings)[0].unlink()
    ids = reprocess.pages_to_read(app.engine, VERSION, None, None, again=True)
    list(reprocess.add_jobs(app.engine, ids, VERSION, now()))
    work_off(settings, paper.Readers())  # type: ignore[arg-type]
    with writing(app.engine) as connection:
        connection.execute(
            update(pages_table)
            .where(pages_table.c.url == paper.page(ARTICLE_PAGE).url)
            .values(outcome=pages.SET_ASIDE, reason="the body is not in the archive")
        )
    assert not is_consistent(app)
    jobs.retry(app.engine, now(), "clean")
    work_off(settings, paper.Readers())  # type: ignore[arg-type]
    assert is_consistent(app)
    assert visible_rows(app)["pages"] == before["pages"]


def test_the_command_names_pages_that_could_not_be_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from console.reclean import _report_unread

    _report_unread([(f"https://vestnik-stepi.test/{x}", "the file is damaged") for x in range(11)])
    said = capsys.readouterr().out
    assert "11 pages could not be read and stay as they were" in said
    assert "https://vestnik-stepi.test/9: the file is damaged" in said
