"""Alerts by a program of your own (for mail, a chat …): a message comes in, one line of JSON goes
to the program's standard input.
"""

import json
import shlex
import subprocess
from collections.abc import Callable, Mapping
from typing import Any

from baqylau.errors import ConfigurationError, TryLater
from baqylau.settings import Settings

PATIENCE = 30  # seconds


def channel(settings: Settings) -> Callable[[Mapping[str, Any]], None] | None:
    """The function that runs the program; None where no command is set. The command is split as a
    shell does it, but no shell runs it. Raises `ConfigurationError` where it cannot be split.
    """
    try:
        words = shlex.split(settings.alert_command)
    except ValueError as wrong:
        raise ConfigurationError(
            f"setting alert_command cannot be split into words ({wrong}): close every quotation"
            " mark, as for a shell"
        ) from None
    return (lambda message: _send(words, message)) if words else None


def _send(words: list[str], message: Mapping[str, Any]) -> None:
    line = json.dumps(message, ensure_ascii=False) + "\n"
    try:
        done = subprocess.run(  # noqa: S603
            words,
            input=line.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as wrong:
        raise TryLater(
            f"setting alert_command: {words[0]} did not run ({wrong}); try it by hand with a line"
            " of JSON on its input"
        ) from wrong
    if done.returncode:
        error = done.stderr.decode("utf-8", "replace").strip()[-300:]
        raise TryLater(
            f"setting alert_command: {words[0]} ended with status {done.returncode}:"
            f" {error or 'it wrote nothing'}"
        )
