"""Which addresses are an outlet's own: its home, its discovery ways and its aliases, with and
without `www.`; and which outlets may be visited.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from baqylau.errors import ConfigurationError
from baqylau.model.outlet import Outlet
from baqylau.settings import HOW_TO_CONTACT, Settings
from crawler.guard import host_port


@lru_cache(maxsize=1024)
def hosts(
    outlet_id: str, home: str, ways: tuple[str, ...], aliases: tuple[str, ...]
) -> frozenset[str]:
    """`host:port` of every door of one outlet; `outlet_id` only keeps the cache honest between
    outlets.
    """
    del outlet_id
    doors = {host_port(urlsplit(x)) for x in (home, *ways)}
    for alias in aliases:
        doors |= (
            {f"{alias.lower()}:443", f"{alias.lower()}:80"}
            if "/" not in alias
            else {host_port(urlsplit(alias))}
        )
    return frozenset(_bare(x) for x in doors)


def hosts_of(outlet: Outlet) -> frozenset[str]:
    """`host:port` of every door of the outlet, `www.` taken off."""
    return hosts(outlet.id, outlet.home, tuple(x.url for x in outlet.discover), outlet.aliases)


def in_scope(url: str, outlet: Outlet) -> bool:
    """Whether the address lies on one of the outlet's own hosts (http and https alike where the
    port is the scheme's own).
    """
    try:
        where = _bare(host_port(urlsplit(url)))
    except ValueError:
        return False
    doors = hosts_of(outlet)
    return where in doors or _other_scheme(where) in doors


def is_local_host(outlet: Outlet, allowed: Collection[str]) -> bool:
    """Whether every door of the outlet is one of the allowed `host:port` pairs of this machine, so
    that nobody outside is asked.
    """
    return hosts_of(outlet) <= frozenset(_bare(x) for x in allowed)


def allowed_outlets(outlets: Mapping[str, Outlet], settings: Settings) -> dict[str, Outlet]:
    """The enabled outlets this crawler may visit; without a contact only those on this machine.
    Raises `ConfigurationError` if none is left.
    """
    enabled = [x for x in outlets.values() if x.enabled]
    refused = without_contact(enabled, settings)
    if enabled and len(refused) == len(enabled):
        raise ConfigurationError(
            f"setting contact is empty: {len(enabled)} public outlets are not visited without it;"
            f" {HOW_TO_CONTACT}"
        )
    return {x.id: x for x in enabled if x.id not in {y.id for y in refused}}


def without_contact(outlets: Iterable[Outlet], settings: Settings) -> list[Outlet]:
    """Those of the outlets that may not be asked, since they are public and no contact is set."""
    if settings.contact:
        return []
    return [x for x in outlets if not is_local_host(x, settings.allow_hosts)]


def demand_contact(outlets: Iterable[Outlet], settings: Settings) -> None:
    """Raises `ConfigurationError` where one of the outlets is public and no contact is set."""
    for outlet in without_contact(outlets, settings):
        raise ConfigurationError(
            f"setting contact is empty: {outlet.id} is a public outlet; {HOW_TO_CONTACT}"
        )


def _bare(where: str) -> str:
    return where.removeprefix("www.")


def _other_scheme(where: str) -> str:
    host, _, port = where.rpartition(":")
    return f"{host}:{ {'80': '443', '443': '80'}.get(port, port) }"
