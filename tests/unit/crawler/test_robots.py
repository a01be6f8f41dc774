"""The cache of robots.txt: a host is asked once, also where it does not answer."""

import asyncio

import pytest
from scrapy.exceptions import DownloadTimeoutError

from crawler.parser_pool import InProcessParser
from crawler.robots import RobotsCache

ORIGIN = "https://tau-samal.test"


class _Host:
    def __init__(self, *answers: tuple[int, bytes] | Exception) -> None:
        self.answers, self.asked = list(answers), 0

    async def fetch(self) -> tuple[int, bytes]:
        self.asked += 1
        answer = self.answers.pop(0)
        await asyncio.sleep(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def _allowed(cache: RobotsCache, host: _Host) -> bool:
    return (await cache.rules_for(ORIGIN, host.fetch, InProcessParser())).allows(f"{ORIGIN}/x")


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [
        ((200, b"User-agent: *\nDisallow: /x"), False),
        ((200, b""), True),
        ((404, b"User-agent: *\nDisallow: /"), True),
        ((503, b""), False),
    ],
)
def test_many_requests_at_once_ask_a_host_once(answer: tuple[int, bytes], allowed: bool) -> None:
    host, cache = _Host(answer), RobotsCache()

    async def many() -> list[bool]:
        return await asyncio.gather(*(_allowed(cache, host) for _ in range(5)))

    assert (asyncio.run(many()), host.asked) == ([allowed] * 5, 1)


def test_a_host_that_hangs_is_asked_once_and_every_request_learns_why() -> None:
    host, cache = _Host(DownloadTimeoutError()), RobotsCache()

    async def many() -> list[object]:
        return await asyncio.gather(
            *(_allowed(cache, host) for _ in range(5)), return_exceptions=True
        )

    faults = asyncio.run(many())
    assert ([type(x) for x in faults], host.asked) == ([DownloadTimeoutError] * 5, 1)
