"""Parsing within limits: the bytes of a feed, sitemap, section page, Telegram channel or robots.txt
come in, a process of its own parses them, a listing or rules go out.

The reactor only waits for the answer, so that no body of one outlet holds up the visits to others.
A parser that outruns its limits is killed and its process replaced (`baqylau.sandbox`).
"""

import asyncio
import atexit
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from baqylau.sandbox.pool import ProcessPool

PARSE_CPU = timedelta(seconds=5)
"""The largest body that is fetched (10 MiB) takes under 3 seconds where it is an honest one."""
LONGEST_PARSE = timedelta(seconds=15)  # by the clock, on a machine that is busy with more
MEMORY = 512 * 2**20  # bytes of address space; an idle process takes 110 MiB, a large body 320
PROCESSES = 4
"""At most; started when needed. A visit parses one body at a time, so that one outlet holds one of
them."""
PATIENCE = timedelta(seconds=0.25)
"""How long a body waits for a parser that is busy before one more is started: most are parsed in
milliseconds, and a process costs 0.3 s of CPU and 110 MiB."""
LISTING, ROBOTS = "crawler.discovery.listing:read", "crawler.robots_rules:judge"
"""What the processes run."""


class Parser(Protocol):
    """Runs one of the readers named above."""

    async def parse(self, reader: str, *given: Any) -> Any:
        """What the reader answers. Raises what it raises, and `SandboxLimitExceeded` where it
        outran a limit.
        """


class ParserPool:
    """The parser of a crawler process: sandbox processes, each asked by a thread that waits."""

    def __init__(self) -> None:
        modules = {x.partition(":")[0] for x in (LISTING, ROBOTS)}
        self._processes = ProcessPool(MEMORY, modules, PARSE_CPU, PATIENCE)
        self._threads = ThreadPoolExecutor(PROCESSES, thread_name_prefix="parser")

    async def parse(self, reader: str, *given: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, self._processes.request, "parsing", reader, given, LONGEST_PARSE
        )

    @property
    def processes(self) -> int:
        """How many processes live."""
        return self._processes.size

    def close(self) -> None:
        """Ends the processes; what they parse is lost."""
        self._processes.close()
        self._threads.shutdown(wait=False, cancel_futures=True)


class InProcessParser:
    """Parses in this very process and without limits: for tests, whose bodies are their own."""

    async def parse(self, reader: str, *given: Any) -> Any:
        module, _, name = reader.partition(":")
        return getattr(import_module(module), name)(*given)


@cache
def shared() -> ParserPool:
    """The pool of this process, which all of its visits use; it ends with the process."""
    pool = ParserPool()
    atexit.register(pool.close)
    return pool
