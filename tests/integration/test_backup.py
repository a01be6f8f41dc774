"""A house goes into a folder and comes out of it, from either database and archive into either."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from baqylau.assemble import House, open_house
from baqylau.backup import backup, restore
from baqylau.errors import ConfigurationError, InputError
from baqylau.settings import Settings, load
from baqylau.store import outlets, pages, search
from baqylau.store.connect import connect, reading, writing
from baqylau.store.schema import migrate
from baqylau.store.tables import metadata
from tests.integration import paper
from workers.run import work_off
from workers.thinking import Thinking

COUNT = 15


def settings_of(folder: Path, database: str, **more: Any) -> Settings:
    engine = connect(database)
    migrate(engine)
    engine.dispose()
    return load(
        data=folder,
        database=database,
        outlets=folder / "none",
        relay_every=timedelta(seconds=0.1),
        **more,
    )


def read_all(settings: Settings) -> None:
    with Thinking(
        settings, "tests.integration.paper:read", "tests.integration.paper:extract"
    ) as thinkers:
        work_off(settings, thinkers)


@pytest.fixture
def filled(tmp_path: Path) -> Settings:
    settings = settings_of(tmp_path / "first", f"sqlite:///{tmp_path}/first.db")
    with open_house(settings) as house:
        with writing(house.engine) as connection:
            outlets.ensure(connection, paper.OUTLET, "Вестник степи")
        for number in range(COUNT):
            pages.keep(house.engine, paper.page(number), paper.OUTLET, None, house.archive)
    read_all(settings)
    return settings


def rows(house: House) -> dict[str, list[Any]]:
    """All that is known, but for what a restart changes: leases, nudges and the state of index
    jobs.
    """
    with reading(house.engine) as connection:
        return {
            x.name: sorted(map(str, connection.execute(select(x))))
            for x in metadata.sorted_tables
            if x.name != "jobs"
        }


def test_what_one_house_kept_another_takes_over(
    filled: Settings, database: str, archive_form: dict[str, str], tmp_path: Path
) -> None:
    with open_house(filled) as house:
        before, bodies = rows(house), sorted(house.archive.hashes())
        counts = backup(house, tmp_path / "copy")
        assert (counts["pages"], counts["bodies"]) == (COUNT, COUNT)
        assert backup(house, tmp_path / "copy")["bodies"] == 0
    target = settings_of(tmp_path / "second", database, **archive_form)
    with open_house(target) as house:
        assert restore(house, tmp_path / "copy")["articles"] == before["articles"].__len__()
        assert rows(house) == before
        assert sorted(house.archive.hashes()) == bodies
    read_all(target)
    with open_house(target) as house:
        assert search.find(house.engine, "ремонта")
        kept = pages.keep(house.engine, paper.page(1000), paper.OUTLET, None, house.archive)
        assert kept.fresh


def test_a_house_that_is_not_empty_is_not_overwritten(filled: Settings, tmp_path: Path) -> None:
    with open_house(filled) as house:
        backup(house, tmp_path / "copy")
        with pytest.raises(ConfigurationError, match="not empty"):
            restore(house, tmp_path / "copy")


def test_a_damaged_backup_is_told_before_anything_is_written(
    filled: Settings, tmp_path: Path
) -> None:
    with open_house(filled) as house:
        backup(house, tmp_path / "copy")
    (tmp_path / "copy" / "tables" / "facts.jsonl.zst").write_bytes(b"")
    with open_house(settings_of(tmp_path / "second", f"sqlite:///{tmp_path}/second.db")) as house:
        with pytest.raises(
            InputError, match=r"facts\.jsonl\.zst: missing or not as it was written"
        ):
            restore(house, tmp_path / "copy")
        assert sum(pages.totals(house.engine).values()) == 0


def test_a_backup_of_another_revision_and_a_folder_of_something_else_are_refused(
    filled: Settings, tmp_path: Path
) -> None:
    with open_house(filled) as house:
        backup(house, tmp_path / "copy")
    manifest = tmp_path / "copy" / "tables" / "manifest.json"
    told = json.loads(manifest.read_text()) | {"revision": "0000"}
    manifest.write_text(json.dumps(told))
    with open_house(settings_of(tmp_path / "second", f"sqlite:///{tmp_path}/second.db")) as house:
        with pytest.raises(ConfigurationError, match="revision 0000"):
            restore(house, tmp_path / "copy")
        with pytest.raises(InputError, match="baqylau backup"):
            restore(house, tmp_path / "nothing")
