"""Alerts by a webhook: a message comes in, it is posted as JSON to an address of your choice."""

import json
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from baqylau.errors import ConfigurationError, TryLater
from baqylau.masking import mask_setting
from baqylau.settings import Settings

PATIENCE = 10  # seconds


def channel(settings: Settings) -> Callable[[Mapping[str, Any]], None] | None:
    """The function that posts to the address; None where no address is set. Raises
    `ConfigurationError` for an address that is not http or https.
    """
    address = settings.alert_webhook
    if not address:
        return None
    if urlsplit(address).scheme not in {"http", "https"}:
        raise ConfigurationError(
            f"setting alert_webhook is {mask_setting('alert_webhook', address)!r}: give the whole"
            " address, for example https://office.example/hook"
        )
    return lambda message: _send(address, message)


def _send(address: str, message: Mapping[str, Any]) -> None:
    body = json.dumps(message, ensure_ascii=False).encode()
    request = Request(  # noqa: S310  (its scheme was checked)
        address, body, {"Content-Type": "application/json; charset=utf-8"}, method="POST"
    )
    try:
        with urlopen(request, timeout=PATIENCE):  # noqa: S310
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
