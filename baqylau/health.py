"""A small HTTP server in each process: requests come in, `/health` answers whether the process is
well and why not, `/metrics` with its figures.

It runs only where `metrics_port` is set, on loopback unless `metrics_host` is set. The process that
serves the dashboard also shows figures of the whole deployment, read from the database at most
every few seconds.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from baqylau import metrics, queue
from baqylau.app import App
from baqylau.errors import ConfigurationError
from baqylau.loops import LoopStatus
from baqylau.settings import Settings
from baqylau.store import deliveries
from baqylau.store.connect import busy_as_try_later
from baqylau.store.dialect.db_clock import clock_skew, db_now
from baqylau.store.queries.pipeline_metrics import PipelineMetrics, measure

_FRESH = 10.0  # seconds for which figures of the database are cached
_SHARES = (0.5, 0.9, 0.99)


@dataclass(frozen=True, slots=True)
class HealthStatus:
    """Whether the process does its work; `why` is for a person."""

    well: bool
    why: str


def verdict_of(records: Sequence[LoopStatus], well: str) -> HealthStatus:
    """Well, with the text `well`, where every loop makes progress; else which loops do not."""
    troubles = [x for x in (record.trouble() for record in records) if x]
    return HealthStatus(False, "; ".join(troubles)) if troubles else HealthStatus(True, well)


class DatabaseMetrics(Collector):
    """Figures of the whole deployment, from its database."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.record = LoopStatus("figures", timedelta(seconds=_FRESH))
        self._cached: tuple[float, PipelineMetrics] | None = None

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            with busy_as_try_later():
                found, ahead = self._measured(), clock_skew(self.app.engine)
        except Exception as wrong:  # noqa: BLE001  (this process' own figures are still served)
            metrics.STORE_AWAY.inc()
            self.record.failed(wrong)
            return
        self.record.progressed()
        yield _family(
            "baqylau_pages",
            "Pages fetched, by outcome.",
            ("outcome",),
            {(k,): v for k, v in found.pages.items()},
        )
        yield from self._jobs(found)
        yield from self._single(
            "baqylau_lease_age_seconds",
            "Age of the oldest lease.",
            _age(found.lease_left, self.app.settings.lease),
        )
        yield from self._single(
            "baqylau_queue_depth",
            "Messages in the queue, those under way included.",
            queue.depth(self.app.broker),
        )
        yield from self._single(
            "baqylau_clock_ahead_seconds",
            "How far this clock runs ahead of the database's.",
            ahead.total_seconds(),
        )
        yield self._deliveries()
        delays = {
            (str(share),): delay.total_seconds()
            for share in _SHARES
            if (delay := found.delay(share)) is not None
        }
        yield _family(
            "baqylau_printed_to_searchable_seconds",
            "Delay of the last day's articles, by quantile.",
            ("quantile",),
            delays,
        )

    @staticmethod
    def _jobs(found: PipelineMetrics) -> Iterator[GaugeMetricFamily]:
        states = {
            (str(stage), state): count
            for stage, by in found.jobs.items()
            for state, count in by.items()
        }
        yield _family("baqylau_jobs", "Jobs, by stage and state.", ("stage", "state"), states)
        waiting = {(str(stage),): age.total_seconds() for stage, age in found.waiting.items()}
        yield _family(
            "baqylau_oldest_due_seconds",
            "Age of the oldest job that is due.",
            ("stage",),
            waiting,
        )

    def _deliveries(self) -> GaugeMetricFamily:
        return _family(
            "baqylau_deliveries_rows",
            "Messages in the outbox and its log, by state.",
            ("state",),
            {(k,): v for k, v in deliveries.counts(self.app.engine).items()},
        )

    def _measured(self) -> PipelineMetrics:
        if self._cached is None or time.monotonic() - self._cached[0] > _FRESH:
            self._cached = time.monotonic(), measure(self.app.engine, db_now(self.app.engine))
        return self._cached[1]

    @staticmethod
    def _single(name: str, meaning: str, value: float | None) -> Iterator[GaugeMetricFamily]:
        if value is not None:
            yield GaugeMetricFamily(name, meaning, value=value)


def _family(
    name: str, meaning: str, labels: tuple[str, ...], values: Mapping[Any, float]
) -> GaugeMetricFamily:
    made = GaugeMetricFamily(name, meaning, labels=labels)
    for given, value in values.items():
        made.add_metric(given, value)
    return made


def _age(left: timedelta | None, lease: timedelta) -> float | None:
    return None if left is None else (lease - left).total_seconds()


@contextmanager
def serving_health(
    settings: Settings, verdict: Callable[[], HealthStatus], whole: App | None = None
) -> Iterator[str | None]:
    """Serves `/health` and `/metrics` inside the block; yields the address, None where no port is
    set. With `whole`, the figures of the deployment are served too.

    Raises `ConfigurationError` where the port is taken.
    """
    if settings.metrics_port is None:
        yield None
        return
    registry = CollectorRegistry(auto_describe=False)
    registry.register(metrics.REGISTRY)
    if whole is not None:
        registry.register(DatabaseMetrics(whole))
    server = _listen(settings, _handler(registry, verdict))
    thread = Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.2}, name="health", daemon=True
    )
    thread.start()
    try:
        yield f"http://{settings.metrics_host}:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _listen(settings: Settings, handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    where = (settings.metrics_host, settings.metrics_port or 0)
    try:
        return ThreadingHTTPServer(where, handler)
    except OSError as wrong:
        raise ConfigurationError(
            f"setting metrics_port: {where[0]}:{where[1]} cannot be opened ({wrong.strerror}); give"
            " another"
        ) from wrong


def _safely(verdict: Callable[[], HealthStatus]) -> HealthStatus:
    try:
        return verdict()
    except Exception as wrong:  # noqa: BLE001  (the failure is the answer)
        return HealthStatus(
            False, f"its health cannot be determined: {type(wrong).__name__}: {wrong}"
        )


def _handler(
    registry: CollectorRegistry, verdict: Callable[[], HealthStatus]
) -> type[BaseHTTPRequestHandler]:
    class HealthHandler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/metrics":
                self._respond(200, CONTENT_TYPE_LATEST, generate_latest(registry))
            elif self.path == "/health":
                found = _safely(verdict)
                self._respond(
                    200 if found.well else 503,
                    "application/json",
                    json.dumps({"well": found.well, "why": found.why}).encode(),
                )
            else:
                self._respond(404, "text/plain", b"/health or /metrics\n")

        def _respond(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            for name, value in (("Content-Type", kind), ("Content-Length", str(len(body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Requests are not logged: a scrape comes every few seconds."""

    return HealthHandler
