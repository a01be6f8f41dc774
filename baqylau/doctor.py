"""Checks a deployment: the settings come in, results go out, each with what to do.

>>> [x.what for x in examine(settings.load()) if x.grade is Grade.BAD]
['database: at revision none, this version needs 0001']
"""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from uuid import uuid4

from baqylau import alerts, queue, registry
from baqylau.accounts import addresses
from baqylau.alerts import mail
from baqylau.app import open_archive
from baqylau.archive import Archive
from baqylau.errors import BaqylauError, ConfigurationError, TryLater
from baqylau.settings import HOW_TO_CONTACT, Settings
from baqylau.store import accounts, connect, deliveries, schema, soundness
from baqylau.store.connect import busy_as_try_later
from baqylau.store.dialect.db_clock import clock_skew, db_now
from baqylau.store.jobs import SET_ASIDE
from baqylau.store.queries.pipeline_metrics import measure

_CLOCKS = timedelta(seconds=5)  # NTP keeps machines within milliseconds
_UNDELIVERED = timedelta(minutes=15)  # a message that is due for so long is sent by nobody
_WAITED = timedelta(hours=1)  # a job that is due for so long has no workers
_READING = 20.0  # seconds of quick_check, enough for some 5 GB in memory; a person is waiting
_ROOM = 2 * 2**30  # bytes; a day of a hundred outlets takes about a tenth of this
_EVERYBODY = 2**24  # addresses: no network of proxies is as large
_OLDEST_POSTGRES = 130000  # server_version_num: the oldest with the features that the tests use


class Grade(StrEnum):
    """`fine` needs nothing, `note` is worth knowing, `bad` needs action."""

    FINE = "fine"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What was checked, and where it is not fine, what to do."""

    grade: Grade
    what: str
    remedy: str = ""


def examine(settings: Settings) -> Iterator[CheckResult]:
    """Every result, one by one. Nothing is changed; the archive holds a test body for a moment."""
    yield _fine(f"Python {sys.version.split()[0]}")
    yield from _settings(settings)
    for name, check in (
        ("outlets", _outlets),
        ("archive", _archive),
        ("queue", _queue),
        ("database", _database),
    ):
        yield from _guarded(name, check, settings)


def _guarded(
    name: str, check: Callable[[Settings], Iterator[CheckResult]], settings: Settings
) -> Iterator[CheckResult]:
    try:
        with busy_as_try_later(), soundness.damage_reported():
            yield from check(settings)
    except soundness.DamagedDatabase as wrong:
        yield CheckResult(Grade.BAD, f"{name}: {wrong.__cause__ or wrong}", soundness.REMEDY)
    except BaqylauError as wrong:
        yield CheckResult(
            Grade.BAD, f"{name}: {wrong}", "repair what the message names, then run doctor again"
        )
    except queue.AWAY as wrong:
        yield CheckResult(Grade.BAD, f"{name}: {wrong}", "start it, or correct BAQYLAU_QUEUE")


def _settings(settings: Settings) -> Iterator[CheckResult]:
    if not settings.contact:
        yield CheckResult(
            Grade.NOTE,
            "contact is empty",
            f"{HOW_TO_CONTACT}; without it no public outlet is visited",
        )
    longest = max(settings.clean_timeout, settings.facts_timeout)
    if settings.lease <= longest:
        yield CheckResult(
            Grade.BAD,
            f"lease {settings.lease} is no longer than the longest reading, {longest}",
            "raise BAQYLAU_LEASE, else jobs are done twice",
        )
    else:
        yield _fine(f"lease {settings.lease} outlasts the longest reading, {longest}")
    data = settings.data.resolve()
    if data.exists() and not _writable(data):
        yield CheckResult(
            Grade.BAD,
            f"data folder {data} cannot be written",
            "make the user that the processes run as its owner",
        )


def _outlets(settings: Settings) -> Iterator[CheckResult]:
    if not settings.outlets.is_dir():
        yield CheckResult(
            Grade.BAD,
            f"outlets: no folder {settings.outlets}",
            "set BAQYLAU_OUTLETS to the folder of outlet files",
        )
        return
    known = registry.load(settings.outlets)
    yield _fine(f"outlets: {sum(x.enabled for x in known.values())} enabled of {len(known)}")


def _archive(settings: Settings) -> Iterator[CheckResult]:
    archive = open_archive(settings)
    _probe(archive)
    yield _fine(f"archive: {settings.archive_address} can store, read and delete")
    scheme, _, path = settings.archive_address.partition(":")
    if scheme == "file":
        yield _room(Path(path.removeprefix("//")))


def _probe(archive: Archive) -> None:
    body = f"a probe of baqylau doctor, {uuid4().hex}".encode()
    name = archive.put(body)
    if archive.get(name) != body or not archive.delete(name) or archive.has(name):
        raise TryLater("a body that was stored in the archive could not be read back unchanged")


def _room(folder: Path) -> CheckResult:
    free = shutil.disk_usage(folder).free
    words = f"archive: {free / 2**30:.1f} GiB free"
    return (
        _fine(words)
        if free > _ROOM
        else CheckResult(
            Grade.BAD, words, "make room, or set BAQYLAU_KEEP_BODIES to delete old raw pages"
        )
    )


def _queue(settings: Settings) -> Iterator[CheckResult]:
    broker = queue.connect(settings.queue)
    try:
        server = queue.examine(broker)
        yield from _fine_in_process() if server is None else _redis(server, settings)
    finally:
        queue.close(broker)


def _fine_in_process() -> Iterator[CheckResult]:
    yield _fine("queue: in this process")


def _redis(server: dict[str, Any], settings: Settings) -> Iterator[CheckResult]:
    yield _fine(
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


def _database(settings: Settings) -> Iterator[CheckResult]:
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
        yield _fine(f"database: {engine.name} at revision {found}")
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
        yield _fine("database: quick_check found no damaged page")


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
        _fine(words)
        if version >= _OLDEST_POSTGRES
        else CheckResult(Grade.BAD, words, "use PostgreSQL 13 or later")
    )


def _clock(ahead: timedelta) -> CheckResult:
    words = f"clock: {ahead.total_seconds():+.1f} s against the database's"
    if abs(ahead) <= _CLOCKS:
        return _fine(words)
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
    yield _fine(f"work: {sum(by['pending'] for by in found.jobs.values())} jobs pending")


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
    yield _fine(f"messages: {waiting} waiting, {len(channels)} channels in the settings")


def _writable(folder: Path) -> bool:
    probe = folder / f".probe-{uuid4().hex}"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def _fine(what: str) -> CheckResult:
    return CheckResult(Grade.FINE, what)
