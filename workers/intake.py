"""Saved pages on their way in: a path comes in, its pages are kept with their jobs; what happened
to each goes out.

Run again it goes on where it ended: pages that are there are passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from baqylau.assemble import House
from baqylau.errors import TryLater
from baqylau.exchange.arrivals import arrivals, id_and_name
from baqylau.exchange.saved import Arrival, Foreign, Unreadable, unreadable
from baqylau.store import outlets, pages
from baqylau.store.connect import is_of_the_database, writing

_REMEDY = "the page cannot be kept; what follows is"


@dataclass(frozen=True, slots=True)
class Step:
    """One page or record: kept, known already, unreadable with where and why, or of an address of
    another scheme than the web's. `progress` is the share of the path, 0..1.
    """

    progress: float
    fresh: bool = False
    unreadable: str | None = None
    scheme: str | None = None


def bring_in(house: House, path: Path) -> Iterator[Step]:
    """Keeps every page under the path, one step a page. Raises `InputError` where there is nothing
    to import.
    """
    known: set[str] = set()
    for x in arrivals(path):
        match _kept(house, x, known) if isinstance(x, Arrival) else x:
            case Step() as step:
                yield step
            case Foreign(scheme, progress):
                yield Step(progress, scheme=scheme)
            case Unreadable(where, reason, progress):
                yield Step(progress, unreadable=f"{where}: {reason}")


def _kept(house: House, arrival: Arrival, known: set[str]) -> Step | Unreadable:
    """A page that the database or the archive cannot hold is its record's trouble; one that they
    cannot hold now (locked, full, away) is raised.
    """
    try:
        return Step(arrival.progress, fresh=_keep(house, arrival, known))
    except (TryLater, OSError, MemoryError):
        raise
    except Exception as wrong:
        if is_of_the_database(wrong):
            raise
        return unreadable(arrival.where, wrong, arrival.progress, _REMEDY)


def _keep(house: House, arrival: Arrival, known: set[str]) -> bool:
    outlet_id, name = id_and_name(arrival.page.url, house.outlets)
    if outlet_id not in known:
        with writing(house.engine) as connection:
            outlets.ensure(connection, outlet_id, name)
        known.add(outlet_id)
    return pages.keep(
        house.engine, arrival.page, outlet_id, None, house.archive, origin="import"
    ).fresh
