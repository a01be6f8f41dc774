"""`baqylau verify` over both databases and both archives: a sound archive gives nothing, each kind
of damage is found by its name, and a verify that was killed goes on where it was.
"""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from typer.testing import CliRunner

from baqylau import verify as looks
from baqylau.app import App, open_app
from baqylau.archive.packing import pack
from baqylau.clock import now
from baqylau.errors import ConfigurationError, InputError
from baqylau.settings import Settings
from baqylau.store import bodies, retention
from baqylau.store.connect import connect, reading, writing
from baqylau.store.tables import articles, doomed_bodies, facts, jobs, mentions, outlets, pages
from baqylau.verify import KINDS, Report, verify
from console.main import cli
from tests.integration import paper
from tests.integration.keeping import COUNT, body_file, fill_at_once, settings_of
from tests.integration.test_backup import damaged
from tests.services import migrated, postgres_database

# One database of each kind is filled, and each test has a copy of it with the bodies put beside it:
# filling took most of the time of these tests.


@contextmanager
def filled(request: pytest.FixtureRequest, form: str, folder: Path) -> Iterator[str]:
    with migrated(request, form, folder) as address:
        with open_app(settings_of(folder / "data", address)) as opened:
            fill_at_once(opened)
        yield address


@pytest.fixture(scope="module")
def filled_file(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("filled")
    with filled(request, "sqlite", folder):
        yield folder / "baqylau.db"


@pytest.fixture(scope="module")
def filled_template(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with filled(request, "postgresql", tmp_path_factory.mktemp("filled")) as address:
        yield address.rpartition("/")[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def filled_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("filled_file"), tmp_path / "baqylau.db")
        yield f"sqlite:///{tmp_path}/baqylau.db"
    else:
        template = request.getfixturevalue("filled_template")
        with postgres_database(request.getfixturevalue("postgres"), template) as address:
            yield address


@contextmanager
def with_bodies(settings: Settings) -> Iterator[App]:
    with open_app(settings) as opened:
        for number in range(COUNT):
            opened.archive.put(paper.page(number).body)
        yield opened


@pytest.fixture
def app(filled_database: str, archive_form: dict[str, str], tmp_path: Path) -> Iterator[App]:
    with with_bodies(settings_of(tmp_path / "data", filled_database, **archive_form)) as opened:
        yield opened


def silent(_step: str, _done: int, _of: int) -> None: ...


def look(app: App) -> Report:
    return verify(app.settings, silent)


def test_a_sound_archive_gives_nothing(app: App) -> None:
    report = look(app)
    assert report.counts == {}
    assert report.done["bodies"] == report.done["archive"] == report.done["pages"] == COUNT
    assert report.done["facts"] == COUNT - 2  # the paper's pages 6 and 13 are pictures
    assert not (app.settings.data / "verify.json").exists()


def test_pages_that_wait_and_bodies_that_left_are_sound(app: App) -> None:
    from baqylau.store import pages as kept

    kept.store(app.engine, paper.page(100), paper.OUTLET, None, app.archive)
    assert retention.expire_bodies(app.engine, paper.page(5).fetched, now()) == 5
    assert look(app).counts == {}
    assert bodies.delete_unneeded(app.engine, app.archive, now()) == 5
    assert look(app).counts == {}


# Damages
# --------------------------------------------------------------------------------------------------


def a_page(app: App, outcome: str = "article") -> Any:
    with reading(app.engine) as connection:
        wanted = select(pages).where(pages.c.outcome == outcome).order_by(pages.c.id).limit(1)
        return connection.execute(wanted).one()


def do(app: App, statement: Any) -> None:
    """Also what foreign keys forbid, as in a database that was damaged."""
    engine = app.engine
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection = connection.execution_options(writing=True, migrating=True)
            with connection.begin():
                connection.execute(statement)
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        else:
            with connection.begin():
                connection.execute(text("SET LOCAL session_replication_role = replica"))
                connection.execute(statement)


def set_page(app: App, **values: Any) -> None:
    do(app, update(pages).where(pages.c.id == a_page(app).id).values(**values))


def spoil(app: App, content: bytes) -> None:
    content_hash = a_page(app).content_hash
    if app.settings.archive_address.startswith("file:"):
        folder = Path(app.settings.archive_address.removeprefix("file:"))
        body_file(folder, content_hash).write_bytes(content)
        return
    archive: Any = app.archive
    archive._client.put_object(  # as a service that lost part of what it keeps
        Bucket=archive.bucket, Key=archive._key(content_hash), Body=content
    )


def remove_body(app: App) -> None:
    app.archive.delete(a_page(app).content_hash)


def no_frame(app: App) -> None:
    spoil(app, b"no zstd frame")


def half_a_frame(app: App) -> None:
    spoil(app, pack(paper.page(0).body)[:-7])


def another_body(app: App) -> None:
    spoil(app, pack(b"another body"))


def stray_body(app: App) -> None:
    app.archive.put(b"nobody knows this")


def body_that_should_have_left(app: App) -> None:
    set_page(app, body_removed=now())


def undecided(app: App) -> None:
    set_page(app, outcome=None)


def invented_outcome(app: App) -> None:
    set_page(app, outcome="perhaps")


def article_set_aside(app: App) -> None:
    set_page(app, outcome="set_aside")


def article_that_never_was(app: App) -> None:
    page = a_page(app, "not_article")
    do(app, update(pages).where(pages.c.id == page.id).values(outcome="article"))


def article_elsewhere(app: App) -> None:
    do(app, insert(outlets).values(id="other", name="Другой", failures=0, sample=False))
    do(app, update(articles).where(articles.c.page == a_page(app).id).values(outlet="other"))


def moved_fact(app: App) -> None:
    do(app, update(facts).values(start=facts.c.start + 1, end=facts.c.end + 1))


def fact_beyond_the_text(app: App) -> None:
    do(app, update(facts).values(start=10**6, end=10**6 + 3, sentence_end=2 * 10**6))


def other_words(app: App) -> None:
    do(app, update(facts).values(text="999 тенге"))


def sentence_elsewhere(app: App) -> None:
    do(app, update(facts).values(sentence_start=0, sentence_end=1))


def moved_slot(app: App) -> None:
    do(app, update(facts).values(slots={"of": {"start": 1, "end": 4, "text": "дорог"}}))


def span_beyond_the_text(app: App) -> None:
    do(app, update(facts).values(slots={"content": [[0, 3], [5, 10**6]]}))


def changed_text(app: App) -> None:
    do(app, update(articles).values(text="Совсем другие слова."))


def moved_mention(app: App) -> None:
    do(app, update(mentions).values(start=mentions.c.start + 1, end=mentions.c.end + 1))


def moved_descriptor(app: App) -> None:
    descriptor = {"start": 0, "end": 2, "text": "партии"}
    do(app, update(mentions).values(descriptor=descriptor))


def fact_of_no_article(app: App) -> None:
    do(app, update(facts).values(article=facts.c.article + 1000))


def page_of_no_outlet(app: App) -> None:
    set_page(app, outlet="nobody")


def article_of_no_page(app: App) -> None:
    do(app, delete(pages).where(pages.c.id == a_page(app).id))


def reprint_of_nothing(app: App) -> None:
    do(app, update(articles).values(reprint_of=999))


DAMAGES: list[tuple[Callable[[App], None], str]] = [
    (remove_body, "body-missing"),
    (no_frame, "body-damaged"),
    (half_a_frame, "body-damaged"),
    (another_body, "body-damaged"),
    (stray_body, "body-unknown"),
    (body_that_should_have_left, "body-unknown"),
    (undecided, "page-without-outcome"),
    (invented_outcome, "outcome-unknown"),
    (invented_outcome, "sums-differ"),
    (article_set_aside, "article-without-outcome"),
    (article_set_aside, "sums-differ"),
    (article_that_never_was, "outcome-without-article"),
    (article_elsewhere, "article-of-another-outlet"),
    (moved_fact, "fact-offsets"),
    (fact_beyond_the_text, "fact-offsets"),
    (other_words, "fact-offsets"),
    (sentence_elsewhere, "fact-offsets"),
    (moved_slot, "fact-offsets"),
    (span_beyond_the_text, "fact-offsets"),
    (changed_text, "fact-offsets"),
    (changed_text, "mention-offsets"),
    (moved_mention, "mention-offsets"),
    (moved_descriptor, "mention-offsets"),
    (fact_of_no_article, "foreign-key"),
    (page_of_no_outlet, "foreign-key"),
    (article_of_no_page, "foreign-key"),
    (reprint_of_nothing, "foreign-key"),
]
_OF_BODIES = [x for x in DAMAGES if x[1].startswith("body")]


def name_of(given: Any) -> str:
    return given if isinstance(given, str) else given.__name__


@pytest.mark.parametrize(("damage", "kind"), _OF_BODIES, ids=name_of)
def test_a_damaged_archive_is_found_by_name(app: App, damage: Any, kind: str) -> None:
    damage(app)
    assert look(app).counts == {kind: 1}


@pytest.mark.parametrize(
    ("damage", "kind"), [x for x in DAMAGES if x not in _OF_BODIES], ids=name_of
)
def test_damaged_rows_are_found_by_name(
    filled_database: str, tmp_path: Path, damage: Any, kind: str
) -> None:
    with with_bodies(settings_of(tmp_path / "data", filled_database)) as app:
        damage(app)
        report = look(app)
    assert report.counts[kind]
    assert report.examples[kind][0]


def test_a_damaged_database_is_found_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "data", f"sqlite:///{tmp_path}/a.db")
    with open_app(settings) as app:
        fill_at_once(app)
    damaged(tmp_path / "a.db", "facts")
    report = verify(settings, silent)
    assert report.counts["database-damaged"] >= 2
    assert report.done["bodies"] == COUNT


def test_every_kind_is_tried_here() -> None:
    assert {kind for _, kind in DAMAGES} | {"database-damaged"} == set(KINDS)


# Killed, and gone on
# --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", ["bodies", "archive", "pages", "sums", "facts", "keys"])
def test_a_verify_that_was_killed_goes_on_where_it_was(
    app: App, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    monkeypatch.setattr(looks, "BATCHES", dict.fromkeys(looks.BATCHES, 4))
    remove_body(app)
    article_set_aside(app)
    expected = look(app)
    child = os.fork()
    if child == 0:

        def dying(step: str, _done: int, _of: int) -> None:
            if step == at:
                os.kill(os.getpid(), signal.SIGKILL)

        verify(app.settings, dying)
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    calls: list[tuple[str, int]] = []
    report = verify(app.settings, lambda step, done, _of: calls.append((step, done)))
    assert (report.counts, report.done) == (expected.counts, expected.done)
    steps = list(looks.STEPS)
    assert not {x for x, _ in calls} & set(steps[: steps.index(at)])
    assert (at, min(4, report.done[at])) not in calls or at in ("sums", "keys")


def test_fresh_starts_over_and_a_note_of_another_house_is_not_gone_on_from(app: App) -> None:
    note = app.settings.data / "verify.json"
    report = Report("another database", "keys", 0, {}, {"foreign-key": 3}, {"foreign-key": ["x"]})
    note.parent.mkdir(exist_ok=True)
    report.save(note)
    assert look(app).done["bodies"] == COUNT
    Report(f"{looks.rows.about(app.engine)} {app.settings.archive_address}", "keys").save(note)
    assert "bodies" not in look(app).done
    note.write_text("{half a no")
    assert look(app).done["bodies"] == COUNT
    Report(f"{looks.rows.about(app.engine)} {app.settings.archive_address}", "keys").save(note)
    assert verify(app.settings, silent, fresh=True).done["bodies"] == COUNT


def test_only_one_verify_at_a_time(app: App) -> None:
    def progress(_step: str, _done: int, _of: int) -> None:
        with pytest.raises(InputError, match="another `baqylau verify`"):
            look(app)

    verify(app.settings, progress)


def test_a_verify_changes_nothing_and_migrates_nothing(database: str, tmp_path: Path) -> None:
    from baqylau.settings import load

    connect(database).dispose()
    with pytest.raises(ConfigurationError, match="baqylau migrate"):
        verify(load(data=tmp_path / "data", database=database), silent)


def test_the_command_groups_findings_and_ends_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of(tmp_path, f"sqlite:///{tmp_path}/baqylau.db")
    with open_app(settings) as app:
        fill_at_once(app)
    monkeypatch.setenv("BAQYLAU_DATA", str(tmp_path))
    result = CliRunner().invoke(cli, ["verify"])
    assert (result.exit_code, "no findings" in result.output) == (0, True)
    assert "Hash raw pages: 15 of 15" in result.output
    with open_app(settings) as app:
        for content_hash in list(app.archive.hashes())[:7]:
            app.archive.delete(content_hash)
        with writing(app.engine) as connection:
            connection.execute(delete(jobs))
            connection.execute(insert(doomed_bodies).values(content_hash="0" * 64))
    result = CliRunner().invoke(cli, ["verify"])
    assert result.exit_code == 1
    assert "body-missing 7: a page's raw body is not in the archive" in result.output
    assert "and 2 more" in result.output
    assert "→ copy the file from a backup" in result.output
