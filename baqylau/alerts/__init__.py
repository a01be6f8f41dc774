"""Alerts: an issue that opened or closed comes in, a message to a program or an address goes out.
Each channel has one file.

Every channel sends this:

    {"event": "opened", "outlet": "baq", "name": "BAQ.KZ", "trouble": "silent", "subject": "",
     "since": "2026-11-25T03:10:00+00:00", "opened": "…", "closed": null,
     "diagnosis": "no new article since …", "probability": 0.0004,
     "evidence": {…}}
"""

from collections.abc import Callable, Mapping
from typing import Any

from baqylau.alerts import command, webhook
from baqylau.model.issue import Issue
from baqylau.settings import Settings

Message = Mapping[str, Any]
Channel = Callable[[Message], None]


def channels(settings: Settings) -> tuple[Channel, ...]:
    """The channels that are configured; each raises `TryLater` where its message could not be
    delivered.
    """
    return tuple(x for x in (command.channel(settings), webhook.channel(settings)) if x)


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
