"""What the sandbox process runs in the tests of deadly lists: a list comes in; for the outlet
`deadly` the harm that the file HARM names is done, else it is parsed as usual.
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
    """Does the harm that is wanted at this place; the file holds its name and the place."""
    file = Path(os.environ["HARM"])  # noqa: TID251
    wanted = file.read_text(encoding="utf-8").split() if file.exists() else []
    if outlet == "deadly" and wanted[1:] == [where]:
        _HARMS[wanted[0]]()


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
