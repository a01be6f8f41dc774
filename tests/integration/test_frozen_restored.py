"""A frozen set is the same bytes after a backup and a restore, whichever database it is restored
into: an academic's data can be made anew on another machine.
"""

from pathlib import Path

import pytest

from baqylau.app import App, open_app
from baqylau.backup import backup, restore
from baqylau.exports import Asked, freezing
from baqylau.model.access import TERMINAL
from tests.integration.keeping import fill, settings_of

SETS = ["articles", "facts", "mentions", "entities", "counts"]


def frozen(app: App, folder: Path, form: str) -> dict[str, bytes]:
    asked = Asked("articles", form, access=TERMINAL, text=True)
    freezing.freeze(app.engine, asked, SETS, folder)
    return {x.name: x.read_bytes() for x in folder.iterdir()}


@pytest.fixture(scope="module")
def original(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> tuple[Path, dict[str, dict[str, bytes]]]:
    """A backup of a filled database, and what was frozen of it by format."""
    folder = tmp_path_factory.mktemp("original")
    (folder / "first.db").write_bytes(migrated_file.read_bytes())
    given = settings_of(folder / "first", f"sqlite:///{folder}/first.db")
    fill(given)
    with open_app(given) as app:
        made = {form: frozen(app, folder / form, form) for form in ("csv", "jsonl", "xlsx")}
        backup(app, folder / "copy")
    return folder / "copy", made


def test_a_restored_database_gives_the_same_bytes(
    original: tuple[Path, dict[str, dict[str, bytes]]], migrated_database: str, tmp_path: Path
) -> None:
    copy, made = original
    assert made["csv"]["facts.csv"].count(b"\n") > 5
    with open_app(settings_of(tmp_path / "second", migrated_database)) as app:
        restore(app, copy)
        for form, files in made.items():
            again = frozen(app, tmp_path / form, form)
            assert [x for x in files if again[x] != files[x]] == [], form
            assert set(again) == set(files)
