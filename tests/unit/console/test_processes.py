"""How a child process is asked to end, and that one that does not is killed in time."""

from typing import Any

import pytest

from console import processes


class Child:
    """A crawler that ends `after` so many seconds."""

    pid = 7

    def __init__(self, after: float) -> None:
        self.after, self.calls = after, list[str]()

    def terminate(self) -> None:
        self.calls.append("terminate")

    def join(self, timeout: float = 1000) -> None:
        self.after -= timeout

    def is_alive(self) -> bool:
        return self.after > 0

    def kill(self) -> None:
        self.calls.append("kill")


@pytest.mark.parametrize(
    ("after", "within", "calls"),
    [
        (0.5, (1,), ["terminate"]),
        (17, (1,), ["terminate", "kill"]),
        (17, (), ["terminate"]),  # by default a fetch under way may end
    ],
)
def test_a_child_has_its_time_to_end(
    after: float, within: tuple[float, ...], calls: list[str]
) -> None:
    child: Any = Child(after)
    processes.end(child, *within)
    assert child.calls == calls
