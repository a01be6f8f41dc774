"""The time zone of a page's printed times: an address and the outlet's own zone come in, the zone
and how certain it is go out.
"""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
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
    return dict(_lists()["others"])


@cache
def names() -> dict[str, tzinfo]:
    """The zones that times are printed in, by the word behind the clock as `zones.toml` writes it;
    a word in capitals is one only in capitals.
    """
    return {
        word: ZoneInfo(zone) if "/" in zone else datetime.strptime(zone, "%z").tzinfo or UTC
        for word, zone in _lists()["names"].items()
    }


def named(word: str) -> tzinfo | None:
    """The zone a word of `names` means, in any case; None for another word."""
    squeezed = {name.replace(" ", "").lower(): zone for name, zone in names().items()}
    return squeezed.get(word.replace(" ", "").lower())


@cache
def _lists() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("zones.toml").read_text(encoding="utf-8"))
