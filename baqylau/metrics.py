"""What one process counts of its own work, in Prometheus' words; `baqylau.health` shows it to
whoever asks.

>>> STAGE_SECONDS.labels("clean", "done").observe(0.02)
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()
"""This process' own figures; those of the whole house are read from the database when somebody
asks.
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
    "Time from the claim of a job to what was said of it.",
    ("stage", "result"),
    buckets=_BUCKETS,
    registry=REGISTRY,
)
PAGES_KEPT = Counter(
    "baqylau_pages_kept", "Pages this crawler kept.", ("outlet", "fresh"), registry=REGISTRY
)
STORE_AWAY = Counter(
    "baqylau_store_away", "Times the database or the archive did not answer.", registry=REGISTRY
)
QUEUE_AWAY = Counter("baqylau_queue_away", "Times the queue did not answer.", registry=REGISTRY)
EXPIRED = Counter(
    "baqylau_leases_expired",
    "Jobs whose worker died or was too slow, as this relay found them.",
    registry=REGISTRY,
)
LOOP_FAILURES = Counter(
    "baqylau_loop_failures",
    "Times a loop of this process failed and went on: the world was away, or a fault of ours.",
    ("loop", "kind"),
    registry=REGISTRY,
)
LOOP_SILENCE = Gauge(
    "baqylau_loop_silence_seconds",
    "Time since a loop of this process last got something done or found nothing to do.",
    ("loop",),
    registry=REGISTRY,
)
