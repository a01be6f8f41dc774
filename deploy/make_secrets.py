"""Makes the file secrets of docker-compose.yml: a folder comes in; afterwards it holds every
secret, with mode 0600 and owned by the user whose container reads it. Needs only the standard
library.

    python3 deploy/make_secrets.py [secrets]

An existing secret is not changed, so it may be run again: after a new release, and as root after it
was run as another user, who cannot change owners. Exit status 1 where an owner is still wrong.
"""

import hashlib
import json
import os
import secrets
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

OURS, REDIS, POSTGRES, STORAGE = 10001, 999, 70, 0
"""The users of the images: ours (Dockerfile), valkey:8.1-alpine, postgres:16-alpine, seaweedfs."""
SERVICES = ("crawler", "workers", "delivery", "dashboard")
_TOLD_WITH = ("alert_webhook", "alert_key", "alert_apprise", "mail_password", "telegram_token")
"""What only the delivery service knows: where it may send to, and with which keys."""
_EARLIER = (
    *("redis_password", "baqylau_database", "baqylau_queue", "baqylau_archive_secret"),
    "workers_alert_webhook",
)
"""Secrets of release 0.1 that are no longer read."""
# What a service may do in Redis: use the keys of dramatiq (it gives its scripts "dramatiq" itself
# as their one key), and read the figures for `doctor` and /metrics.
_MAY = "~dramatiq ~dramatiq:* resetchannels &dramatiq:* +@all -@admin -@dangerous +info +keys"


def main(folder: Path) -> int:
    given = _of_env_file(folder.resolve().parent / ".env")
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    if os.geteuid() == 0 and "SUDO_UID" in os.environ:  # noqa: TID251  (no settings are read here)
        os.chown(folder, int(os.environ["SUDO_UID"]), int(os.environ["SUDO_GID"]))  # noqa: TID251
    wrong = [x for x, uid in _all(folder, given).items() if not _given(folder / x, uid)]
    stale = [x for x in _EARLIER if (folder / x).exists()]
    print(f"{folder}: each service has its secrets; keep them out of backups that others can read")
    if stale:
        print(f"no longer read, remove them: {' '.join(stale)}")
    if wrong:
        print(
            "These files do not belong to the users of their containers, who cannot read them yet:"
            f" {' '.join(wrong)}\nRun it once more as root: sudo make secrets"
        )
    return 1 if wrong else 0


def _all(folder: Path, given: Mapping[str, str]) -> dict[str, int]:
    """Makes missing secrets; returns the owner of each by its name."""
    owner = _keep(folder, "postgres_password", _new())
    _keep(folder, "migrate_database", _database("baqylau", owner))
    for service in SERVICES:
        _keep(folder, f"{service}_database", _database(f"baqylau_{service}", _new()))
    _queues(folder)
    _archives(folder, given)
    webhook = _read(folder / "workers_alert_webhook") or given.get("BAQYLAU_ALERT_WEBHOOK", "")
    for name in _TOLD_WITH:
        first = {"alert_webhook": webhook, "alert_key": _new()}.get(name, "")
        _keep(folder, f"delivery_{name}", first)
    _keep(folder, "workers_llm_key", "")
    return _users()


def _users() -> dict[str, int]:
    each = [f"{x}_{y}" for x in SERVICES for y in ("database", "queue")]
    keys = [f"{x}_archive_{y}" for x in ("migrate", *SERVICES) for y in ("key", "secret")]
    told = [f"delivery_{x}" for x in _TOLD_WITH]
    ours = ["migrate_database", *each, *keys, *told, "workers_llm_key"]
    others = {"postgres_password": POSTGRES, "redis_acl": REDIS, "storage_access": STORAGE}
    return dict.fromkeys(ours, OURS) | others


def _queues(folder: Path) -> None:
    """Makes an address for each service, and the list of Redis' users, which holds hashes."""
    lines = ["user default off", "user health on nopass resetkeys resetchannels -@all +ping"]
    for service in SERVICES:
        address = _keep(folder, f"{service}_queue", f"redis://{service}:{_new()}@redis:6379/0")
        password = address.partition("://")[2].rpartition("@")[0].partition(":")[2]
        hashed = hashlib.sha256(password.encode()).hexdigest()
        lines.append(f"user {service} on #{hashed} {_MAY}")
    _write(folder, "redis_acl", "\n".join(lines) + "\n")  # always written again, from the addresses


def _archives(folder: Path, given: Mapping[str, str]) -> None:
    """Makes a key for each service; the one key of release 0.1 is kept for all of them."""
    earlier = _read(folder / "baqylau_archive_secret")
    identities = []
    for service in ("migrate", *SERVICES):
        key = given.get("BAQYLAU_ARCHIVE_KEY") or "baqylau" if earlier else service
        key = _keep(folder, f"{service}_archive_key", key)
        secret = _keep(folder, f"{service}_archive_secret", earlier or _new())
        reader = ["Read", "List"]
        actions = {"migrate": ["Admin"], "dashboard": reader, "delivery": reader}
        identities.append(
            {
                "name": service,
                "actions": actions.get(service, ["Read", "Write", "List"]),
                "credentials": [{"accessKey": key, "secretKey": secret}],
            }
        )
    _keep(folder, "storage_access", json.dumps({"identities": identities}))


def _database(user: str, password: str) -> str:
    return f"postgresql://{user}:{password}@postgres/baqylau"


def _new() -> str:
    return secrets.token_hex(24)


def _keep(folder: Path, name: str, content: str) -> str:
    """The secret's content: the existing one, else `content`, which is written."""
    before = _read(folder / name)
    if before is None:
        _write(folder, name, content)
    return content if before is None else before


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8").strip() if path.exists() else None


def _write(folder: Path, name: str, content: str) -> None:
    """Writes the file whole or not at all: a container may be reading it."""
    aside = folder / f".{name}"
    aside.unlink(missing_ok=True)
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8") as file:
        file.write(content)
    aside.replace(folder / name)


def _given(path: Path, uid: int) -> bool:
    """Makes the file readable only by its reader; False where that needs root."""
    if os.geteuid() == 0:
        os.chown(path, uid, uid)
    if path.stat().st_uid in {os.geteuid(), uid}:
        path.chmod(0o600)
    found = path.stat()
    return (found.st_uid, stat.S_IMODE(found.st_mode)) == (uid, 0o600)


def _of_env_file(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    pairs = (x.partition("=") for x in lines if "=" in x and not x.lstrip().startswith("#"))
    return {name.strip(): value.strip().strip("'\"") for name, _, value in pairs}


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "secrets")))
    except PermissionError as refused:
        sys.exit(
            f"{refused.filename}: {refused.strerror}; the secrets already belong to the users"
            " of their containers: run it as root (sudo make secrets)"
        )
