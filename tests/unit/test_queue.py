"""Addresses of queues: how long one is waited for, and which are none."""

import pytest

from baqylau import queue
from baqylau.errors import ConfigurationError


def test_a_queue_is_not_waited_for_for_ever() -> None:
    assert queue.with_timeouts("redis://:word@host:6379/0") == (
        "redis://:word@host:6379/0"
        "?socket_connect_timeout=5&socket_timeout=10&health_check_interval=15"
    )


def test_what_the_address_says_itself_stands() -> None:
    assert "socket_timeout=60" in queue.with_timeouts("redis://host/0?socket_timeout=60")


@pytest.mark.parametrize("address", ["amqp://host", "host:6379", ""])
def test_other_queues_are_refused(address: str) -> None:
    with pytest.raises(ConfigurationError, match="setting queue"):
        queue.connect(address)
