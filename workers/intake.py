"""Saved pages on their way in: a path comes in, its pages are kept with their jobs; what happened
to each goes out.

Run again it goes on where it ended: pages that are there are passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from baqylau.assemble import House
from baqylau.exchange.arrivals import arrivals, id_and_name
from baqylau.exchange.saved import Arrival, Unreadable
from baqylau.store import outlets, pages
from baqylau.store.connect import writing


@dataclass(frozen=True, slots=True)
class Step:
    """One page or record: kept, known already, or unreadable with where and why. `progress` is the
    share of the path, 0..1.
    """

    progress: float
    fresh: bool = False
    unreadable: str | None = None


def bring_in(house: House, path: Path) -> Iterator[Step]:
    """Keeps every page under the path, one step a page. Raises `InputError` where there is nothing
    to import.
    """
    known: set[str] = set()
    for x in arrivals(path):
        if isinstance(x, Unreadable):
            yield Step(x.progress, unreadable=f"{x.where}: {x.reason}")
        else:
            yield Step(x.progress, fresh=_keep(house, x, known))


def _keep(house: House, arrival: Arrival, known: set[str]) -> bool:
    outlet_id, name = id_and_name(arrival.page.url, house.outlets)
    if outlet_id not in known:
        with writing(house.engine) as connection:
            outlets.ensure(connection, outlet_id, name)
        known.add(outlet_id)
    return pages.keep(
        house.engine, arrival.page, outlet_id, None, house.archive, origin="import"
    ).fresh
