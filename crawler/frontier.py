"""The crawler's desk in the house: everything spiders and rounds ask of the store, and everything
they leave there.

`crawler.frontier_db` answers from the database.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from baqylau.model.link import Address, FetchState, Link
from baqylau.model.outlet import Outlet
from baqylau.model.visit import VisitRecord
from baqylau.settings import Settings
from baqylau.store.outlets import OutletLease
from baqylau.store.page_writer import FetchedPage

_LONGEST_LEASE = timedelta(seconds=30)


def visit_lease(settings: Settings) -> timedelta:
    """How long an outlet is ours without a word from us; a visit extends it. Short: a claim whose
    answer got lost is nobody's until it ends.
    """
    return min(settings.lease, _LONGEST_LEASE)


class Frontier(Protocol):
    """What the crawler needs to know and to leave."""

    async def sync(self, outlets: Sequence[Outlet], alone: bool = False) -> None:
        """The registry as rows; outlets that left it are no longer visited. `alone`: these outlets
        only, the others stay as they are.
        """

    async def claim(
        self, among: Collection[str], limit: int, early: bool = False, unfinished: bool = True
    ) -> list[OutletLease]:
        """Outlets that are due and free, leased to us; `early`: whether due or not. At most one
        whose last visits never ended, none where not `unfinished`.
        """

    async def extend(self, claim: OutletLease) -> bool:
        """False where the lease was lost to another crawler."""

    async def leave(self, claim: OutletLease, note: VisitRecord) -> None:
        """The visit is recorded and the outlet released, both or neither."""

    async def next_due(self, among: Collection[str]) -> datetime | None:
        """When the next of these outlets is due (which may have passed)."""

    async def way(self, outlet_id: str, url: str, kind: str) -> Address:
        """A discovery address with its validators, made on first use."""

    async def remember(self, outlet_id: str, links: Sequence[Link]) -> int:
        """How many of the links were never seen before."""

    async def due(self, outlet_id: str, limit: int) -> list[Address]:
        """Article addresses to fetch now, the newest links first."""

    async def keep(self, arrival: FetchedPage) -> bool:
        """The page into the archive, its row and its job into the database, its address told; False
        where the same body was kept before.
        """

    async def fetched(self, address: Address, seen: FetchState, again: datetime | None) -> None:
        """The address answered; `again` is the next look (None: nothing more to do)."""

    async def begin_reading(self, address: Address) -> None:
        """The body of a discovery address is about to be read; `fetched` or `failed` follows,
        unless this process dies of it.
        """

    async def unreadable(self, address: Address, not_before: datetime) -> None:
        """A process died while it read what the address answered; it rests until `not_before`."""

    async def failed(
        self,
        address: Address,
        status: int | None,
        again: datetime | None,
        gone_since: datetime | None = None,
    ) -> None:
        """The address did not answer, or answered that it is gone."""

    async def removed(self, outlet_id: str, address: Address) -> None:
        """The article was taken down, and that held."""

    def close(self) -> None:
        """Everything asked for is done, then the door is closed."""
