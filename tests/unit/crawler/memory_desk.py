"""A desk that keeps everything in dictionaries: what the crawler asks of the store, without one."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from baqylau.clock import now
from baqylau.model.link import Address, FetchState, Link
from baqylau.model.outlet import Outlet
from baqylau.model.page import Page
from baqylau.model.visit import VisitRecord
from baqylau.store.outlets import OutletLease
from baqylau.store.page_writer import FetchedPage


class MemoryDesk:
    def __init__(self) -> None:
        self.addresses: dict[tuple[str, str], Address] = {}
        self.next: dict[int, datetime | None] = {}
        self.pages: dict[tuple[str, str, str], Page] = {}
        self.origins: list[str] = []
        self.visits: dict[str, list[VisitRecord]] = {}
        self.schedule: dict[str, datetime] = {}
        self.leased: set[str] = set()
        self.gone: list[str] = []

    async def sync(self, outlets: Sequence[Outlet], alone: bool = False) -> None:
        for outlet in outlets:
            self.schedule.setdefault(outlet.id, now())

    async def claim(
        self, among: Collection[str], limit: int, early: bool = False, unfinished: bool = True
    ) -> list[OutletLease]:
        del unfinished
        free = [x for x in among if x not in self.leased and (early or self.schedule[x] <= now())][
            :limit
        ]
        self.leased.update(free)
        return [OutletLease(x, "token", *self._history(x)) for x in free]

    def _history(self, outlet_id: str) -> tuple[int, datetime | None]:
        notes = self.visits.get(outlet_id)
        return (notes[-1].failures, notes[-1].started) if notes else (0, None)

    async def extend(self, claim: OutletLease) -> bool:
        return claim.outlet_id in self.leased

    async def leave(self, claim: OutletLease, note: VisitRecord) -> None:
        self.leased.discard(claim.outlet_id)
        self.visits.setdefault(claim.outlet_id, []).append(note)
        self.schedule[claim.outlet_id] = note.next_visit

    async def next_due(self, among: Collection[str]) -> datetime | None:
        return min((self.schedule[x] for x in among), default=None)

    async def way(self, outlet_id: str, url: str, kind: str) -> Address:
        key = (outlet_id, url)
        if key not in self.addresses:
            self._add(outlet_id, Link(url, url, kind), None)
        return self.addresses[key]

    async def remember(self, outlet_id: str, links: Sequence[Link]) -> int:
        fresh = [x for x in links if (outlet_id, x.url) not in self.addresses]
        for link in fresh:
            self._add(outlet_id, link, now())
        return len(fresh)

    def _add(self, outlet_id: str, link: Link, due: datetime | None) -> None:
        address = Address(
            len(self.addresses) + 1, link.url, link.kind, now(), hint=link.hint, way=link.way
        )
        self.addresses[outlet_id, link.url] = address
        self.next[address.id] = due

    async def due(self, outlet_id: str, limit: int) -> list[Address]:
        mine = [x for (outlet, _), x in self.addresses.items() if outlet == outlet_id]
        return [x for x in mine if (self.next[x.id] or now() + timedelta(days=1)) <= now()][:limit]

    async def keep(self, arrival: FetchedPage) -> bool:
        seen = hashlib.sha256(arrival.page.body).hexdigest()
        fresh = (arrival.outlet_id, arrival.page.url, seen) not in self.pages
        self.pages[arrival.outlet_id, arrival.page.url, seen] = arrival.page
        self.origins.append(arrival.origin)
        if arrival.origin == "crawl":
            address = next(x for x in self.addresses.values() if x.id == arrival.address_id)
            await self.fetched(
                address,
                FetchState(arrival.page.status, arrival.etag, arrival.last_modified, seen),
                arrival.next_fetch,
            )
        return fresh

    async def fetched(self, address: Address, seen: FetchState, again: datetime | None) -> None:
        told = {
            "etag": seen.etag,
            "last_modified": seen.last_modified,
            "content_hash": seen.content_hash,
        }
        kept = {
            name: value for name, value in told.items() if value is not None
        }  # None keeps the old one, as in the store
        done = {"attempts": 0, "gone_since": None, "reading": None, "not_before": None}
        self._put(replace(address, **kept, **done, last_fetch=now()), again)

    async def begin_reading(self, address: Address) -> None:
        self._put(replace(address, reading=now()), None)

    async def unreadable(self, address: Address, not_before: datetime) -> None:
        more = address.attempts + 1
        self._put(replace(address, attempts=more, reading=None, not_before=not_before), None)

    async def failed(
        self,
        address: Address,
        status: int | None,
        again: datetime | None,
        gone_since: datetime | None = None,
    ) -> None:
        del status
        more = address.attempts + 1
        self._put(replace(address, attempts=more, gone_since=gone_since, reading=None), again)

    def _put(self, address: Address, again: datetime | None) -> None:
        key = next(k for k, v in self.addresses.items() if v.id == address.id)
        self.addresses[key] = address
        self.next[address.id] = again

    async def removed(self, outlet_id: str, address: Address) -> None:
        self.gone.append(address.url)

    def close(self) -> None:
        pass
