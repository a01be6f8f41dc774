"""The zone a page's printed times are in: an address and the outlet's own zone in, the zone and how
sure of it we are out.
"""

import tomllib
from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from baqylau.model.hosts import COUNTRIES, host_of


@dataclass(frozen=True, slots=True)
class Place:
    """`known`: a printed time without an offset is an instant here. `ours`: an outlet of the
    region, whose times are told in its own zone.
    """

    zone: tzinfo
    known: bool
    ours: bool


def place(url: str, timezone: str | None) -> Place:
    """The outlet's zone, or its country's by the host, or UTC for want of one. Zone rules by date
    are zoneinfo's.
    """
    if timezone:
        return Place(ZoneInfo(timezone), known=True, ours=True)
    ending, others = host_of(url).rpartition(".")[2], _others()
    if ending in COUNTRIES:
        return Place(ZoneInfo(COUNTRIES[ending]), known=True, ours=True)
    return (
        Place(ZoneInfo(others[ending]), known=True, ours=False)
        if ending in others
        else Place(UTC, known=False, ours=False)
    )


@cache
def _others() -> dict[str, str]:
    lists = tomllib.loads(Path(__file__).with_name("zones.toml").read_text(encoding="utf-8"))
    return dict(lists["others"])
