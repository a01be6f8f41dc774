"""What the sandbox process runs in the tests of deadly lists: a list comes in; the harm that its
outlet is named after is done, where the file HARM says so, else the list is parsed as usual.
"""

import os
import signal
from pathlib import Path
from typing import Any

from baqylau.model.outlet import DiscoverySource, Outlet
from crawler.discovery import listing


def read(given: listing.ListingBody, source: DiscoverySource, outlet: Outlet, *more: Any) -> object:
    harm(outlet.id, "reading")
    return listing.read(given, source, outlet, *more)


def harm(outlet: str, where: str) -> None:
    """Does the harm that the outlet is named after, where the file names this place."""
    file = Path(os.environ["HARM"])  # noqa: TID251
    if outlet in _HARMS and file.exists() and file.read_text(encoding="utf-8") == where:
        _HARMS[outlet]()


def dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stalls() -> None:
    while True:
        pass


def raises() -> None:
    raise RecursionError("too deep")


def eats() -> None:
    bytes(2**31)


_HARMS = {"dies": dies, "stalls": stalls, "raises": raises, "eats": eats}
