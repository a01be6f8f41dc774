"""A desk for errands: it hands out addresses without a past, keeps no page, and knows the links of
this one errand.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from baqylau.clock import now
from baqylau.model.link import Address, FetchState, Link
from baqylau.model.outlet import Outlet
from baqylau.model.visit import VisitRecord
from baqylau.store.outlets import OutletLease
from baqylau.store.page_writer import FetchedPage
from crawler.frontier import Frontier


class MemoryFrontier(Frontier):
    """`links` are those remembered so far, in the order they were found."""

    def __init__(self) -> None:
        self.links: list[Link] = []

    async def remember(self, outlet_id: str, links: Sequence[Link]) -> int:  # noqa: ARG002
        known = {x.url for x in self.links}
        fresh = [x for x in links if x.url not in known]
        self.links += fresh
        return len(fresh)

    async def way(self, outlet_id: str, url: str, kind: str) -> Address:  # noqa: ARG002
        return Address(0, url, kind, now())

    async def due(self, outlet_id: str, limit: int) -> list[Address]:  # noqa: ARG002
        return []

    async def claim(
        self,
        among: Collection[str],  # noqa: ARG002
        limit: int,  # noqa: ARG002
        early: bool = False,  # noqa: ARG002
        unfinished: bool = True,  # noqa: ARG002
    ) -> list[OutletLease]:
        return []

    async def extend(self, claim: OutletLease) -> bool:  # noqa: ARG002
        return True

    async def next_due(self, among: Collection[str]) -> datetime | None:  # noqa: ARG002
        return None

    async def keep(self, arrival: FetchedPage) -> bool:  # noqa: ARG002
        return False

    async def sync(self, outlets: Sequence[Outlet], alone: bool = False) -> None:
        pass

    async def leave(self, claim: OutletLease, note: VisitRecord) -> None:
        pass

    async def fetched(self, address: Address, seen: FetchState, again: datetime | None) -> None:
        pass

    async def begin_reading(self, address: Address) -> None:
        pass

    async def unreadable(self, address: Address, not_before: datetime) -> None:
        pass

    async def failed(
        self,
        address: Address,
        status: int | None,
        again: datetime | None,
        gone_since: datetime | None = None,
    ) -> None:
        pass

    async def removed(self, outlet_id: str, address: Address) -> None:
        pass

    def close(self) -> None:
        pass
