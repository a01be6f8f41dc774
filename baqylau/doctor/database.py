"""The doctor's checks of the database: its schema, pages and clock, who may sign in, and the work
and messages that wait in it. The settings come in, results go out.
"""

from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

from baqylau import alerts
from baqylau.accounts import addresses
from baqylau.alerts import mail
from baqylau.doctor.results import CheckResult, Grade, fine
from baqylau.errors import ConfigurationError
from baqylau.settings import Settings
from baqylau.store import accounts, connect, deliveries, schema, soundness
from baqylau.store.dialect.db_clock import clock_skew, db_now
from baqylau.store.jobs import SET_ASIDE
from baqylau.store.queries.pipeline_metrics import measure

_CLOCKS = timedelta(seconds=5)  # NTP keeps machines within milliseconds
_UNDELIVERED = timedelta(minutes=15)  # a message that is due for so long is sent by nobody
_WAITED = timedelta(hours=1)  # a job that is due for so long has no workers
_READING = 20.0  # seconds of quick_check, enough for some 5 GB in memory; a person is waiting
_EVERYBODY = 2**24  # addresses: no network of proxies is as large
_OLDEST_POSTGRES = 130000  # server_version_num: the oldest with the features that the tests use


def check(settings: Settings) -> Iterator[CheckResult]:
    engine = connect.connect(settings.database_address, make=False)
    try:
        if not connect.is_embedded(engine):
            yield _postgres(connect.server_version(engine))
        found = schema.revision(engine)
        if found != schema.newest():
            yield CheckResult(
                Grade.BAD,
                f"database: at revision {found or 'none'}, this version needs {schema.newest()}",
                "run `baqylau migrate`"
                if schema.is_known(found)
                else "install the newer release that was here, or restore the backup before it",
            )
            return
        yield fine(f"database: {engine.name} at revision {found}")
        if connect.is_embedded(engine):
            yield from _sound(engine)
        yield from _accounts(engine, settings)
        yield _clock(clock_skew(engine))
        yield from _work(engine)
        yield from _deliveries(engine, settings)
    finally:
        engine.dispose()


def _sound(engine: Any) -> Iterator[CheckResult]:
    try:
        found = soundness.damage(engine, _READING)
    except soundness.TimeLimitReached:
        yield CheckResult(
            Grade.NOTE,
            f"database: no damage found in {_READING:.0f} s of quick_check; the rest was not read",
            "`baqylau verify` reads all of it, and continues after it was stopped",
        )
        return
    if found:
        yield CheckResult(Grade.BAD, f"database: damaged ({found[0]})", soundness.REMEDY)
    else:
        yield fine("database: quick_check found no damaged page")


def _accounts(engine: Any, settings: Settings) -> Iterator[CheckResult]:
    """Who may open the dashboard."""
    asks = settings.accounts or bool(settings.proxy_header) or accounts.exist(engine)
    if not asks and not addresses.is_loopback(settings.dashboard_host):
        yield CheckResult(
            Grade.BAD,
            f"accounts: none, and others can reach {settings.dashboard_host}",
            "set BAQYLAU_ACCOUNTS=true and run `baqylau accounts link`, or listen on 127.0.0.1;"
            " until then the dashboard does not start",
        )
    elif not asks and _names_of_others(settings):
        yield CheckResult(
            Grade.NOTE,
            f"accounts: none, and the dashboard answers to {', '.join(_names_of_others(settings))}",
            "whoever a proxy lets through may read and change everything: make accounts"
            " (docs/accounts.md)",
        )
    if accounts.exist(engine) and not accounts.administrators(engine):
        yield CheckResult(
            Grade.BAD,
            "accounts: no administrator can sign in",
            "`baqylau accounts role LOGIN admin`, or `baqylau accounts reset LOGIN` for a new link",
        )
    wide = [x for x in settings.trusted_proxies if ip_network(x).num_addresses >= _EVERYBODY]
    if wide:
        yield CheckResult(
            Grade.BAD,
            f"trusted_proxies: {wide[0]} trusts whoever connects",
            "name the addresses of your own proxies",
        )


def _names_of_others(settings: Settings) -> list[str]:
    return [x for x in settings.dashboard_names if not addresses.is_loopback(x)]


def _postgres(version: int) -> CheckResult:
    words = f"database: PostgreSQL {version // 10000}"
    return (
        fine(words)
        if version >= _OLDEST_POSTGRES
        else CheckResult(Grade.BAD, words, "use PostgreSQL 13 or later")
    )


def _clock(ahead: timedelta) -> CheckResult:
    words = f"clock: {ahead.total_seconds():+.1f} s against the database's"
    if abs(ahead) <= _CLOCKS:
        return fine(words)
    return CheckResult(
        Grade.BAD,
        words,
        "set this machine's clock by NTP: it gives the times of fetches, and Redis treats late"
        " workers as dead",
    )


def _work(engine: Any) -> Iterator[CheckResult]:
    found = measure(engine, db_now(engine))
    for stage, waited in found.waiting.items():
        if waited > _WAITED:
            yield CheckResult(
                Grade.BAD,
                f"work: a {stage} job has been due for {waited}",
                "start more workers, or see in /health why the running ones do nothing",
            )
    aside = sum(by[SET_ASIDE] for by in found.jobs.values())
    if aside:
        yield CheckResult(
            Grade.NOTE,
            f"work: {aside} jobs are set aside",
            "`baqylau jobs list` says why, `baqylau jobs retry` tries again",
        )
    yield fine(f"work: {sum(by['pending'] for by in found.jobs.values())} jobs pending")


def _deliveries(engine: Any, settings: Settings) -> Iterator[CheckResult]:
    try:
        mail.required(settings)
        channels = alerts.channels_by_name(settings)
    except ConfigurationError as wrong:
        yield CheckResult(Grade.BAD, f"messages: {wrong}", "correct the setting that is named")
        return
    since = deliveries.oldest_due(engine, db_now(engine))
    if since is not None and db_now(engine) - since > _UNDELIVERED:
        yield CheckResult(
            Grade.BAD,
            f"messages: one has been due for {db_now(engine) - since}",
            "start `baqylau deliver`, or workers with BAQYLAU_DELIVER=true",
        )
    found = deliveries.counts(engine)
    if lost := found.get(deliveries.GIVEN_UP):
        yield CheckResult(
            Grade.NOTE,
            f"messages: {lost} were given up",
            "`baqylau watch log --state given_up` says why, `baqylau watch replay` sends again",
        )
    waiting = found.get(deliveries.PENDING, 0)
    yield fine(f"messages: {waiting} waiting, {len(channels)} channels in the settings")
