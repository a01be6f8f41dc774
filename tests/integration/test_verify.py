"""`baqylau verify` over both databases and both archives: a sound archive gives nothing, each kind
of damage is found by its name, and a verify that was killed goes on where it was.
"""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from typer.testing import CliRunner

from baqylau import verify as looks
from baqylau.archive.packing import pack
from baqylau.assemble import House, open_house
from baqylau.clock import now
from baqylau.errors import ConfigurationError, InputError
from baqylau.settings import Settings
from baqylau.store import ages
from baqylau.store.connect import connect, reading, writing
from baqylau.store.tables import articles, doomed_bodies, facts, jobs, mentions, outlets, pages
from baqylau.verify import KINDS, Report, verify
from console.main import app
from tests.integration import paper
from tests.integration.keeping import COUNT, body_file, fill_at_once, settings_of
from tests.integration.test_backup import damaged


@pytest.fixture
def settings(database: str, archive_form: dict[str, str], tmp_path: Path) -> Settings:
    return settings_of(tmp_path / "data", database, **archive_form)


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    with open_house(settings) as opened:
        fill_at_once(opened)
        yield opened


def silent(_step: str, _done: int, _of: int) -> None: ...


def look(house: House) -> Report:
    return verify(house.settings, silent)


def test_a_sound_archive_gives_nothing(house: House) -> None:
    report = look(house)
    assert report.counts == {}
    assert report.done["bodies"] == report.done["archive"] == report.done["pages"] == COUNT
    assert report.done["facts"] == COUNT - 2  # the paper's pages 6 and 13 are pictures
    assert not (house.settings.data / "verify.json").exists()


def test_pages_that_wait_and_bodies_that_left_are_sound(house: House) -> None:
    from baqylau.store import pages as kept

    kept.keep(house.engine, paper.page(100), paper.OUTLET, None, house.archive)
    assert ages.age_bodies(house.engine, paper.page(5).fetched, now()) == 5
    assert look(house).counts == {}
    for content_hash in ages.doomed(house.engine, 100):
        house.archive.delete(content_hash)
    assert look(house).counts == {}


# Damages
# --------------------------------------------------------------------------------------------------


def a_page(house: House, outcome: str = "article") -> Any:
    with reading(house.engine) as connection:
        wanted = select(pages).where(pages.c.outcome == outcome).order_by(pages.c.id).limit(1)
        return connection.execute(wanted).one()


def do(house: House, statement: Any) -> None:
    """Also what foreign keys forbid, as in a database that was damaged."""
    engine = house.engine
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


def set_page(house: House, **values: Any) -> None:
    do(house, update(pages).where(pages.c.id == a_page(house).id).values(**values))


def spoil(house: House, content: bytes) -> None:
    content_hash = a_page(house).content_hash
    if house.settings.archive_address.startswith("file:"):
        folder = Path(house.settings.archive_address.removeprefix("file:"))
        body_file(folder, content_hash).write_bytes(content)
        return
    archive: Any = house.archive
    archive._client.put_object(  # as a service that lost part of what it keeps
        Bucket=archive.bucket, Key=archive._key(content_hash), Body=content
    )


def remove_body(house: House) -> None:
    house.archive.delete(a_page(house).content_hash)


def no_frame(house: House) -> None:
    spoil(house, b"no zstd frame")


def half_a_frame(house: House) -> None:
    spoil(house, pack(paper.page(0).body)[:-7])


def another_body(house: House) -> None:
    spoil(house, pack(b"another body"))


def stray_body(house: House) -> None:
    house.archive.put(b"nobody knows this")


def body_that_should_have_left(house: House) -> None:
    set_page(house, body_removed=now())


def undecided(house: House) -> None:
    set_page(house, outcome=None)


def invented_outcome(house: House) -> None:
    set_page(house, outcome="perhaps")


def article_set_aside(house: House) -> None:
    set_page(house, outcome="set_aside")


def article_that_never_was(house: House) -> None:
    page = a_page(house, "not_article")
    do(house, update(pages).where(pages.c.id == page.id).values(outcome="article"))


def article_elsewhere(house: House) -> None:
    do(house, insert(outlets).values(id="other", name="Другой", failures=0, sample=False))
    do(house, update(articles).where(articles.c.page == a_page(house).id).values(outlet="other"))


def moved_fact(house: House) -> None:
    do(house, update(facts).values(start=facts.c.start + 1, end=facts.c.end + 1))


def fact_beyond_the_text(house: House) -> None:
    do(house, update(facts).values(start=10**6, end=10**6 + 3, sentence_end=2 * 10**6))


def other_words(house: House) -> None:
    do(house, update(facts).values(text="999 тенге"))


def sentence_elsewhere(house: House) -> None:
    do(house, update(facts).values(sentence_start=0, sentence_end=1))


def moved_slot(house: House) -> None:
    do(house, update(facts).values(slots={"of": {"start": 1, "end": 4, "text": "дорог"}}))


def span_beyond_the_text(house: House) -> None:
    do(house, update(facts).values(slots={"content": [[0, 3], [5, 10**6]]}))


def changed_text(house: House) -> None:
    do(house, update(articles).values(text="Совсем другие слова."))


def moved_mention(house: House) -> None:
    do(house, update(mentions).values(start=mentions.c.start + 1, end=mentions.c.end + 1))


def moved_descriptor(house: House) -> None:
    descriptor = {"start": 0, "end": 2, "text": "партии"}
    do(house, update(mentions).values(descriptor=descriptor))


def fact_of_no_article(house: House) -> None:
    do(house, update(facts).values(article=facts.c.article + 1000))


def page_of_no_outlet(house: House) -> None:
    set_page(house, outlet="nobody")


def article_of_no_page(house: House) -> None:
    do(house, delete(pages).where(pages.c.id == a_page(house).id))


def reprint_of_nothing(house: House) -> None:
    do(house, update(articles).values(reprint_of=999))


DAMAGES: list[tuple[Callable[[House], None], str]] = [
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
def test_a_damaged_archive_is_found_by_name(house: House, damage: Any, kind: str) -> None:
    damage(house)
    assert look(house).counts == {kind: 1}


@pytest.mark.parametrize(
    ("damage", "kind"), [x for x in DAMAGES if x not in _OF_BODIES], ids=name_of
)
def test_damaged_rows_are_found_by_name(
    database: str, tmp_path: Path, damage: Any, kind: str
) -> None:
    with open_house(settings_of(tmp_path / "data", database)) as house:
        fill_at_once(house, range(8))
        damage(house)
        report = look(house)
    assert report.counts[kind]
    assert report.examples[kind][0]


def test_a_damaged_database_is_found_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "data", f"sqlite:///{tmp_path}/a.db")
    with open_house(settings) as house:
        fill_at_once(house)
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
    house: House, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    monkeypatch.setattr(looks, "PORTIONS", dict.fromkeys(looks.PORTIONS, 4))
    remove_body(house)
    article_set_aside(house)
    expected = look(house)
    child = os.fork()
    if child == 0:

        def dying(step: str, _done: int, _of: int) -> None:
            if step == at:
                os.kill(os.getpid(), signal.SIGKILL)

        verify(house.settings, dying)
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    heard: list[tuple[str, int]] = []
    report = verify(house.settings, lambda step, done, _of: heard.append((step, done)))
    assert (report.counts, report.done) == (expected.counts, expected.done)
    steps = list(looks.STEPS)
    assert not {x for x, _ in heard} & set(steps[: steps.index(at)])
    assert (at, min(4, report.done[at])) not in heard or at in ("sums", "keys")


def test_fresh_starts_over_and_a_note_of_another_house_is_not_gone_on_from(house: House) -> None:
    note = house.settings.data / "verify.json"
    report = Report("another database", "keys", 0, {}, {"foreign-key": 3}, {"foreign-key": ["x"]})
    report.keep(note)
    assert look(house).done["bodies"] == COUNT
    Report(f"{looks.rows.about(house.engine)} {house.settings.archive_address}", "keys").keep(note)
    assert "bodies" not in look(house).done
    note.write_text("{half a no")
    assert look(house).done["bodies"] == COUNT
    Report(f"{looks.rows.about(house.engine)} {house.settings.archive_address}", "keys").keep(note)
    assert verify(house.settings, silent, fresh=True).done["bodies"] == COUNT


def test_only_one_verify_at_a_time(house: House) -> None:
    def tell(_step: str, _done: int, _of: int) -> None:
        with pytest.raises(InputError, match="another `baqylau verify`"):
            look(house)

    verify(house.settings, tell)


def test_a_verify_changes_nothing_and_migrates_nothing(database: str, tmp_path: Path) -> None:
    from baqylau.settings import load

    connect(database).dispose()
    with pytest.raises(ConfigurationError, match="baqylau migrate"):
        verify(load(data=tmp_path / "data", database=database), silent)


def test_the_command_groups_findings_and_ends_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of(tmp_path, f"sqlite:///{tmp_path}/baqylau.db")
    with open_house(settings) as house:
        fill_at_once(house)
    monkeypatch.setenv("BAQYLAU_DATA", str(tmp_path))
    told = CliRunner().invoke(app, ["verify"])
    assert (told.exit_code, "no findings" in told.output) == (0, True)
    assert "Hash raw pages: 15 of 15" in told.output
    with open_house(settings) as house:
        for content_hash in list(house.archive.hashes())[:7]:
            house.archive.delete(content_hash)
        with writing(house.engine) as connection:
            connection.execute(delete(jobs))
            connection.execute(insert(doomed_bodies).values(content_hash="0" * 64))
    told = CliRunner().invoke(app, ["verify"])
    assert told.exit_code == 1
    assert "body-missing 7: a page's raw body is not in the archive" in told.output
    assert "and 2 more" in told.output
    assert "→ copy the file from a backup" in told.output
