"""Alerts: what somebody asked to be told of comes in, a message to a mailbox, a chat, a program or
an address goes out. Each channel has one file; what is sent when stands in the outbox
(`baqylau.store.deliveries`), and `workers/delivery.py` sends it.

The two channels of the settings (a program, a webhook) are told of every outlet's issue:

    {"event": "opened", "outlet": "baq", "name": "BAQ.KZ", "trouble": "silent", "subject": "",
     "since": "2026-11-25T03:10:00+00:00", "opened": "…", "closed": null,
     "diagnosis": "no new article since …", "probability": 0.0004,
     "evidence": {…}}
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Protocol

from baqylau.alerts import command, webhook
from baqylau.alerts.outgoing import Message as Outgoing
from baqylau.errors import InputError
from baqylau.model.issue import Issue
from baqylau.settings import Settings

Message = Mapping[str, Any]
Channel = Callable[[Message], None]
CHANNELS = {
    "mail": "mail",
    "telegram": "telegram",
    "webhook": "webhook",
    "program": "program",
    "apprise": "apprise_services",
}
"""The kinds of channels that a watch may have, and the file of each."""
OF_SETTINGS = {"command": command.channel, "webhook": webhook.channel}
"""The channels of the settings by their names in the outbox."""


class _Sender(Protocol):
    def check(self, settings: Settings, address: str) -> str: ...

    def send(self, settings: Settings, address: str, message: Outgoing) -> None: ...


def checked(settings: Settings, kind: str, address: str) -> tuple[str, str]:
    """The kind and address of a watch's channel as they are stored. Raises `InputError` where such
    a channel cannot work here, with what to do.
    """
    return kind, _sender(kind).check(settings, address.strip())


def send(settings: Settings, kind: str, address: str, message: Outgoing) -> None:
    """Raises `outgoing.Busy` or `outgoing.Refused`."""
    _sender(kind).send(settings, address, message)


def channels_by_name(settings: Settings) -> dict[str, Channel]:
    """The channels of the settings that are configured; each raises `TryLater` where its message
    could not be delivered.
    """
    made = {name: make(settings) for name, make in OF_SETTINGS.items()}
    return {name: x for name, x in made.items() if x}


def channels(settings: Settings) -> tuple[Channel, ...]:
    """The same without their names."""
    return tuple(channels_by_name(settings).values())


def message(issue: Issue, name: str | None) -> Message:
    """The issue as the message above; times are ISO 8601 in UTC."""
    found = issue.finding
    return {
        "event": "closed" if issue.closed else "opened",
        "outlet": issue.outlet_id,
        "name": name,
        "trouble": found.trouble.value,
        "subject": found.subject,
        "since": found.since.isoformat(),
        "opened": issue.opened.isoformat(),
        "closed": issue.closed.isoformat() if issue.closed else None,
        "diagnosis": found.diagnosis,
        "probability": found.probability,
        "evidence": found.evidence,
    }


def _sender(kind: str) -> _Sender:
    if kind not in CHANNELS:
        raise InputError(f"{kind[:40]!r} is no channel; there are: {', '.join(CHANNELS)}")
    sender: Any = import_module(f"baqylau.alerts.{CHANNELS[kind]}")
    return sender  # type: ignore[no-any-return]
