"""Whatever setting holds a password and whatever is wrong with it: no command, log line or error
message shows the password or a part of it.
"""

import io
import logging
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from baqylau import alerts, app, logs, masking
from baqylau.alerts import apprise_services
from baqylau.errors import BaqylauError
from baqylau.settings import load
from console.main import cli

PASSWORDS = ("Hunter2Secret", "Hunter2/Sec#ret9@tail77?more88", "quo\"te77'd blank%2Fed99")
ARCHIVED = {"BAQYLAU_ARCHIVE": "s3://bucket", "BAQYLAU_ARCHIVE_ENDPOINT": "http://127.0.0.1:1"}
ASKED = {"BAQYLAU_LLM_ENDPOINT": "https://127.0.0.1:1/v1"}

WRONG: list[tuple[str, str, dict[str, str]]] = [
    ("database", "postgresql://u:{}@127.0.0.1:1/d", {}),
    ("database", "postgresql://127.0.0.1:1/d?user=u&password={}", {}),
    ("database", "mysql://u:{}@127.0.0.1/d", {}),
    ("database", "{}", {}),
    ("queue", "redis://:{}@127.0.0.1:1/0", {}),
    ("queue", "redis://127.0.0.1:1/0?password={}", {}),
    ("queue", "amqp://u:{}@127.0.0.1/", {}),
    ("queue", "{}", {}),
    ("archive", "ftp://u:{}@127.0.0.1/", {}),
    ("archive", "{}", {}),
    ("archive_endpoint", "http://u:{}@127.0.0.1:1", ARCHIVED),
    ("archive_endpoint", "{}", ARCHIVED),
    ("archive_secret", "{}", ARCHIVED | {"BAQYLAU_ARCHIVE_KEY": "k"}),
    ("archive_key", "{}", ARCHIVED | {"BAQYLAU_ARCHIVE_SECRET": "s"}),
    ("llm_endpoint", "ftp://u:{}@127.0.0.1/v1", {}),
    ("llm_endpoint", "https://u:{}@127.0.0.1:1/v1", {}),
    ("llm_endpoint", "https://127.0.0.1:1/v1?key={}", {}),
    ("llm_key", "{}", ASKED),
    ("alert_webhook", "ftp://127.0.0.1/{}", {}),
    ("alert_webhook", "http://127.0.0.1:1/hooks/{}", {}),
    ("alert_webhook", "{}", {}),
    ("alert_command", "/nowhere/tell --key={}", {}),
    ("alert_command", "/nowhere/tell '{}", {}),
    ("alert_key", "{}", {}),
    ("alert_apprise", "office=matrix://u:{}@127.0.0.1", {}),
    ("alert_apprise", "{}", {}),
    ("mail_password", "{}", {"BAQYLAU_MAIL_SERVER": "127.0.0.1:1"}),
    ("telegram_token", "{}", {}),
    ("contact", "https://u:{}@office.example", {}),
]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty working folder, no waiting for a database, and the logging set back afterwards."""
    root, hook = logging.getLogger(), threading.excepthook
    before, level = list(root.handlers), root.level
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(app, "_STARTING_UP", 0.0)
    monkeypatch.setenv("BAQYLAU_OUTLETS", str(tmp_path / "none"))
    monkeypatch.setenv("COLUMNS", "400")
    # without keys, boto3 asks the machine's cloud for some
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    yield
    root.handlers[:], threading.excepthook = before, hook
    root.setLevel(level)
    structlog.reset_defaults()
    masking.remember({})


def parts(password: str) -> set[str]:
    """The password and what of it could still be read."""
    return {password, *(x for x in re.split(r"[/#@?\s\"'%]", password) if len(x) > 4)}


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    hook = sys.excepthook
    try:
        cli(list(words), prog_name="baqylau")
    except SystemExit:
        pass
    finally:
        sys.excepthook = hook
    told = capsys.readouterr()
    return told.out + told.err


def told_of(password: str, output: str) -> list[str]:
    return [x for x in parts(password) if x.lower() in output.lower()]


def test_every_setting_that_may_carry_one_is_tried() -> None:
    assert {name for name, _, _ in WRONG} == masking.CARRIERS


@pytest.mark.parametrize("command", ["settings", "status", "doctor"])
@pytest.mark.parametrize(("name", "form", "beside"), WRONG)
def test_no_command_shows_a_password(
    name: str,
    form: str,
    beside: dict[str, str],
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for password in PASSWORDS:
        for key, value in (beside | {f"BAQYLAU_{name.upper()}": form.format(password)}).items():
            monkeypatch.setenv(key, value)
        output = said(capsys, command)
        assert output
        assert told_of(password, output) == [], output


REFUSED_AT_THE_START = [x for x in WRONG if x[0] in {"database", "llm_endpoint"} or x[1] == "{}"]


@pytest.mark.parametrize(
    ("name", "form", "beside"),
    [x for x in REFUSED_AT_THE_START if x[0] in {"database", "queue", "archive", "llm_endpoint"}],
)
def test_run_refuses_without_showing_a_password(
    name: str,
    form: str,
    beside: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BAQYLAU_DASHBOARD_PORT", "0")
    for password in PASSWORDS:
        for key, value in (beside | {f"BAQYLAU_{name.upper()}": form.format(password)}).items():
            monkeypatch.setenv(key, value)
        output = said(capsys, "run")
        assert output
        assert told_of(password, output) == [], output


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize(
    ("name", "form", "beside"),
    [x for x in WRONG if x[0] in {"alert_webhook", "alert_command"}],
)
def test_a_failed_alert_shows_no_password(
    name: str, form: str, beside: dict[str, str], password: str, tmp_path: Path
) -> None:
    def tell() -> None:
        for channel in alerts.channels(load(data=tmp_path, **{name: form.format(password)})):
            channel({"event": "opened"})

    with pytest.raises(BaqylauError) as refused:
        tell()
    assert told_of(password, f"{refused.value}") == []


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize("form", [y for x, y, _ in WRONG if x == "alert_apprise"])
def test_a_service_that_is_not_known_shows_no_password(
    form: str, password: str, tmp_path: Path
) -> None:
    given = load(data=tmp_path, alert_apprise=form.format(password))
    with pytest.raises(BaqylauError) as refused:
        apprise_services.check(given, "nobody")
    assert told_of(password, f"{refused.value}") == []


@pytest.mark.parametrize("name", ["passwrd", "databse"])
def test_a_misspelt_setting_shows_no_value(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "baqylau.toml").write_text(f'{name} = "Hunter2Secret"\n', encoding="utf-8")
    output = said(capsys, "settings")
    assert name in output
    assert told_of("Hunter2Secret", output) == []


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=10).filter(
        lambda x: len(set(x)) > 5 and not x.isalpha()
    ),
    st.sampled_from([x for x in WRONG if x[0] != "alert_command"]),
)
@example("<000001234", ("llm_endpoint", "https://127.0.0.1:1/v1?key={}", {}))
@example('"00001234"', ("llm_endpoint", "https://127.0.0.1:1/v1?key={}", {}))
def test_settings_and_logs_do_not_show_any_password(
    password: str, wrong: tuple[str, str, dict[str, str]]
) -> None:
    name, form, _ = wrong
    given = load(**{name: form.format(password)})
    from console.settings import effective

    assert password not in "".join(effective(given, x) for x in type(given).model_fields)
    assert password not in f"{given!r} {given}"
    if name != "archive_key":
        into = io.StringIO()
        log(into, password, form.format(password))
        assert password not in into.getvalue()


def log(into: Any, password: str, address: str) -> None:
    """Lines of ours and of a library, with the address as a value and in an exception."""
    before = sys.stderr
    sys.stderr = into
    try:
        logs.configure("INFO")
        ours, theirs = structlog.get_logger("ours"), logging.getLogger("theirs")
        ours.warning(f"at {address}", address=address, deep={"of": [address, (address,)]})
        theirs.warning("at %s", address)
        for speak in (ours.exception, theirs.exception):
            try:
                raise ConnectionError(f"cannot reach {address}")
            except ConnectionError:
                speak("failed")
    finally:
        sys.stderr = before


@pytest.mark.parametrize("human", [False, True])
def test_lines_of_the_log_are_masked_for_people_and_programs(
    human: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    into = io.StringIO()
    monkeypatch.setattr(into, "isatty", lambda: human, raising=False)
    secret_local = "Hunter2Secret"  # an exception's local variables are not shown
    log(into, secret_local, f"redis://:{secret_local}@h")
    told = into.getvalue()
    assert told.count("ConnectionError: cannot reach redis://:***@h") == 2
    assert told.count("redis://:***@h") >= 6
    assert secret_local not in told


def test_a_crashed_thread_shows_no_password(capsys: pytest.CaptureFixture[str]) -> None:
    def die() -> None:
        raise ConnectionError("cannot reach redis://:Hunter2Secret@h")

    logs.configure("INFO")
    thread = threading.Thread(target=die, name="relay")
    thread.start()
    thread.join()
    told = capsys.readouterr().err
    assert "Exception in thread relay" in told
    assert "redis://:***@h" in told


def test_a_bug_keeps_its_traceback_without_the_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fault(*_: Any) -> None:
        raise RuntimeError("cannot reach redis://:Hunter2Secret@h")

    monkeypatch.setattr("console.settings.effective", fault)
    told = said(capsys, "settings")
    assert "Traceback" in told
    assert "RuntimeError: cannot reach redis://:***@h" in told
