"""Checks of the compose file and the Dockerfile, without a container engine."""

import hashlib
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from baqylau.settings import Settings
from baqylau.store.roles import Service

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docker-compose.yml"
COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: x for name, x in SERVICES.items() if x["image"].startswith("baqylau:")}
LASTING = {name: x for name, x in SERVICES.items() if name != "migrate"}
TOOLS = Path(sys.executable).parent


def run(*command: str | Path) -> str:
    done = subprocess.run(
        list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_file_follows_the_compose_specification() -> None:
    assert run(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", FILE) == ""


def test_hadolint_finds_no_fault_in_the_dockerfile() -> None:
    assert run(TOOLS / "hadolint", ROOT / "Dockerfile") == ""


def test_everything_that_is_needed_is_there() -> None:
    assert {"redis", "postgres", "migrate", "crawler", "workers", "dashboard"} <= SERVICES.keys()
    assert {"metrics", "storage"} == {
        profile for x in SERVICES.values() for profile in x.get("profiles", ())
    }
    assert "version" not in COMPOSE


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_has_more_rights_than_needed(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert "container_name" not in service  # it forbids replicas
    assert not service.get("privileged")
    assert "docker.sock" not in str(service)
    assert re.fullmatch(r"[\w./-]+:[\w.-]*\d[\w.-]*", service["image"]), "a version is pinned"


@pytest.mark.parametrize("name", OURS)
def test_our_services_run_from_one_image_as_an_ordinary_user(name: str) -> None:
    service = OURS[name]
    assert len({x["image"] for x in OURS.values()}) == 1
    assert service["user"] == "10001:10001"
    assert service["init"] is True
    assert set(service["environment"]) <= {f"BAQYLAU_{x.upper()}" for x in Settings.model_fields}


@pytest.mark.parametrize("name", LASTING)
def test_lasting_services_have_health_checks_limits_restarts_and_log_rotation(name: str) -> None:
    service = LASTING[name]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert {"memory", "cpus"} <= service["deploy"]["resources"]["limits"].keys()
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}


def test_ports_are_published_on_loopback_only_and_none_of_the_servers() -> None:
    published = {name: x["ports"] for name, x in SERVICES.items() if "ports" in x}
    assert published.keys() == {"dashboard", "prometheus"}
    assert all(x.startswith("127.0.0.1:") for ports in published.values() for x in ports)


def test_redis_and_postgres_want_passwords_from_files_and_none_is_in_a_command_line() -> None:
    assert SERVICES["redis"]["command"] == ["valkey-server", "/etc/valkey.conf"]
    assert "./deploy/valkey.conf:/etc/valkey.conf:ro" in SERVICES["redis"]["volumes"]
    conf = (ROOT / "deploy/valkey.conf").read_text(encoding="utf-8").splitlines()
    assert {
        "aclfile /run/secrets/redis_acl",
        "appendonly yes",
        "maxmemory-policy noeviction",
    } <= set(conf)
    assert (
        SERVICES["postgres"]["environment"]["POSTGRES_PASSWORD_FILE"]
        == "/run/secrets/postgres_password"
    )
    for service in SERVICES.values():
        commands = str([service.get(x) for x in ("command", "entrypoint", "healthcheck")])
        assert "/run/secrets/" not in commands.replace("--roles', '/run/secrets'", "").replace(
            "-s3.config=/run/secrets/storage_access", ""
        )
        assert not re.search(r"requirepass|--pass\b|PASSWORD=", commands)
    text = FILE.read_text(encoding="utf-8")
    assert not re.search(
        r"(password|secret)\s*[:=]\s*[\"']?[a-z0-9]{6,}\b",
        re.sub(r"\w*(_password|_secret)\b", "", text),
        re.IGNORECASE,
    )


ROLES = ("crawler", "workers", "delivery", "dashboard")
READ_BY = {
    "redis": {"redis_acl"},
    "postgres": {"postgres_password"},
    "storage": {"storage_access"},
    "prometheus": set(),
    "migrate": {
        "migrate_database",
        "migrate_archive_key",
        "migrate_archive_secret",
        *(f"{x}_database" for x in ROLES),
    },
    **{
        x: {f"{x}_database", f"{x}_queue", f"{x}_archive_key", f"{x}_archive_secret"} for x in ROLES
    },
}
READ_BY["workers"] |= {"workers_llm_key"}
READ_BY["delivery"] |= {
    f"delivery_{x}"
    for x in ("alert_webhook", "alert_key", "alert_apprise", "mail_password", "telegram_token")
}
NETWORKS = {
    "redis": {"queue"},
    "postgres": {"database"},
    "storage": {"storage"},
    "migrate": {"database", "storage"},
    "crawler": {"database", "queue", "storage", "metrics", "egress"},
    "workers": {"database", "queue", "storage", "metrics"},
    "delivery": {"database", "queue", "storage", "metrics", "egress"},
    "dashboard": {"database", "queue", "storage", "metrics", "published"},
    "prometheus": {"metrics", "published"},
}


def secrets_of(service: dict[str, Any]) -> dict[str, str]:
    """The name a secret has in the container, by the secret."""
    given = service.get("secrets", ())
    return {
        x if isinstance(x, str) else x["source"]: x if isinstance(x, str) else x["target"]
        for x in given
    }


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_reads_its_own_secrets_and_no_others(name: str) -> None:
    assert secrets_of(SERVICES[name]).keys() == READ_BY[name]


@pytest.mark.parametrize("name", OURS)
def test_a_secret_has_the_name_of_its_setting(name: str) -> None:
    for secret, target in secrets_of(OURS[name]).items():
        if secret != target:
            assert secret.startswith(f"{name}_")
            assert target == f"baqylau_{secret.removeprefix(f'{name}_')}"
            assert target.removeprefix("baqylau_") in Settings.model_fields
            assert target.upper() not in OURS[name]["environment"], "the environment wins"
        else:  # whose roles are made, and no setting of the one who makes them
            assert name == "migrate"
            assert not secret.startswith("baqylau_")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_in_the_networks_it_needs_and_two_alone_have_the_internet(
    name: str,
) -> None:
    assert set(SERVICES[name]["networks"]) == NETWORKS[name]
    networks = COMPOSE["networks"]
    leads_out = {
        x
        for x in NETWORKS[name]
        if not (networks[x] or {}).get("internal")
        and (networks[x] or {})
        .get("driver_opts", {})
        .get("com.docker.network.bridge.enable_ip_masquerade")
        != "false"
    }
    assert leads_out == ({"egress"} if name in ("crawler", "delivery") else set())
    assert ("ports" in SERVICES[name]) == ("published" in NETWORKS[name])


def test_migrate_owns_the_tables_and_makes_the_roles_of_the_others() -> None:
    assert SERVICES["migrate"]["command"] == ["migrate", "--roles", "/run/secrets"]
    assert {x.value for x in Service} == set(ROLES)


def test_every_setting_of_a_worker_or_crawler_that_is_documented_is_passed_through() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    passed = {x for service in OURS.values() for x in service["environment"]}
    for name in re.findall(r"BAQYLAU_\w+", (ROOT / "docs/deploy.md").read_text(encoding="utf-8")):
        setting = name.removeprefix("BAQYLAU_").lower()
        if setting in Settings.model_fields and setting.startswith(("keep_", "llm_", "clean_")):
            assert name in passed | {"BAQYLAU_KEEP_MODES", "BAQYLAU_LLM_KEY"}, name
    for name in passed:
        assert name in example or name.startswith("BAQYLAU_METRICS_") or name.endswith("_HOST"), (
            name
        )


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The folder as `make secrets` makes it."""
    folder = tmp_path / "secrets"
    script = ROOT / "deploy/make_secrets.py"
    done = subprocess.run([sys.executable, str(script), str(folder)], check=False)
    assert done.returncode == (0 if os.geteuid() == 0 else 1)
    return folder


def test_every_secret_is_a_file_that_make_secrets_writes(made: Path) -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "deploy/make_secrets.py secrets" in recipe
    declared = {x["file"].removeprefix("./secrets/") for x in COMPOSE["secrets"].values()}
    assert declared == {x.name for x in made.iterdir()} == set(COMPOSE["secrets"])
    assert "/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8")


def test_secrets_are_their_readers_alone(made: Path) -> None:
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert {stat.S_IMODE(x.stat().st_mode) for x in made.iterdir()} == {0o600}
    if os.geteuid() == 0:  # only root can change the owner of a file
        user = int(next(iter(OURS.values()))["user"].partition(":")[0])
        assert f"useradd --uid {user}" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
        for service in OURS.values():
            assert {(made / x).stat().st_uid for x in secrets_of(service)} == {user}
        redis = int(SERVICES["redis"]["user"].partition(":")[0])
        assert (made / "redis_acl").stat().st_uid == redis


def test_the_secrets_fit_each_other_and_no_two_services_share_one(made: Path) -> None:
    content = {x.name: x.read_text(encoding="utf-8") for x in made.iterdir()}
    assert content["migrate_database"].endswith(f":{content['postgres_password']}@postgres/baqylau")
    passwords = [
        urlsplit(content[f"{x}_{y}"]).password for x in ROLES for y in ("database", "queue")
    ]
    passwords += [content[f"{x}_archive_secret"] for x in (*ROLES, "migrate")]
    assert len({*passwords, content["postgres_password"]}) == len(passwords) + 1
    for x in ROLES:
        password = str(urlsplit(content[f"{x}_queue"]).password)
        assert (
            f"user {x} on #{hashlib.sha256(password.encode()).hexdigest()} " in content["redis_acl"]
        )
        assert password not in content["redis_acl"]
    known = {
        y["accessKey"]: y["secretKey"]
        for x in json.loads(content["storage_access"])["identities"]
        for y in x["credentials"]
    }
    assert known == {
        content[f"{x}_archive_key"]: content[f"{x}_archive_secret"] for x in (*ROLES, "migrate")
    }


def test_made_again_every_secret_keeps_its_words_and_an_earlier_releases_are_taken_over(
    made: Path,
) -> None:
    for x in made.iterdir():
        if x.name not in {"postgres_password", "storage_access"}:
            x.unlink()
    (made / "baqylau_archive_secret").write_text("from before", encoding="utf-8")
    (made.parent / ".env").write_text("BAQYLAU_ALERT_WEBHOOK=https://h/x\n", encoding="utf-8")
    owner = (made / "postgres_password").read_text(encoding="utf-8")
    script = ROOT / "deploy/make_secrets.py"
    result = subprocess.run(
        [sys.executable, str(script), str(made)], check=False, capture_output=True, text=True
    )
    assert "remove them: baqylau_archive_secret" in result.stdout
    first = {x.name: x.read_text(encoding="utf-8") for x in made.iterdir()}
    assert first["postgres_password"] == owner
    assert first["workers_archive_secret"] == "from before"
    assert first["delivery_alert_webhook"] == "https://h/x"
    subprocess.run([sys.executable, str(script), str(made)], check=False, capture_output=True)
    assert {x.name: x.read_text(encoding="utf-8") for x in made.iterdir()} == first


def test_work_waits_for_the_tables() -> None:
    for name in ROLES:
        assert SERVICES[name]["depends_on"]["migrate"] == {
            "condition": "service_completed_successfully"
        }
    assert SERVICES["migrate"]["restart"] == "no"


def test_a_worker_is_given_more_time_to_end_than_it_takes() -> None:
    from workers.run import _DRAINING

    longest = max(Settings().clean_timeout, Settings().facts_timeout) + _DRAINING
    assert int(SERVICES["workers"]["stop_grace_period"].removesuffix("s")) > longest.total_seconds()


def test_every_variable_is_explained_in_the_example() -> None:
    used = set(re.findall(r"\$\{(BAQYLAU_\w+)", FILE.read_text(encoding="utf-8")))
    assert used - {"BAQYLAU_ARCHIVE_REGION"} <= set(
        re.findall(r"BAQYLAU_\w+", (ROOT / ".env.example").read_text(encoding="utf-8"))
    )


def test_volumes_and_secrets_that_are_named_are_declared() -> None:
    for service in SERVICES.values():
        assert secrets_of(service).keys() <= COMPOSE["secrets"].keys()
        assert set(service["networks"]) <= COMPOSE["networks"].keys()
        named = {x.partition(":")[0] for x in service.get("volumes", ())}
        assert {x for x in named if not x.startswith(".")} <= COMPOSE["volumes"].keys()


def test_the_image_holds_every_room_and_nothing_else() -> None:
    copied = set(
        re.findall(
            r"^COPY (\w+) /opt", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    assert copied == {"baqylau", "crawler", "workers", "dashboard", "console", "press", "outlets"}
    listed = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert listed[0] == "*"
    assert {f"!{x}" for x in copied} <= set(listed)
