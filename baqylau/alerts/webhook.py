"""Alerts by a webhook: a message comes in, it is posted as JSON to an address of your choice.

Idempotency-Key: <key>            the same for every attempt at one message
Baqylau-Timestamp: 1764480000     seconds since 1970
Baqylau-Signature: sha256=<hex>   HMAC-SHA-256 with `alert_key` over "<timestamp>.<body>"
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from baqylau.alerts.http_post import accepted, checked, post
from baqylau.alerts.outgoing import Message
from baqylau.clock import now
from baqylau.errors import ConfigurationError, InputError, TryLater
from baqylau.masking import mask_setting
from baqylau.settings import Settings

PATIENCE = 10  # seconds
_NO_KEY = "webhooks of watches are signed: an administrator has to set BAQYLAU_ALERT_KEY"


def check(settings: Settings, address: str) -> str:
    """The address as it is stored. Raises `InputError`."""
    if not settings.alert_key.get_secret_value():
        raise InputError(_NO_KEY)
    checked(address, settings.alert_hosts)
    return address


def send(settings: Settings, address: str, message: Message) -> None:
    """Raises `Busy` or `Refused`."""
    body = json.dumps(message.record, ensure_ascii=False).encode()
    headers = headers_of(settings, message.key, body)
    accepted(post(address, body, headers, settings.alert_hosts), urlsplit(address).netloc)


def headers_of(settings: Settings, key: str, body: bytes) -> dict[str, str]:
    """The headers of a post; unsigned where no key is set."""
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Baqylau"}
    if key:
        headers["Idempotency-Key"] = key
    secret = settings.alert_key.get_secret_value()
    if secret:
        moment = str(int(now().timestamp()))
        headers |= {
            "Baqylau-Timestamp": moment,
            "Baqylau-Signature": f"sha256={signature(secret, moment, body)}",
        }
    return headers


def signature(secret: str, moment: str, body: bytes) -> str:
    """What a receiver computes again to know that we sent the body, and when."""
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


# The address of the settings, to which every issue is posted
# --------------------------------------------------------------------------------------------------


def channel(settings: Settings) -> Callable[[Mapping[str, Any]], None] | None:
    """The function that posts to the address of `alert_webhook`; None where none is set. It may be
    of a private network, since an administrator named it. Raises `ConfigurationError` for an
    address that is not http or https.
    """
    address = settings.alert_webhook
    if not address:
        return None
    if urlsplit(address).scheme not in {"http", "https"}:
        raise ConfigurationError(
            f"setting alert_webhook is {mask_setting('alert_webhook', address)!r}: give the whole"
            " address, for example https://office.example/hook"
        )
    return lambda message: _send(settings, message)


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """The answer itself is the error."""


def _send(settings: Settings, message: Mapping[str, Any]) -> None:
    address = settings.alert_webhook
    body = json.dumps(message, ensure_ascii=False).encode()
    headers = headers_of(settings, str(message.get("key", "")), body)
    try:
        request = Request(address, body, headers, method="POST")  # noqa: S310  (was checked)
        with build_opener(_NoRedirects).open(request, timeout=PATIENCE):
            pass
    except (URLError, OSError) as wrong:
        raise TryLater(
            f"setting alert_webhook: {mask_setting('alert_webhook', address)} did not accept"
            f" the message ({wrong})"
        ) from wrong
    except (HTTPException, ValueError) as wrong:  # its text contains the path or the password
        raise TryLater(
            f"setting alert_webhook: {mask_setting('alert_webhook', address)} is not an"
            f" address that accepts messages ({type(wrong).__name__}); write special characters in"
            " it as %40, %2F, %23, and no user:password before the host"
        ) from wrong
