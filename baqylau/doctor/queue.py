"""The doctor's checks of the queue: the settings come in, results go out."""

from collections.abc import Iterator
from typing import Any

from baqylau import queue
from baqylau.doctor.results import CheckResult, Grade, fine
from baqylau.settings import Settings


def check(settings: Settings) -> Iterator[CheckResult]:
    broker = queue.connect(settings.queue)
    try:
        server = queue.examine(broker)
        yield from _fine_in_process() if server is None else _redis(server, settings)
    finally:
        queue.close(broker)


def _fine_in_process() -> Iterator[CheckResult]:
    yield fine("queue: in this process")


def _redis(server: dict[str, Any], settings: Settings) -> Iterator[CheckResult]:
    yield fine(
        f"queue: {server.get('server_name', 'redis')}"
        f" {server.get('valkey_version') or server.get('redis_version')}"
    )
    if server.get("maxmemory_policy") != "noeviction":
        yield CheckResult(
            Grade.BAD,
            f"queue: maxmemory-policy is {server.get('maxmemory_policy')}",
            "set it to noeviction: a full queue must refuse messages, not drop them",
        )
    if not server.get("aof_enabled"):
        yield CheckResult(
            Grade.NOTE,
            "queue: no append-only file",
            "set appendonly yes; without it the relays send lost messages again within a minute",
        )
    if server.get("foreign"):
        yield CheckResult(
            Grade.BAD,
            "queue: this Redis database holds keys of other programs",
            "give Baqylau its own database number: its maintenance lists all keys",
        )
    if "@" not in settings.queue:
        yield CheckResult(
            Grade.NOTE,
            "queue: no password in its address",
            "set requirepass, and redis://:password@host:6379/0, unless only this machine"
            " reaches it",
        )
