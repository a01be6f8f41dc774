"""Passwords, logins, codes, tokens and addresses: what is accepted and what is not."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from argon2 import PasswordHasher

from baqylau.accounts import addresses, codes, logins, passwords, tokens
from baqylau.errors import AccountError, TryLater

NOON = datetime(2026, 11, 30, 12, 0, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", quick)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("коротко", "short"),
        ("", "short"),
        ("abcdefgh" * 26, "long"),
        ("ababababababab", "same"),
        ("aigerim-2026", "as_login"),
        ("AIGERIM", "short"),
        ("Password123", "common"),
        ("йцукенгшщз", "common"),
        ("четыре слова о степи", None),
        ("correct horse battery", None),
    ],
)
def test_a_password_is_refused_for_a_reason(password: str, why: str | None) -> None:
    assert passwords.weakness(password, "aigerim") == why


def test_the_list_of_common_passwords_has_only_such_as_would_pass_otherwise() -> None:
    found = [x for x in passwords._common() if passwords.weakness(x, "aigerim") != "common"]
    assert found == []


def test_a_password_matches_its_hash_however_its_letters_are_composed() -> None:
    stored = passwords.hashed("мой пароль")
    assert stored.startswith("$argon2id$")
    assert passwords.matches(stored, "мои\u0306 пароль")
    assert not passwords.matches(stored, "мой пароль ")
    assert not passwords.matches(None, "мой пароль")
    assert not passwords.matches("not a hash", "мой пароль")
    assert not passwords.matches(stored, "\ud800" * 300)
    assert passwords.hashed("мой пароль") != stored  # salted


def test_a_hash_of_other_costs_is_outdated() -> None:
    old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash("x")
    assert passwords.is_outdated(old)
    assert not passwords.is_outdated(passwords.hashed("x"))


def test_the_costs_are_those_of_the_standard() -> None:
    """The autouse fixture replaces the object, not the default."""
    made = PasswordHasher()
    assert (made.memory_cost, made.time_cost) >= (19 * 1024, 2)  # OWASP's least for argon2id


def test_too_many_at_once_are_told_to_come_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_WAIT", 0.01)
    with passwords._turn(), passwords._turn(), pytest.raises(TryLater, match="too many"):
        passwords.hashed("x")


@pytest.mark.parametrize("given", [" Aigerim", "AIGERIM", "ａｉｇｅｒｉｍ"])
def test_one_login_has_one_spelling(given: str) -> None:
    assert logins.checked(given) == "aigerim"


@pytest.mark.parametrize(
    "given", ["", "a", "x" * 65, "два слова", "<b>", "a/b", "a\x00b", "a\u202eb"]
)
def test_what_cannot_be_a_login(given: str) -> None:
    with pytest.raises(AccountError) as told:
        logins.checked(given)
    assert told.value.reason == "login"


def test_a_code_belongs_to_its_step_and_to_the_ones_beside_it() -> None:
    secret = codes.new_secret()
    app, step = pyotp.TOTP(secret), int(NOON.timestamp()) // codes.STEP
    for apart in (-1, 0, 1):
        code = app.at(NOON + timedelta(seconds=apart * codes.STEP))
        assert codes.step_of(secret, code, NOON) == step + apart
    for apart in (-2, 2):
        code = app.at(NOON + timedelta(seconds=apart * codes.STEP))
        assert codes.step_of(secret, code, NOON) is None
    for wrong in ("", "1", "١٢٣٤٥٦", "abcdef", "\x00", "9" * 5000):
        assert codes.step_of(secret, wrong, NOON) is None


def test_an_app_takes_the_secret_over_by_its_address() -> None:
    secret = codes.new_secret()
    read = pyotp.parse_uri(codes.address_of(secret, "айгерім@office.kz"))
    assert (read.secret, read.name, read.issuer) == (secret, "айгерім@office.kz", "Baqylau")
    assert codes.is_secret(secret)
    assert not any(codes.is_secret(x) for x in ("", secret[1:], secret.lower(), "<" + secret[1:]))


def test_recovery_codes_differ_and_belong_to_their_account() -> None:
    some = codes.new_recovery_codes()
    assert len(set(some)) == codes.RECOVERY
    assert codes.recovery_hash(1, some[0]) == codes.recovery_hash(1, f" {some[0].upper()} ")
    assert codes.recovery_hash(1, some[0]) != codes.recovery_hash(2, some[0])


def test_tokens_are_long_and_never_the_same() -> None:
    assert len({tokens.new() for _ in range(100)}) == 100
    assert all(len(tokens.new()) == 43 for _ in range(10))
    assert tokens.of_form("a") != tokens.of_form("b")
    assert tokens.same("a", "a")
    assert not tokens.same("a", "\ud800")


@pytest.mark.parametrize(
    ("host", "loopback", "everywhere"),
    [
        ("127.0.0.1", True, False),
        ("127.8.9.1", True, False),
        ("::1", True, False),
        ("localhost", True, False),
        ("::ffff:127.0.0.1", True, False),
        ("0.0.0.0", False, True),
        ("::", False, True),
        ("", False, False),
        ("10.0.0.1", False, False),
        ("localhost.example", False, False),
        ("127.0.0.1.example", False, False),
        ("2130706433", False, False),
    ],
)
def test_what_only_this_machine_reaches(host: str, loopback: bool, everywhere: bool) -> None:
    assert addresses.is_loopback(host) == loopback
    assert addresses.is_everywhere(host) == everywhere


def test_trusted_networks() -> None:
    known = addresses.networks(("10.0.0.5", "172.16.0.0/12", "fd00::/8"))
    for inside in ("10.0.0.5", "172.20.1.1", "fd00::1", "::ffff:10.0.0.5"):
        assert addresses.is_among(inside, known), inside
    for outside in ("10.0.0.6", "", "proxy", "::5", "172.32.0.1", "10.0.0.5, 1.1.1.1"):
        assert not addresses.is_among(outside, known), outside


def test_attempts_are_counted_by_address_and_of_ipv6_by_network() -> None:
    assert addresses.who_tries("2001:db8:1:2:3::4") == addresses.who_tries("2001:db8:1:2:ffff::9")
    assert addresses.who_tries("2001:db8:1:2::4") != addresses.who_tries("2001:db8:1:3::4")
    assert addresses.who_tries("::ffff:10.0.0.5") == "10.0.0.5"
    assert addresses.who_tries("what?") == "what?"
