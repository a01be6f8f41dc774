"""Children and what they say: a fault keeps its kind, and one that died while idle is missed by
nobody.
"""

import os
import signal
from collections.abc import Iterator

import pytest

from baqylau.errors import SetAside, ThinkingStopped
from baqylau.model.page import Page
from baqylau.settings import load
from tests.integration import paper
from workers.thinking import Thinking

HERE = "tests.integration.test_thinking"


def refuse(_page: Page, _outlet: object = None) -> None:
    raise SetAside("never readable")


def own_number(_text: str, _language: str | None) -> str:
    return str(os.getpid())


@pytest.fixture
def thinkers() -> Iterator[Thinking]:
    with Thinking(load(), clean=f"{HERE}:refuse", stems=f"{HERE}:own_number") as thinkers:
        yield thinkers


def test_a_fault_comes_back_as_its_own_kind_and_says_where_it_was(thinkers: Thinking) -> None:
    with pytest.raises(SetAside, match="never readable") as found:
        thinkers.clean(paper.page(1), None)
    assert "in refuse" in found.value.__notes__[0]


def test_a_child_that_cannot_start_is_told() -> None:
    told = pytest.raises(
        ThinkingStopped, match=r"a reader did not start .* BAQYLAU_THINKING_MEMORY too small"
    )
    with Thinking(load(thinking_memory=2**20), stems=f"{HERE}:own_number") as cramped, told:
        cramped.stems("", None)


def test_one_child_serves_one_thread_until_it_dies(thinkers: Thinking) -> None:
    first = thinkers.stems("", None)
    assert thinkers.stems("", None) == first
    os.kill(int(first), signal.SIGKILL)
    os.waitid(os.P_PID, int(first), os.WEXITED | os.WNOWAIT)  # until it is dead, and left to reap
    assert thinkers.stems("", None) != first


def test_children_end_with_their_parent(thinkers: Thinking) -> None:
    child = int(thinkers.stems("", None))
    thinkers.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
