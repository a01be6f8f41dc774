"""Saved pages on their way in: a path comes in, its pages are kept with their jobs; what happened
to each goes out.

Run again it goes on where it ended: pages that are there are passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from baqylau.app import App
from baqylau.errors import TryLater
from baqylau.exchange.import_records import (
    ForeignRecord,
    ImportedPage,
    UnreadableRecord,
    unreadable,
)
from baqylau.exchange.saved_pages import id_and_name, read
from baqylau.store import outlets, pages
from baqylau.store.connect import is_of_the_database, writing

_REMEDY = "the page cannot be kept; what follows is"


@dataclass(frozen=True, slots=True)
class ImportStep:
    """One page or record: kept, known already, unreadable with where and why, or of an address of
    another scheme than the web's. `progress` is the share of the path, 0..1.
    """

    progress: float
    fresh: bool = False
    unreadable: str | None = None
    scheme: str | None = None


def import_pages(app: App, path: Path) -> Iterator[ImportStep]:
    """Keeps every page under the path, one step a page. Raises `InputError` where there is nothing
    to import.
    """
    known: set[str] = set()
    for x in read(path):
        match _kept(app, x, known) if isinstance(x, ImportedPage) else x:
            case ImportStep() as step:
                yield step
            case ForeignRecord(scheme, progress):
                yield ImportStep(progress, scheme=scheme)
            case UnreadableRecord(where, reason, progress):
                yield ImportStep(progress, unreadable=f"{where}: {reason}")


def _kept(app: App, arrival: ImportedPage, known: set[str]) -> ImportStep | UnreadableRecord:
    """A page that the database or the archive cannot hold is its record's trouble; one that they
    cannot hold now (locked, full, away) is raised.
    """
    try:
        return ImportStep(arrival.progress, fresh=_keep(app, arrival, known))
    except (TryLater, OSError, MemoryError):
        raise
    except Exception as wrong:
        if is_of_the_database(wrong):
            raise
        return unreadable(arrival.where, wrong, arrival.progress, _REMEDY)


def _keep(app: App, arrival: ImportedPage, known: set[str]) -> bool:
    outlet_id, name = id_and_name(arrival.page.url, app.outlets)
    if outlet_id not in known:
        with writing(app.engine) as connection:
            outlets.ensure(connection, outlet_id, name)
        known.add(outlet_id)
    return pages.store(
        app.engine, arrival.page, outlet_id, None, app.archive, origin="import"
    ).is_new
