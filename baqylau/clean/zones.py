"""The time zone of a page's printed times: an address and the outlet's own zone come in, the zone
and how certain it is go out.
"""

import tomllib
from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from baqylau.model.hosts import COUNTRIES, host_of


@dataclass(frozen=True, slots=True)
class PageZone:
    """`zone_known`: a printed time without an offset gives an instant. `regional`: the outlet is of
    the region, and its times are given in its own zone.
    """

    zone: tzinfo
    zone_known: bool
    regional: bool


def of_page(url: str, timezone: str | None) -> PageZone:
    """The outlet's own zone, else that of its country by the host, else UTC. zoneinfo knows the
    rules of each date.
    """
    if timezone:
        return PageZone(ZoneInfo(timezone), zone_known=True, regional=True)
    ending, other_countries = host_of(url).rpartition(".")[2], _other_countries()
    if ending in COUNTRIES:
        return PageZone(ZoneInfo(COUNTRIES[ending]), zone_known=True, regional=True)
    return (
        PageZone(ZoneInfo(other_countries[ending]), zone_known=True, regional=False)
        if ending in other_countries
        else PageZone(UTC, zone_known=False, regional=False)
    )


@cache
def _other_countries() -> dict[str, str]:
    lists = tomllib.loads(Path(__file__).with_name("zones.toml").read_text(encoding="utf-8"))
    return dict(lists["others"])
