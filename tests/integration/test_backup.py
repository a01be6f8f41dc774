"""Backup and restore, from either database and archive into either."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update
from typer.testing import CliRunner

from baqylau import backup as backups
from baqylau.app import open_app
from baqylau.archive import open_archive
from baqylau.backup import backup, restore
from baqylau.clock import now
from baqylau.errors import ConfigurationError, InputError, TryLater
from baqylau.manifest import Manifest
from baqylau.settings import Settings
from baqylau.store import pages, retention, schema, schema_revision
from baqylau.store.connect import reading, writing
from baqylau.store.dump import needing
from baqylau.store.queries import search
from baqylau.store.soundness import DamagedDatabase
from baqylau.store.tables import pages as page_rows
from console.main import cli
from tests.integration import paper
from tests.integration.keeping import COUNT, body_file, fill, read_all, rows, settings_of


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """A folder with a filled database and its archive, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copyfile(migrated_file, folder / "first.db")
    fill(settings_of(folder / "first", f"sqlite:///{folder}/first.db"))
    return folder


@pytest.fixture
def filled(tmp_path: Path, filled_once: Path) -> Settings:
    shutil.copytree(filled_once, tmp_path, dirs_exist_ok=True)
    return settings_of(tmp_path / "first", f"sqlite:///{tmp_path}/first.db")


@pytest.fixture
def empty(tmp_path: Path, migrated_file: Path) -> Settings:
    shutil.copyfile(migrated_file, tmp_path / "second.db")
    return settings_of(tmp_path / "second", f"sqlite:///{tmp_path}/second.db")


def saved(settings: Settings, folder: Path) -> backups.BackupResult:
    with open_app(settings) as app:
        return backup(app, folder)


def first_body(settings: Settings) -> str:
    with open_app(settings) as app:
        return next(app.archive.hashes())


def test_what_one_house_kept_another_takes_over(
    filled: Settings, migrated_database: str, archive_form: dict[str, str], tmp_path: Path
) -> None:
    with open_app(filled) as app:
        before, bodies = rows(app), sorted(app.archive.hashes())
        taken = backup(app, tmp_path / "copy")
        assert (taken.rows["pages"], taken.copied, taken.manifest.gaps) == (COUNT, COUNT, ())
        assert backup(app, tmp_path / "copy").copied == 0
    target = settings_of(tmp_path / "second", migrated_database, **archive_form)
    with open_app(target) as app:
        assert restore(app, tmp_path / "copy")[1]["articles"] == len(before["articles"])
        assert rows(app) == before
        assert sorted(app.archive.hashes()) == bodies
    read_all(target)
    with open_app(target) as app:
        assert search.find(app.engine, "ремонта")
        kept = pages.store(app.engine, paper.page(1000), paper.OUTLET, None, app.archive)
        assert kept.is_new


def test_a_house_at_scale_is_saved_again_and_only_what_is_new_is_copied(
    migrated_database: str, archive_form: dict[str, str], empty: Settings, tmp_path: Path
) -> None:
    settings = settings_of(tmp_path / "first", migrated_database, **archive_form)
    fill(settings)
    assert saved(settings, tmp_path / "copy").copied == COUNT
    fill(settings, range(COUNT, COUNT + 3))
    assert saved(settings, tmp_path / "copy").copied == 3
    with open_app(settings) as app:
        before = rows(app)
    with open_app(empty) as app:
        restore(app, tmp_path / "copy")
        assert rows(app) == before


def test_a_house_that_is_not_empty_is_not_overwritten(filled: Settings, tmp_path: Path) -> None:
    with open_app(filled) as app:
        backup(app, tmp_path / "copy")
        with pytest.raises(ConfigurationError, match="not empty"):
            restore(app, tmp_path / "copy")


def tables_of(folder: Path) -> Path:
    return folder / Manifest.of(folder).tables


def changed(folder: Path, **values: Any) -> None:
    content = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(content | values))


def without_rows(folder: Path) -> None:
    (tables_of(folder) / "facts.jsonl.zst").write_bytes(b"")


def with_another_count(folder: Path) -> None:
    content = json.loads((folder / "manifest.json").read_text())
    changed(folder, rows=content["rows"] | {"facts": 1})


def without_a_table(folder: Path) -> None:
    content = json.loads((folder / "manifest.json").read_text())
    changed(folder, sha256={k: v for k, v in content["sha256"].items() if k != "facts"})


def with_half_a_manifest(folder: Path) -> None:
    whole = (folder / "manifest.json").read_bytes()
    (folder / "manifest.json").write_bytes(whole[: len(whole) // 2])


def pointing_elsewhere(folder: Path) -> None:
    changed(folder, tables="../elsewhere")


def without_its_tables(folder: Path) -> None:
    shutil.rmtree(tables_of(folder))


def of_a_later_form(folder: Path) -> None:
    changed(folder, format=99)


def without_its_list_of_bodies(folder: Path) -> None:
    (tables_of(folder) / "bodies.txt.zst").unlink()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (without_rows, r"facts\.jsonl\.zst: missing or not as it was written"),
        (with_another_count, r"facts\.jsonl\.zst: \d+ rows, and the manifest says 1"),
        (without_a_table, "does not name facts"),
        (with_half_a_manifest, r"manifest\.json: cannot be read"),
        (pointing_elsewhere, r"manifest\.json: cannot be read"),
        (without_its_tables, "missing or not as it was written"),
        (of_a_later_form, "format is 99"),
        (without_its_list_of_bodies, r"bodies\.txt\.zst: missing"),
    ],
)
def test_a_damaged_backup_is_told_before_anything_is_written(
    filled: Settings, empty: Settings, tmp_path: Path, spoil: Any, says: str
) -> None:
    saved(filled, tmp_path / "copy")
    spoil(tmp_path / "copy")
    with open_app(empty) as app:
        for with_gaps in (False, True):
            with pytest.raises(InputError, match=says):
                restore(app, tmp_path / "copy", with_gaps=with_gaps)
        assert sum(pages.totals(app.engine).values()) == 0
        assert list(app.archive.hashes()) == []


def test_a_backup_of_a_later_revision_and_a_folder_of_something_else_are_refused(
    filled: Settings, empty: Settings, tmp_path: Path
) -> None:
    saved(filled, tmp_path / "copy")
    changed(tmp_path / "copy", revision="9999")
    with open_app(empty) as app:
        with pytest.raises(ConfigurationError, match="revision 9999"):
            restore(app, tmp_path / "copy")
        with pytest.raises(InputError, match="baqylau backup"):
            restore(app, tmp_path / "nothing")


# Bodies that are missing or damaged
# --------------------------------------------------------------------------------------------------


def gone(file: Path) -> None:
    file.unlink()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def another(file: Path) -> None:
    other = next(x for x in file.parents[1].glob("??/*.zst") if x != file)
    file.write_bytes(other.read_bytes())


SPOILS = [gone, cut, emptied, another]


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_bad_body_in_the_archive_is_passed_over_named_and_counted(
    filled: Settings, empty: Settings, tmp_path: Path, spoil: Any
) -> None:
    bad = first_body(filled)
    spoil(body_file(tmp_path / "first" / "archive", bad))
    taken = saved(filled, tmp_path / "copy")
    assert [x.content_hash for x in taken.manifest.gaps] == [bad]
    assert taken.manifest.gaps[0].url.startswith("https://vestnik-stepi.test/")
    assert taken.copied == COUNT - 1
    with open_app(filled) as app:
        before = rows(app)
    with open_app(empty) as app:
        with pytest.raises(InputError, match=r"1 bodies are missing or damaged \(https://vestnik"):
            restore(app, tmp_path / "copy")
        assert sum(pages.totals(app.engine).values()) == 0
        restore(app, tmp_path / "copy", with_gaps=True)
        assert rows(app) == before
        assert len(list(app.archive.hashes())) == COUNT - 1


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_body_that_went_bad_later_is_kept_from_the_earlier_backup(
    filled: Settings, empty: Settings, tmp_path: Path, spoil: Any
) -> None:
    saved(filled, tmp_path / "copy")
    bad = first_body(filled)
    spoil(body_file(tmp_path / "first" / "archive", bad))
    taken = saved(filled, tmp_path / "copy")
    assert ([x.content_hash for x in taken.saved], taken.manifest.gaps) == ([bad], ())
    with open_app(empty) as app:
        restore(app, tmp_path / "copy")
        assert len(list(app.archive.hashes())) == COUNT


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_bad_body_in_the_backup_is_refused_by_name_and_mended_by_the_next_backup(
    filled: Settings, empty: Settings, tmp_path: Path, spoil: Any
) -> None:
    saved(filled, tmp_path / "copy")
    bad = first_body(filled)
    spoil(body_file(tmp_path / "copy" / "archive", bad))
    with (
        open_app(empty) as app,
        pytest.raises(InputError, match=rf"1 bodies are missing or damaged \({bad}"),
    ):
        restore(app, tmp_path / "copy")
    assert saved(filled, tmp_path / "copy").copied == 1
    with open_app(empty) as app:
        restore(app, tmp_path / "copy")
        assert len(list(app.archive.hashes())) == COUNT


def test_a_bucket_that_lost_a_body_is_told_without_reading_it_all_again(
    bucket: dict[str, str], tmp_path: Path
) -> None:
    settings = settings_of(tmp_path / "first", f"sqlite:///{tmp_path}/first.db", **bucket)
    fill(settings)
    saved(settings, tmp_path / "copy")
    bad = first_body(settings)
    with open_app(settings) as app:
        app.archive.delete(bad)
    taken = saved(settings, tmp_path / "copy")
    assert ([x.content_hash for x in taken.saved], taken.copied) == ([bad], 0)
    assert [x.content_hash for x in saved(settings, tmp_path / "new").manifest.gaps] == [bad]


def test_a_body_that_retention_takes_meanwhile_is_no_gap(
    filled: Settings, empty: Settings, tmp_path: Path
) -> None:
    with open_app(filled) as app:

        def progress(what: str, done: int, _of: int) -> None:
            if (what, done) == ("tables", 1):
                retention.expire_bodies(app.engine, now(), now())
                for content_hash in list(app.archive.hashes()):
                    app.archive.delete(content_hash)

        taken = backup(app, tmp_path / "copy", progress)
    assert (taken.manifest.gaps, len(taken.manifest.left)) == ((), COUNT)
    with open_app(empty) as app:
        restore(app, tmp_path / "copy")
        assert pages.latest(app.engine, paper.page(1).url) is None


def test_the_commands_end_with_one_and_name_what_is_missing(
    filled: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body_file(tmp_path / "first" / "archive", first_body(filled)).unlink()
    monkeypatch.setenv("BAQYLAU_DATA", str(tmp_path / "first"))
    monkeypatch.setenv("BAQYLAU_DATABASE", filled.database)
    result = CliRunner().invoke(cli, ["backup", str(tmp_path / "copy")])
    assert result.exit_code == 1
    assert "1 raw pages are missing or damaged in the archive" in result.output
    assert "https://vestnik-stepi.test/" in result.output
    monkeypatch.setenv("BAQYLAU_DATA", str(tmp_path / "new"))
    monkeypatch.setenv("BAQYLAU_DATABASE", "")
    refused = CliRunner().invoke(cli, ["restore", str(tmp_path / "copy")])
    assert (refused.exit_code, "--with-gaps" in refused.output) == (2, True)
    result = CliRunner().invoke(cli, ["restore", str(tmp_path / "copy"), "--with-gaps"])
    assert (result.exit_code, "Left out: 1 bodies" in result.output) == (0, True)


# What must not cost the earlier backup
# --------------------------------------------------------------------------------------------------


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(x.relative_to(folder)): x.read_bytes()
        for x in folder.rglob("*")
        if x.is_file() and x.name != ".lock"
    }


def damaged(database: Path, table: str) -> None:
    """Spoils the root page of a table, as a failing disk does."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
        (page,) = found.fetchone()
    connection.close()
    with database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xde\xad\xbe\xef" * (size // 4))


@pytest.mark.parametrize("table", ["facts", "articles", "ix_articles_language_current_listed"])
def test_a_damaged_database_never_overwrites_a_good_backup(
    filled: Settings, tmp_path: Path, table: str
) -> None:
    saved(filled, tmp_path / "copy")
    before = everything(tmp_path / "copy")
    damaged(tmp_path / "first.db", table)
    with pytest.raises(DamagedDatabase, match=r"the database is damaged .*restore the last backup"):
        saved(filled, tmp_path / "copy")
    assert everything(tmp_path / "copy") == before


def test_an_empty_database_never_overwrites_a_good_backup(
    filled: Settings, empty: Settings, tmp_path: Path
) -> None:
    saved(filled, tmp_path / "copy")
    before = everything(tmp_path / "copy")
    with pytest.raises(InputError, match="15 pages and this database has none"):
        saved(empty, tmp_path / "copy")
    assert everything(tmp_path / "copy") == before


def test_a_full_disk_leaves_the_earlier_backup(
    filled: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(filled, tmp_path / "copy")
    before = everything(tmp_path / "copy")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("baqylau.store.dump.sync", full)
    with pytest.raises(TryLater, match=r"No space left on device.*earlier backup"):
        saved(filled, tmp_path / "copy")
    assert everything(tmp_path / "copy") == before


def test_two_backups_at_once_do_not_meet(filled: Settings, tmp_path: Path) -> None:
    with open_app(filled) as app:

        def progress(what: str, done: int, _of: int) -> None:
            if (what, done) == ("tables", 1):
                with pytest.raises(InputError, match="another backup is being written here"):
                    backup(app, tmp_path / "copy")

        backup(app, tmp_path / "copy", progress)


def test_the_archive_itself_is_no_place_for_a_backup(filled: Settings, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="another folder"):
        saved(filled, tmp_path / "first")


def test_a_new_backup_does_not_hold_what_was_forgotten(filled: Settings, tmp_path: Path) -> None:
    saved(filled, tmp_path / "copy")
    bad = first_body(filled)
    with open_app(filled) as app:
        with writing(app.engine) as connection:
            connection.execute(
                update(page_rows).where(page_rows.c.content_hash == bad).values(body_removed=now())
            )
        assert needing(app.engine, bad) is None
        backup(app, tmp_path / "copy")
    assert bad not in set(open_archive(f"file:{tmp_path}/copy/archive").hashes())


# The form of the first release
# --------------------------------------------------------------------------------------------------


def as_first_release(folder: Path) -> None:
    """Rewrites a backup into the form of the first release: `tables/manifest.json`, no list of
    bodies.
    """
    content = json.loads((folder / "manifest.json").read_text())
    (folder / content["tables"]).rename(folder / "tables")
    (folder / "tables" / "bodies.txt.zst").unlink()
    (folder / "manifest.json").unlink()
    (folder / ".lock").unlink()
    for name in ("rows", "sha256"):
        content[name].pop("bodies")
    kept = {x: content[x] for x in ("revision", "rows", "sha256")}
    (folder / "tables" / "manifest.json").write_text(json.dumps(kept, indent=1))


def test_a_backup_of_the_first_releases_form_is_restored_and_followed(
    filled: Settings, migrated_database: str, archive_form: dict[str, str], tmp_path: Path
) -> None:
    saved(filled, tmp_path / "copy")
    as_first_release(tmp_path / "copy")
    with open_app(filled) as app:
        before = rows(app)
    with open_app(settings_of(tmp_path / "second", migrated_database, **archive_form)) as app:
        restore(app, tmp_path / "copy")
        assert rows(app) == before
    assert saved(filled, tmp_path / "copy").copied == 0
    assert not (tmp_path / "copy" / "tables").exists()


def test_a_gap_in_a_backup_of_the_first_releases_form_is_found(
    filled: Settings, empty: Settings, tmp_path: Path
) -> None:
    saved(filled, tmp_path / "copy")
    as_first_release(tmp_path / "copy")
    body_file(tmp_path / "copy" / "archive", first_body(filled)).unlink()
    with open_app(empty) as app:
        with pytest.raises(InputError, match="1 bodies are missing"):
            restore(app, tmp_path / "copy")
        restore(app, tmp_path / "copy", with_gaps=True)


_LATER = """
import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{head}"
branch_labels = depends_on = None


def upgrade():
    with op.batch_alter_table("pages") as batch:
        batch.add_column(sa.Column("added", sa.Text(), nullable=False, server_default="later"))


def downgrade():
    with op.batch_alter_table("pages") as batch:
        batch.drop_column("added")
"""


def _forget_revisions() -> None:
    """The migrations' names are read once a process."""
    for cached in (schema_revision.newest, schema_revision.known):
        cached.cache_clear()


@pytest.mark.parametrize("form", ["first release's", "this release's"])
def test_a_backup_of_an_earlier_revision_is_restored_and_brought_up(
    request: pytest.FixtureRequest,
    filled: Settings,
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
) -> None:
    saved(filled, tmp_path / "copy")
    if form == "first release's":
        as_first_release(tmp_path / "copy")
    with open_app(filled) as app:
        before = rows(app)
    later = tmp_path / "migrations"
    shutil.copytree(schema_revision.MIGRATIONS, later)
    (later / "versions" / "9001_later.py").write_text(_LATER.format(head=schema.newest()))
    for module in (schema, schema_revision):
        monkeypatch.setattr(module, "MIGRATIONS", later)
    _forget_revisions()
    request.addfinalizer(_forget_revisions)
    with open_app(settings_of(tmp_path / "second", database)) as app:
        restore(app, tmp_path / "copy")
        assert rows(app) == before
        assert schema.revision(app.engine) == "9001"
        with reading(app.engine) as connection:
            added = connection.execute(text("SELECT DISTINCT added FROM pages")).scalars().all()
            assert list(added) == ["later"]
            plain = "SELECT count(*) FROM mentions WHERE descriptor IS NOT NULL"
            assert connection.execute(text(plain)).scalar_one() == 0
        kept = pages.store(app.engine, paper.page(1000), paper.OUTLET, None, app.archive)
        assert kept.is_new
