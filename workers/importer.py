"""The import of saved pages: a path comes in; its pages are stored with their jobs, and what became
of each goes out.

Run again it goes on where it ended: pages that are stored already are skipped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from baqylau.app import App
from baqylau.errors import TryLater
from baqylau.exchange.import_records import (
    ImportedPage,
    SkippedRecord,
    UnreadableRecord,
    unreadable,
)
from baqylau.exchange.saved_pages import id_and_name, read
from baqylau.store import outlets, pages
from baqylau.store.connect import is_of_the_database, writing

_REMEDY = "the page cannot be kept; what follows is"


@dataclass(frozen=True, slots=True)
class ImportStep:
    """What became of one page or record: stored, known already, unreadable with where and why, or
    skipped with the reason, since it holds no page. `progress` is the share of the path that was
    read, 0..1.
    """

    progress: float
    fresh: bool = False
    unreadable: str | None = None
    skipped: str | None = None


def import_pages(app: App, path: Path) -> Iterator[ImportStep]:
    """Stores every page under the path; one step for each page. Raises `InputError` where there is
    nothing to import.
    """
    known: set[str] = set()
    for x in read(path):
        match _step(app, x, known) if isinstance(x, ImportedPage) else x:
            case ImportStep() as step:
                yield step
            case SkippedRecord(reason, progress):
                yield ImportStep(progress, skipped=reason)
            case UnreadableRecord(where, reason, progress):
                yield ImportStep(progress, unreadable=f"{where}: {reason}")


def _step(app: App, imported: ImportedPage, known: set[str]) -> ImportStep | UnreadableRecord:
    """Stores the page. One that the database or the archive refuses is an unreadable record; where
    they only cannot take it now (locked, full, away), that is raised.
    """
    try:
        return ImportStep(imported.progress, fresh=_store(app, imported, known))
    except (TryLater, OSError, MemoryError):
        raise
    except Exception as wrong:
        if is_of_the_database(wrong):
            raise
        return unreadable(imported.where, wrong, imported.progress, _REMEDY)


def _store(app: App, imported: ImportedPage, known: set[str]) -> bool:
    outlet_id, name = id_and_name(imported.page.url, app.outlets)
    if outlet_id not in known:
        with writing(app.engine) as connection:
            outlets.ensure(connection, outlet_id, name)
        known.add(outlet_id)
    return pages.store(
        app.engine, imported.page, outlet_id, None, app.archive, origin="import"
    ).is_new
