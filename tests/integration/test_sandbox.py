"""Sandbox processes: a fault that is raised in one keeps its kind, and one that died while idle is
replaced.
"""

import os
import signal
from collections.abc import Iterator

import pytest

from baqylau.errors import SandboxLimitExceeded, SetAside
from baqylau.model.page import Page
from baqylau.sandbox.pool import SandboxPool
from baqylau.settings import load
from tests.integration import paper

HERE = "tests.integration.test_sandbox"


def refuse(_page: Page, _outlet: object = None) -> None:
    raise SetAside("never readable")


def own_number(_text: str, _language: str | None) -> str:
    return str(os.getpid())


@pytest.fixture
def readers() -> Iterator[SandboxPool]:
    with SandboxPool(load(), clean=f"{HERE}:refuse", index=f"{HERE}:own_number") as readers:
        yield readers


def test_a_fault_comes_back_as_its_own_kind_and_says_where_it_was(readers: SandboxPool) -> None:
    with pytest.raises(SetAside, match="never readable") as found:
        readers.read("clean", paper.page(1), None)
    assert "in refuse" in found.value.__notes__[0]


def test_a_process_that_cannot_start_is_reported() -> None:
    refused = pytest.raises(
        SandboxLimitExceeded, match=r"a reader did not start .* BAQYLAU_SANDBOX_MEMORY too small"
    )
    with SandboxPool(load(sandbox_memory=2**20), index=f"{HERE}:own_number") as cramped, refused:
        cramped.read("index", "", None)


def test_one_process_serves_one_thread_until_it_dies(readers: SandboxPool) -> None:
    first = readers.read("index", "", None)
    assert readers.read("index", "", None) == first
    os.kill(int(first), signal.SIGKILL)
    os.waitid(os.P_PID, int(first), os.WEXITED | os.WNOWAIT)  # until it is dead, and left to reap
    assert readers.read("index", "", None) != first


def test_processes_end_with_their_pool(readers: SandboxPool) -> None:
    child = int(readers.read("index", "", None))
    readers.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
