"""A frontier without a database, for one-shot tasks and tests: links and answers come in and stay
in memory, until the object is gone. No page is stored and no outlet is leased.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from baqylau.clock import now
from baqylau.model.link import Address, FetchState, Link
from baqylau.model.outlet import Outlet
from baqylau.model.visit import VisitFind, VisitRecord
from baqylau.store.outlets import OutletLease
from baqylau.store.page_writer import FetchedPage
from crawler.frontier import Frontier


class MemoryFrontier(Frontier):
    """`links` are the added links, in the order they were found; `sources` are the addresses of the
    discovery sources by URL, as their last answers left them.

    With `keep_state` a discovery source is handed out again with its validators and failures, as
    from the database; without, every request for it is the first one.
    """

    def __init__(self, keep_state: bool = False) -> None:
        self.keep_state = keep_state
        self.links: list[Link] = []
        self.sources: dict[str, Address] = {}

    async def add_links(self, outlet_id: str, links: Sequence[Link]) -> int:  # noqa: ARG002
        known = {x.url for x in self.links}
        fresh = [x for x in links if x.url not in known]
        self.links += fresh
        return len(fresh)

    async def source_address(self, outlet_id: str, url: str, kind: str) -> Address:  # noqa: ARG002
        if url not in self.sources or not self.keep_state:
            self.sources[url] = Address(0, url, kind, now())
        return self.sources[url]

    async def recent_finds(self, outlet_id: str, since: datetime) -> list[VisitFind]:  # noqa: ARG002
        return []

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

    async def store(self, fetched_page: FetchedPage) -> bool:  # noqa: ARG002
        return False

    async def sync(self, outlets: Sequence[Outlet], partial: bool = False) -> None:
        pass

    async def release(self, claim: OutletLease, record: VisitRecord) -> None:
        pass

    async def fetched(
        self,
        address: Address,
        state: FetchState,
        next_fetch: datetime | None,  # noqa: ARG002
    ) -> None:
        self._update(
            address,
            etag=state.etag or address.etag,
            last_modified=state.last_modified or address.last_modified,
            content_hash=state.content_hash or address.content_hash,
            last_fetch=now(),
            attempts=0,
            gone_since=None,
            not_before=None,
        )

    async def unreadable(self, address: Address, not_before: datetime) -> None:
        self._update(address, attempts=address.attempts + 1, not_before=not_before)

    async def failed(
        self,
        address: Address,
        status: int | None,  # noqa: ARG002
        next_fetch: datetime | None,  # noqa: ARG002
        gone_since: datetime | None = None,
    ) -> None:
        self._update(address, attempts=address.attempts + 1, gone_since=gone_since)

    def _update(self, address: Address, **changes: object) -> None:
        """Articles are not looked up again, so that only the discovery sources are kept."""
        if address.url in self.sources:
            self.sources[address.url] = replace(address, **changes)  # type: ignore[arg-type]

    async def removed(self, outlet_id: str, address: Address) -> None:
        pass

    async def claim_host(self, host: str, pause: timedelta) -> timedelta:  # noqa: ARG002
        return timedelta()

    def close(self) -> None:
        pass
