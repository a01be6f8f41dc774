"""The compose file and the Dockerfile as an engine would have them, checked without one."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from baqylau.settings import Settings

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


def test_hadolint_has_no_word_against_the_dockerfile() -> None:
    assert run(TOOLS / "hadolint", ROOT / "Dockerfile") == ""


def test_everything_that_is_needed_is_there() -> None:
    assert {"redis", "postgres", "migrate", "crawler", "workers", "dashboard"} <= SERVICES.keys()
    assert {"metrics", "storage"} == {
        profile for x in SERVICES.values() for profile in x.get("profiles", ())
    }
    assert "version" not in COMPOSE


@pytest.mark.parametrize("name", SERVICES)
def test_nobody_has_more_rights_than_needed(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert "container_name" not in service  # it forbids replicas
    assert not service.get("privileged")
    assert "docker.sock" not in str(service)
    assert re.fullmatch(r"[\w./-]+:[\w.-]*\d[\w.-]*", service["image"]), "a version is pinned"


@pytest.mark.parametrize("name", OURS)
def test_our_own_run_from_one_image_as_nobody(name: str) -> None:
    service = OURS[name]
    assert len({x["image"] for x in OURS.values()}) == 1
    assert service["user"] == "10001:10001"
    assert service["init"] is True
    assert set(service["environment"]) <= {f"BAQYLAU_{x.upper()}" for x in Settings.model_fields}


@pytest.mark.parametrize("name", LASTING)
def test_what_lasts_is_watched_limited_restarted_and_its_log_rotated(name: str) -> None:
    service = LASTING[name]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert {"memory", "cpus"} <= service["deploy"]["resources"]["limits"].keys()
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}


def test_doors_are_open_on_loopback_alone_and_none_to_the_servers() -> None:
    doors = {name: x["ports"] for name, x in SERVICES.items() if "ports" in x}
    assert doors.keys() == {"dashboard", "prometheus"}
    assert all(door.startswith("127.0.0.1:") for some in doors.values() for door in some)


def test_redis_and_postgres_want_passwords_from_files() -> None:
    assert "--requirepass" in str(SERVICES["redis"]["command"])
    assert (
        SERVICES["postgres"]["environment"]["POSTGRES_PASSWORD_FILE"]
        == "/run/secrets/postgres_password"
    )
    assert {"noeviction", "--appendonly yes"} <= set(
        re.findall(r"noeviction|--appendonly yes", str(SERVICES["redis"]["command"]))
    )
    text = FILE.read_text(encoding="utf-8")
    assert not re.search(
        r"(password|secret)\s*[:=]\s*[\"']?[a-z0-9]{6,}\b",
        text.replace("_password", ""),
        re.IGNORECASE,
    )


def test_every_secret_is_a_file_that_make_secrets_writes() -> None:
    recipe = re.search(
        r"^secrets:.*?(?=^\S)",
        (ROOT / "Makefile").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    assert recipe
    written = set(re.findall(r"write\('(\w+)'", recipe[0]))
    assert {x["file"].removeprefix("./secrets/") for x in COMPOSE["secrets"].values()} == written
    assert "/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8")


def test_work_waits_for_the_tables() -> None:
    for name in ("crawler", "workers", "dashboard"):
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
        assert set(service.get("secrets", ())) <= COMPOSE["secrets"].keys()
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
