"""Counters of one process, in Prometheus' terms: events of its work come in, `baqylau.health`
serves the figures.

>>> STAGE_SECONDS.labels("clean", "done").observe(0.02)
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()
"""This process' own figures; figures of the whole deployment are read from the database on
request.
"""

_BUCKETS = (
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1,
    2.5,
    5,
    10,
    20,
    40,
    60,
)  # seconds: cleaning takes 0.02, facts 0.2, a lease ends at 60

STAGE_SECONDS = Histogram(
    "baqylau_stage_seconds",
    "Time from the claim of a job until its result was stored.",
    ("stage", "result"),
    buckets=_BUCKETS,
    registry=REGISTRY,
)
PAGES_KEPT = Counter(
    "baqylau_pages_kept", "Pages this crawler stored.", ("outlet", "fresh"), registry=REGISTRY
)
STORE_AWAY = Counter(
    "baqylau_store_away",
    "Times the database or the archive could not be reached.",
    registry=REGISTRY,
)
QUEUE_AWAY = Counter(
    "baqylau_queue_away", "Times the queue could not be reached.", registry=REGISTRY
)
EXPIRED = Counter(
    "baqylau_leases_expired",
    "Leases that ended because a worker died or was too slow, as this relay found them.",
    registry=REGISTRY,
)
LOOP_FAILURES = Counter(
    "baqylau_loop_failures",
    "Failures after which a loop of this process continued; kind: world or fault of our own.",
    ("loop", "kind"),
    registry=REGISTRY,
)
LOOP_SILENCE = Gauge(
    "baqylau_loop_silence_seconds",
    "Time since a loop of this process last did some work or found nothing to do.",
    ("loop",),
    registry=REGISTRY,
)
DELIVERIES = Counter(
    "baqylau_deliveries",
    "Attempts of this process to deliver a message, by kind of event and result.",
    ("kind", "result"),
    registry=REGISTRY,
)
DELIVERY_SECONDS = Histogram(
    "baqylau_delivery_seconds",
    "Time from the event until its receiver took the message.",
    buckets=_BUCKETS,
    registry=REGISTRY,
)
