"""Alerts of a watch by the program of the setting `alert_command`: a message comes in, its record
goes to the program's standard input as one line of JSON.
"""

from baqylau.alerts import command
from baqylau.alerts.outgoing import Busy, Message
from baqylau.errors import InputError, TryLater
from baqylau.settings import Settings


def check(settings: Settings, address: str) -> str:
    """The program has no address. Raises `InputError`."""
    if not settings.alert_command:
        raise InputError("no program is set: an administrator has to set BAQYLAU_ALERT_COMMAND")
    if address:
        raise InputError("the program needs no address; leave it empty")
    return ""


def send(settings: Settings, address: str, message: Message) -> None:  # noqa: ARG001
    """Raises `Busy`."""
    run = command.channel(settings)
    if run is None:
        raise Busy("setting alert_command is empty")
    try:
        run(message.record)
    except TryLater as wrong:
        raise Busy(str(wrong)) from wrong
