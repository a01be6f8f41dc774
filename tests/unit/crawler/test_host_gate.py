"""The pace of a host in virtual time: editions of several crawlers send requests through their
gates.
"""

import asyncio
import math
import random
from datetime import timedelta
from itertools import pairwise

import pytest

from crawler.host_gate import HostGate, paced_host

HOMES = ("https://vesti.test/", "https://www.vesti.test/kz/", "http://vesti.test/en/news-10001")


class World:
    """Virtual time, and the row of one host as the database keeps it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.last, self.pause = -1e9, 0.0
        self.claims = 0
        self.sent: list[float] = []
        self._wakes: list[tuple[float, asyncio.Event]] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        event = asyncio.Event()
        self._wakes.append((self.now + seconds, event))
        await event.wait()

    async def claim(self, host: str, pause: timedelta) -> timedelta:
        assert host == "vesti.test"
        self.claims += 1
        free = self.last + max(pause.total_seconds(), self.pause)
        if self.now < free:
            return timedelta(microseconds=math.ceil((free - self.now) * 1e6))
        self.last, self.pause = self.now, pause.total_seconds()
        return timedelta()

    async def run(self, *visits: asyncio.Task[None]) -> None:
        while not all(x.done() for x in visits):
            for _ in range(20):
                await asyncio.sleep(0)
            if self._wakes:
                at, event = wake = min(self._wakes, key=lambda x: x[0])
                self._wakes.remove(wake)
                self.now = max(self.now, at)
                event.set()


async def _visit(world: World, gate: HostGate, url: str, pause: float, seed: int) -> None:
    chance = random.Random(seed)
    for n in range(10):
        await gate.turn(url, pause, world.claim, first=n == 0)
        world.sent.append(world.now)
        await world.sleep(chance.random() * 3)  # the answer


def _gaps(crawlers: int, editions: int, pauses: tuple[float, ...]) -> tuple[World, list[float]]:
    async def all_of_them() -> World:
        world = World()
        gates = [HostGate(world.clock, world.sleep) for _ in range(crawlers)]
        visits = [
            asyncio.ensure_future(
                _visit(world, gates[n % crawlers], HOMES[n % 3], pauses[n % len(pauses)], n)
            )
            for n in range(editions)
        ]
        await world.run(*visits)
        return world

    world = asyncio.run(all_of_them())
    return world, [b - a for a, b in pairwise(sorted(world.sent))]


@pytest.mark.parametrize(("crawlers", "editions"), [(1, 1), (1, 4), (2, 4), (3, 5)])
def test_the_editions_of_one_host_keep_its_pace_together(crawlers: int, editions: int) -> None:
    world, gaps = _gaps(crawlers, editions, (2.0,))
    assert len(gaps) == 10 * editions - 1
    assert min(gaps) >= 2.0 - 1e-9
    if editions > 1:
        assert max(gaps) <= 2.0 * 2.5  # and nobody waits without need
    assert world.claims <= len(world.sent) * (1 if crawlers == 1 else crawlers)


def test_the_longer_of_two_pauses_counts() -> None:
    _, gaps = _gaps(2, 2, (1.0, 4.0))
    assert min(gaps) >= 1.0 - 1e-9
    assert sum(x >= 4.0 - 1e-9 for x in gaps) >= 9


def test_a_host_without_a_pause_is_not_waited_for() -> None:
    async def visit() -> World:
        world = World()
        gate = HostGate(world.clock, world.sleep)
        for _ in range(5):
            await gate.turn(HOMES[0], 0.0, world.claim)
        return world

    assert asyncio.run(visit()).claims == 0


def test_www_and_the_usual_ports_are_one_host() -> None:
    assert (
        len({paced_host(x) for x in (*HOMES, "https://VESTI.test:443/", "http://vesti.test.:80")})
        == 1
    )
    assert paced_host("http://127.0.0.1:8080/") != paced_host("http://127.0.0.1:8081/")
