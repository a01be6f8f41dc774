"""The frontier: which outlets and addresses are due, and what each of them answered. Spiders and
scheduler ask it what to fetch and report to it what came of it.

`crawler.frontier_db` implements it over the database, `crawler.frontier_memory` in memory.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from baqylau.model.link import Address, FetchState, Link
from baqylau.model.outlet import Outlet
from baqylau.model.visit import VisitFind, VisitRecord
from baqylau.settings import Settings
from baqylau.store.outlets import OutletLease
from baqylau.store.page_writer import FetchedPage

_LONGEST_LEASE = timedelta(seconds=30)


def visit_lease(settings: Settings) -> timedelta:
    """How long the lease of an outlet lasts; a running visit extends it. It is short because a
    claim whose answer was lost on the way blocks the outlet until the lease runs out.
    """
    return min(settings.lease, _LONGEST_LEASE)


class Frontier(Protocol):
    """What the crawler reads from the store and writes to it."""

    async def sync(self, outlets: Sequence[Outlet], partial: bool = False) -> None:
        """Writes the registry into the database; outlets that left it are no longer visited. With
        `partial` only these outlets are written, and all others stay as they are.
        """

    async def claim(
        self, among: Collection[str], limit: int, early: bool = False, unfinished: bool = True
    ) -> list[OutletLease]:
        """Leases outlets that are due and free; with `early` also those not yet due. At most one of
        them is an outlet whose last visits never ended; none where `unfinished` is False.
        """

    async def extend(self, claim: OutletLease) -> bool:
        """Extends the lease; False where another crawler has it now."""

    async def release(self, claim: OutletLease, record: VisitRecord) -> None:
        """Stores the record of the visit and releases the outlet, both in one transaction."""

    async def next_due(self, among: Collection[str]) -> datetime | None:
        """When the next of these outlets is due; the time may lie in the past."""

    async def recent_finds(self, outlet_id: str, since: datetime) -> list[VisitFind]:
        """What the visits to the outlet since then found, oldest first."""

    async def source_address(self, outlet_id: str, url: str, kind: str) -> Address:
        """The address of a discovery source with its validators; added where it is new."""

    async def add_links(self, outlet_id: str, links: Sequence[Link]) -> int:
        """Adds the links that are new, and returns their number."""

    async def due(self, outlet_id: str, limit: int) -> list[Address]:
        """Article addresses to fetch now, those of the newest links first."""

    async def store(self, fetched_page: FetchedPage) -> bool:
        """Stores the body in the archive, the page and its job in the database, and the answer with
        the address. False where the same body of this address was stored before.
        """

    async def fetched(
        self, address: Address, state: FetchState, next_fetch: datetime | None
    ) -> None:
        """Records that the address answered; it is fetched again at `next_fetch` (None: never)."""

    async def unreadable(self, address: Address, not_before: datetime) -> None:
        """Records that the body of this address could not be parsed within the limits; it is not
        fetched again before `not_before`.
        """

    async def failed(
        self,
        address: Address,
        status: int | None,
        next_fetch: datetime | None,
        gone_since: datetime | None = None,
    ) -> None:
        """Records that the address did not answer, or answered that it is gone."""

    async def removed(self, outlet_id: str, address: Address) -> None:
        """Records that the outlet took the article down: the page stayed gone long enough."""

    async def claim_host(self, host: str, pause: timedelta) -> timedelta:
        """Claims the host for one request of any crawler: zero where it may be sent now, else how
        long to wait before asking again.
        """

    def close(self) -> None:
        """Waits until every call is done, then closes database and archive."""
