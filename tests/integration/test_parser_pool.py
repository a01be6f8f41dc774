"""The parser of a crawler: a body that stalls or fills its process is given up, and nobody waits
for it meanwhile.
"""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from baqylau.errors import SandboxLimitExceeded
from baqylau.model.outlet import DiscoverySource, Outlet, SourceKind
from crawler import parser_pool
from crawler.discovery.listing import ListingBody
from crawler.parser_pool import LISTING, ParserPool

HERE = "tests.integration.deadly_parser"
HOME = "https://tau-samal.test/"
WAY = DiscoverySource(SourceKind.SECTION, HOME)
OUTLET = Outlet("tau-samal", "x", HOME, "kz", ("kk",), "Asia/Almaty", (WAY,))
PAGE = ListingBody(b'<a href="/news/10001">x</a>', HOME)


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[ParserPool]:
    monkeypatch.setattr(parser_pool, "PARSE_CPU", timedelta(seconds=2))
    pool = ParserPool()
    yield pool
    pool.close()


def test_a_body_that_stalls_or_overfills_its_process_holds_up_no_other(pool: ParserPool) -> None:
    ended: list[str] = []

    async def parse(name: str, reader: str, *given: object) -> object:
        try:
            return await pool.parse(reader, *given)
        except SandboxLimitExceeded as wrong:
            return str(wrong)
        finally:
            ended.append(name)

    async def visits() -> tuple[object, ...]:
        warm = (parse("warm", LISTING, PAGE, WAY, OUTLET, 3, 10) for _ in range(3))
        await asyncio.gather(*warm)
        assert pool.processes == 1  # one serves all three
        return tuple(
            await asyncio.gather(
                parse("stalls", f"{HERE}:stalls"),
                parse("neighbour", LISTING, PAGE, WAY, OUTLET, 3, 10),
                parse("eats", f"{HERE}:eats"),
            )
        )

    stalled, listing, eaten = asyncio.run(visits())
    assert ended.index("neighbour") < ended.index("stalls")
    assert stalled == "parsing took longer than 2 s of CPU and was stopped"
    assert eaten == "parsing needed more than 512 MiB and was stopped"
    assert [x.url for x in listing.links] == [f"{HOME}news/10001"]  # type: ignore[attr-defined]
