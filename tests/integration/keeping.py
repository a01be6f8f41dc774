"""A house for tests of backup and verify: filled with the paper's pages, read, and told row by row."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from baqylau.assemble import House, open_house
from baqylau.settings import Settings, load
from baqylau.store import outlets, pages
from baqylau.store.connect import connect, reading, writing
from baqylau.store.schema import migrate
from baqylau.store.tables import metadata
from tests.integration import paper
from workers.run import work_off

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


def fill(settings: Settings, numbers: range = range(COUNT)) -> None:
    """Keeps these pages of the paper and reads them."""
    with open_house(settings) as house:
        with writing(house.engine) as connection:
            outlets.ensure(connection, paper.OUTLET, "Вестник степи")
        for number in numbers:
            pages.keep(house.engine, paper.page(number), paper.OUTLET, None, house.archive)
    read_all(settings)


def read_all(settings: Settings) -> None:
    work_off(settings, paper.Readers())  # type: ignore[arg-type]


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


def body_file(archive: Path, content_hash: str) -> Path:
    """Where a folder archive keeps a body."""
    return archive / content_hash[:2] / f"{content_hash}.zst"
