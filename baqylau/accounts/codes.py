"""The second factor: the secret of an app that shows codes, and a code, come in; whether the code
is right goes out. Codes follow RFC 6238: six digits, 30 seconds.
"""

import hashlib
import secrets
from datetime import datetime
from typing import Final

import pyotp

from baqylau.accounts.tokens import same

STEP: Final = 30  # seconds
_APART = 1  # steps: clocks of phones differ by some seconds, and typing takes time
RECOVERY = 10  # recovery codes of an account
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no l, i, o, 0, 1: they are copied by hand
_HALF = 5  # characters of a half; ten of 31 letters are 49 bits


def new_secret() -> str:
    """A secret for the app, in base32."""
    return pyotp.random_base32()


def address_of(secret: str, login: str) -> str:
    """The otpauth:// address by which an app takes over the secret."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Baqylau")


def step_of(secret: str, code: str, moment: datetime) -> int | None:
    """The time step that a code belongs to; None where it is not a code of now."""
    app, given = pyotp.TOTP(secret), "".join(code.split())
    if not (given.isascii() and given.isdigit()):
        return None
    now = int(moment.timestamp()) // STEP
    steps = range(now - _APART, now + _APART + 1)
    return next((x for x in steps if same(given, app.generate_otp(x))), None)


def is_secret(given: str) -> bool:
    """Whether this is a secret that `new_secret` may have made."""
    return len(given) == len(new_secret()) and set(given) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def new_recovery_codes() -> list[str]:
    """Recovery codes as a person writes them down: `k3fqz-8mnbw`."""

    def half() -> str:
        return "".join(secrets.choice(_ALPHABET) for _ in range(_HALF))

    return [f"{half()}-{half()}" for _ in range(RECOVERY)]


def recovery_hash(account: int, code: str) -> bytes:
    """What is stored of a recovery code; spaces, dashes and capitals do not matter."""
    plain = "".join(x for x in code.casefold() if x.isalnum())
    return hashlib.sha256(f"{account} {plain}".encode("utf-8", "surrogatepass")).digest()
