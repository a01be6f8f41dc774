"""No credential is left in a text or a setting's value, whatever form it has; what is none stays;
and it takes time in proportion to the text.
"""

import re
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau import masking
from baqylau.errors import BaqylauError
from baqylau.masking import mask, mask_setting, mask_trace, mask_value
from baqylau.settings import Settings

SECRET = "Hunter2Secret"
UNESCAPED = ["Hunter2Secret", "Hun/ter2", "Hun#ter2", "Hun@ter2", "H/u#n@t?er2", "12/34", "a:b:c"]


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    masking.remember({})
    yield
    masking.remember({})


@pytest.mark.parametrize("password", UNESCAPED)
@pytest.mark.parametrize(
    "address",
    [
        "postgresql://baqylau:{}@host/name",
        "redis://:{}@redis:6379/0",
        "https://me:{}@llm.example/v1",
        "s3://key:{}@bucket/prefix",
        "(Background: cannot reach 'https://me:{}@llm.example/v1' in 5 s)",
    ],
)
def test_a_password_before_a_host_is_hidden_and_the_host_is_not(
    password: str, address: str
) -> None:
    masked = mask(address.format(password))
    assert password not in masked
    assert not any(x in masked for x in re.split("[/#@?:]", password) if len(x) > 2)
    assert re.search(r"\*\*\*@(host|redis|llm\.example|bucket)", masked)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://host/name?user=u&password={}",
        "https://x.example/?a=1&access_token={}&b=2",
        "https://x.example/?api_key={}#top",
        "https://x.example/?sig={}",
        "https://x.example/v?key={}",
        "https://x.example/v?code={}",
        "host=h password={} dbname=d",
        "host=h password='{}' dbname=d",
        '{{"password": "{}", "a": 1}}',
        "{{'secret': '{}'}}",
        '{{\\"client_secret\\": \\"{}\\"}}',
        "Authorization: Bearer {}",
        "authorization: Basic {}",
        "bearer {}",
        "https://hooks.slack.com/services/T0/B0/{}",
        "https://api.telegram.org/bot1:{}/sendMessage",
        "https://discord.com/api/webhooks/1/{}",
        "https://chat.example/hooks/{}",
        "https://chat.example/webhook/{}?x=1",
        "https://{}@github.com/a",
        "PGPASSWORD={}",
        "BAQYLAU_ARCHIVE_SECRET={}",
    ],
)
def test_every_form_of_a_credential_is_hidden(text: str) -> None:
    masked = mask(text.format(SECRET))
    assert SECRET not in masked
    assert "***" in masked


@pytest.mark.parametrize(
    "key",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "ASIAIOSFODNN7EXAMPLE",
        "xoxb-1234567890-abcdefghij",
        "sk-proj-abcdefghijklmnopqrstuv",
        "ghp_abcdefghijklmnopqrstuvwxyz0123",
        "AIzaSyA-abcdefghijklmnopqrstuvwxyz01234",
        "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIBOg\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_keys_of_services_are_known_by_their_form(key: str) -> None:
    assert mask(f"sent {key}, refused") == "sent ***, refused"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://outlet.kz/news/2026/11/29/title?page=2#comments",
        "https://t.me/s/@channel",
        "http://127.0.0.1:8000/",
        "file:/var/lib/baqylau/archive",
        "s3://bucket/prefix",
        "memory:",
        "redis://redis:6379/0",
        "wrote to editor@outlet.kz at 12:30",
        "лицензия выдана: «Ключ = успех»",
        "exit code=2, key=value, 12 tokens",
        "give postgresql://user:password@host/name",
        "task-force-of-many-words-in-a-row",
    ],
)
def test_what_is_no_credential_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        (
            "alert_webhook",
            "https://me:x@office.example:8443/a/b?c",
            "https://office.example:8443/***",
        ),
        ("alert_webhook", "what", "***"),
        ("alert_command", "/usr/bin/curl -u me:pw https://x", "/usr/bin/curl ***"),
        ("alert_command", "notify", "notify"),
        ("alert_command", "curl 'open", "***"),
        ("queue", "redis://:p w\"'@h:1/0", "redis://:***@h:1/0"),
        ("queue", "hunter2", "***"),
        ("queue", "memory:", "memory:"),
        ("database", "postgresql:u:pw@h/d", "***"),
        ("llm_endpoint", "https://h/v1?ver=1", "https://h/v1?ver=***"),
        ("archive_key", "baqylau", "***"),
        ("llm_key", "", ""),
        ("contact", "editor@outlet.kz", "editor@outlet.kz"),
        ("data", "data", "data"),
    ],
)
def test_settings_show_what_they_are_and_no_credential(name: str, value: str, shown: str) -> None:
    assert mask_setting(name, value) == shown


def test_every_setting_that_may_carry_a_credential_is_known() -> None:
    assert set(Settings.model_fields) >= masking.CARRIERS
    suspicious = re.compile("key$|secret|password|token|webhook|command|endpoint|database|queue")
    named = {x for x in Settings.model_fields if suspicious.search(x)}
    assert named <= masking.CARRIERS | {"llm_price_in"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database", f"postgresql://u:{SECRET}@h/d"),
        ("queue", f"redis://:{SECRET}@h"),
        ("archive_endpoint", f"https://h/?token={SECRET}"),
        ("alert_webhook", f"https://h/services/{SECRET}"),
        ("alert_command", f"curl -u me:{SECRET} https://x"),
        ("llm_key", SECRET),
        ("archive_secret", SECRET),
    ],
)
def test_a_credential_of_the_settings_is_hidden_wherever_it_stands(name: str, value: str) -> None:
    masking.remember({name: value})
    assert mask(f"cannot resolve {SECRET!r}, {SECRET.lower()}") == "cannot resolve '***', ***"


def test_forms_that_a_credential_may_be_written_in() -> None:
    masking.remember({"llm_key": 'pä"ss/wörd\\1'})
    for form in ('pä"ss/wörd\\1', "p%C3%A4%22ss%2Fw%C3%B6rd%5C1", 'p\\u00e4\\"ss/w\\u00f6rd\\\\1'):
        assert mask(f"x {form} y") == "x *** y"
    masking.remember({"llm_key": "short"})
    assert mask("a short way") == "a short way"


def test_logged_values_of_every_shape() -> None:
    address = f"redis://:{SECRET}@h"

    class Odd:
        def __repr__(self) -> str:
            return f"<Odd {address}>"

    odd, number = Odd(), object()
    given = {"a": [address, (address, 1, None)], address: {"b": Odd()}, "client_secret": "x"}
    masked = mask_value(given)
    assert SECRET not in repr(masked)
    assert masked["client_secret"] == "***"
    assert SECRET not in repr(mask_value(odd))
    assert mask_value(number) is number
    assert mask_value({"jobs": 3, "ok": True}) == {"jobs": 3, "ok": True}


def test_errors_and_tracebacks_are_masked_through_their_whole_chain() -> None:
    address = f"redis://:{SECRET}@h"
    assert SECRET not in f"{BaqylauError(address)}"
    try:
        try:
            raise ValueError(address)
        except ValueError as wrong:
            raise RuntimeError("above") from wrong
    except RuntimeError as wrong:
        masked = mask_trace(wrong)
    assert SECRET not in masked
    assert "RuntimeError: above" in masked
    assert "redis://:***@h" in masked


passwords = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r\n"), min_size=8, max_size=40
).filter(lambda x: len(set(x)) > 4 and not x.isalpha() and x == x.strip())


@settings(deadline=None)
@given(passwords, st.sampled_from(sorted(masking.CARRIERS)), st.data())
def test_whatever_the_password_no_text_with_it_keeps_it(
    password: str, name: str, data: st.DataObject
) -> None:
    forms = {
        "alert_webhook": f"https://office.example/{password}",
        "archive_key": password,
        "archive_secret": password,
        "llm_key": password,
        "alert_key": password,
        "alert_apprise": password,  # hidden as a whole: its services write tokens everywhere
        "mail_password": password,
        "telegram_token": password,
        "alert_command": f"tell {password}",
    }
    value = forms.get(name, f"scheme://user:{password}@host/path")
    masking.remember({name: value})
    around = data.draw(st.text(max_size=20))
    assert password not in mask_setting(name, value)
    if name == "archive_key":  # the public half of a pair is hidden as a setting alone
        assert mask("the dashboard") == "the dashboard"
    elif name != "alert_command":  # a shell's quotation marks are taken out of its words
        assert password not in mask(f"{around}{value}{around}")
        assert password not in mask(f"{around}{password}{around}")
    masking.remember({})


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "://",
        "://a:",
        "@",
        "a=",
        "a-",
        "password",
        "password=",
        "bearer ",
        "eyJaaaaaaaaa.",
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY-----",
        "1",
        "123456:",
        "/bot1",
        "/hook",
        "?a=",
        "authorization: ",
        '"',
        "\\",
        "sk-aaaa",
        "xoxb-",
    ],
)
def test_hostile_texts_take_time_in_proportion(piece: str) -> None:
    masking.remember({"llm_key": "aaaaaaaaaaaaaaab"})

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        best = 1e9
        for _ in range(3):
            began = time.process_time()
            mask(text)
            best = min(best, time.process_time() - began)
        return best

    assert seconds(160_000) < 40 * seconds(10_000) + 0.5
