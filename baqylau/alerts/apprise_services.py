"""Alerts by Apprise, which knows a hundred more services: a message comes in, a title and a text go
out. An administrator names the services (`alert_apprise`), a watch only their names, since their
addresses hold credentials and may lead anywhere.
"""

from typing import Any

from baqylau.alerts.outgoing import Busy, Message, Refused
from baqylau.errors import ConfigurationError, InputError
from baqylau.settings import Settings

_LONGEST = 3000  # characters: chats refuse longer texts


def services(settings: Settings) -> dict[str, str]:
    """The addresses of the services by name. Raises `ConfigurationError`."""
    found = {}
    for pair in settings.alert_apprise.get_secret_value().split():
        name, equals, address = pair.partition("=")
        if not equals or "://" not in address:
            raise ConfigurationError(
                "setting alert_apprise: write name=address with spaces between them, for example"
                " office=matrix://…"
            )
        found[name] = address
    return found


def check(settings: Settings, address: str) -> str:
    """The name as it is stored. Raises `InputError`."""
    known = services(settings)
    if address not in known:
        raise InputError(
            f"there is no service {address[:40]!r} here; known are: {', '.join(known) or 'none'}"
            " (an administrator sets BAQYLAU_ALERT_APPRISE)"
        )
    _library()
    return address


def send(settings: Settings, address: str, message: Message) -> None:
    """Raises `Busy` or `Refused`."""
    where = services(settings).get(address)
    if where is None:
        raise Refused(f"the service {address[:40]!r} is not in the setting alert_apprise any more")
    service = _library().Apprise()
    if not service.add(where):
        raise Refused(f"Apprise does not understand the address of {address[:40]!r}")
    if not service.notify(body=message.text[:_LONGEST], title=message.subject):
        raise Busy(f"the service {address[:40]!r} did not take the message")


def _library() -> Any:
    try:
        import apprise
    except ImportError:
        raise ConfigurationError(
            "Apprise is not installed here: pip install 'baqylau[apprise]', or use another channel"
        ) from None
    return apprise
