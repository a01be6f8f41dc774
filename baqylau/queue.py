"""The queue: an address comes in, a broker goes out, to which nudges are sent. The queue carries
ids of jobs and nothing else.

The in-process broker is dramatiq's `StubBroker`. Its documentation recommends it for tests only,
because it forgets everything when the process ends. Here it may forget: the job table is the truth,
and the relay announces every pending job again to a new process.
"""

import contextlib
from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import structlog
from dramatiq import Broker, Message
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker
from dramatiq.errors import BrokerConnectionError, QueueNotFound
from redis.exceptions import RedisError

from baqylau import metrics
from baqylau.errors import ConfigurationError
from baqylau.masking import mask_setting
from baqylau.messages import WIRE_VERSION, Nudge

log = structlog.get_logger("queue")

AWAY = (BrokerConnectionError, QueueNotFound, RedisError)
"""What the broker raises where the queue does not answer."""
# ms without a sign of life after which a worker counts as dead (dramatiq's default is 60 s)
_HEARTBEAT = 15_000
# in 1,000,000 calls: one in twenty searches for dead workers; messages of one killed with -9 came
# back in 61 s
_MAINTENANCE = 50_000
_TIMEOUTS = {
    "socket_connect_timeout": "5",
    "socket_timeout": "10",
    "health_check_interval": "15",
}  # seconds; no request of ours takes a tenth
_KEPT = 86_400  # seconds
_DEAD_TTL = 3_600_000  # ms; refused messages hold nothing that the job table does not


def connect(address: str) -> Broker:
    """A broker for the address; nothing is contacted yet. Raises `ConfigurationError` for an
    unknown scheme.
    """
    scheme = _scheme(address)
    match scheme:
        case "memory":
            return StubBroker(
                middleware=[]
            )  # no Retries middleware: attempts are counted in the job table
        case "redis" | "rediss" | "unix":
            return _redis(address)
        case _:
            raise ConfigurationError(
                f"setting queue: {mask_setting('queue', address)!r} is no queue; give memory: or"
                " redis://:password@host:6379/0"
            )


def _scheme(address: str) -> str:
    """Raises `ConfigurationError` where a password ends the address before its host: the libraries
    would take a part of the password for a port, and print it.
    """
    try:
        parts = urlsplit(address)
        _ = parts.port  # a ValueError where it is no number
        cut = "@" in parts.path + parts.fragment or (
            parts.scheme in {"redis", "rediss"} and not (parts.hostname or parts.path)
        )
        if not cut:
            return parts.scheme
    except ValueError:
        pass
    raise ConfigurationError(
        "setting queue: the address cannot be read; write @ / # ? in a password as %40 %2F %23 %3F:"
        " redis://:password@host:6379/0"
    )


def _redis(address: str) -> Broker:
    rules: dict[str, Any] = {
        "maintenance_chance": _MAINTENANCE,
        "heartbeat_timeout": _HEARTBEAT,
        "dead_message_ttl": _DEAD_TTL,
    }
    # dramatiq types the base class only
    made: Broker = RedisBroker(  # type: ignore[no-untyped-call]
        url=with_timeouts(address), middleware=[], **rules
    )
    return made


def with_timeouts(address: str) -> str:
    """The address with limits on waiting, where it names none: a network that swallows packets must
    not hold a worker for ever.
    """
    parts = urlsplit(address)
    given = dict(parse_qsl(parts.query))
    return urlunsplit(parts._replace(query=urlencode(_TIMEOUTS | given)))


def without_delays(broker: Broker) -> None:
    """Removes the queues for delayed messages that dramatiq declares beside each: we delay no
    message (a job's row has `not_before`), and a worker would have a thread for each, asking ten
    times a second.
    """
    for name in broker.get_declared_delay_queues():
        broker.delay_queues.discard(name)
        if isinstance(broker, StubBroker):
            del broker.queues[name]


def is_in_process(broker: Broker) -> bool:
    """Whether the queue ends with this process."""
    return isinstance(broker, StubBroker)


def announce(broker: Broker, nudge: Nudge) -> bool:
    """Sends the nudge. False where the queue is away: nothing is lost, the relay announces the jobs
    again.
    """
    # called "job" since the first wire version, so that a worker of any release can read it and log
    # that it understands another version
    given = {"job": nudge.jobs, "wire": WIRE_VERSION}
    message: Message[None] = Message(
        queue_name=nudge.queue, actor_name=nudge.stage, args=(), kwargs=given, options={}
    )
    try:
        broker.enqueue(message)
    except AWAY as wrong:
        metrics.QUEUE_AWAY.inc()
        log.warning("queue is away", jobs=len(nudge.jobs), stage=nudge.stage, error=str(wrong))
        return False
    return True


def depth(broker: Broker, queues: Collection[str] | None = None) -> int | None:
    """How many messages these queues hold (all of them, of every release, where none is named),
    those under way included; None where the queue is away.
    """
    if isinstance(broker, StubBroker):
        return sum(
            int(x.qsize()) for name, x in broker.queues.items() if queues is None or name in queues
        )
    asked: Any = broker
    try:
        return sum(int(asked.do_qsize(x)) for x in (_known(asked) if queues is None else queues))
    except AWAY as wrong:
        log.warning("queue is away", error=str(wrong))
        return None


def _known(broker: Any) -> set[str]:
    """The queues that hold messages; those of messages that were refused are not among them."""
    before, after = f"{broker.namespace}:", ".msgs"
    found = broker.client.scan_iter(match=f"{before}*{after}", count=200)
    names = {x.decode().removeprefix(before).removesuffix(after) for x in found}
    return {x for x in names if not x.endswith((".XQ", ".DQ"))}


def keep(broker: Broker, queues: Collection[str]) -> None:
    """Keeps what a Redis holds of these queues for a day from now. Every relay renews this for its
    own queues, so that those of a release that is gone expire; its jobs are announced to the queues
    of the next release.
    """
    if isinstance(broker, StubBroker):
        return
    asked: Any = broker
    with contextlib.suppress(*AWAY):
        for name in queues:
            for key in asked.client.scan_iter(match=f"{asked.namespace}:*{name}*", count=200):
                asked.client.expire(key, _KEPT)


def examine(broker: Broker) -> dict[str, Any] | None:
    """The INFO of a Redis, and under "foreign" whether other programs keep keys in this database.
    None for a queue in this process.

    Raises what is in `AWAY` where it does not answer.
    """
    if isinstance(broker, StubBroker):
        return None
    asked: Any = broker
    found: dict[str, Any] = dict(asked.client.info())
    _, some = asked.client.scan(count=200)
    return found | {"foreign": any(not x.startswith(asked.namespace.encode()) for x in some)}


def close(broker: Broker) -> None:
    """Closes the broker's connections."""
    broker.close()
    if isinstance(broker, RedisBroker):
        with contextlib.suppress(RedisError):
            broker.client.close()
