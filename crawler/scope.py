"""Which addresses belong to an outlet, and which outlets may be visited: addresses, outlets and
settings come in, a yes or no or a selection goes out.

An outlet's own hosts are those of its home, its discovery sources and its aliases, with and without
`www.`.
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
    outlet_id: str, home: str, sources: tuple[str, ...], aliases: tuple[str, ...]
) -> frozenset[str]:
    """`host:port` of every host of one outlet; `outlet_id` is there only to part the outlets in the
    cache.
    """
    del outlet_id
    own_hosts = {host_port(urlsplit(x)) for x in (home, *sources)}
    for alias in aliases:
        own_hosts |= (
            {f"{alias.lower()}:443", f"{alias.lower()}:80"}
            if "/" not in alias
            else {host_port(urlsplit(alias))}
        )
    return frozenset(_without_www(x) for x in own_hosts)


def hosts_of(outlet: Outlet) -> frozenset[str]:
    """`host:port` of every host of the outlet, without `www.`."""
    return hosts(outlet.id, outlet.home, tuple(x.url for x in outlet.discover), outlet.aliases)


def in_scope(url: str, outlet: Outlet) -> bool:
    """Whether the address lies on one of the outlet's own hosts (http and https alike where the
    port is the scheme's own).
    """
    try:
        host = _without_www(host_port(urlsplit(url)))
    except ValueError:
        return False
    own_hosts = hosts_of(outlet)
    return host in own_hosts or _other_scheme(host) in own_hosts


def is_local_host(outlet: Outlet, allowed: Collection[str]) -> bool:
    """Whether every host of the outlet is one of the allowed `host:port` pairs of this machine, so
    that no request leaves it.
    """
    return hosts_of(outlet) <= frozenset(_without_www(x) for x in allowed)


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
    """The outlets that may not be visited, because they are public and no contact is set."""
    if settings.contact:
        return []
    return [x for x in outlets if not is_local_host(x, settings.allow_hosts)]


def require_contact(outlets: Iterable[Outlet], settings: Settings) -> None:
    """Raises `ConfigurationError` where one of the outlets is public and no contact is set."""
    for outlet in without_contact(outlets, settings):
        raise ConfigurationError(
            f"setting contact is empty: {outlet.id} is a public outlet; {HOW_TO_CONTACT}"
        )


def _without_www(host: str) -> str:
    return host.removeprefix("www.")


def _other_scheme(host: str) -> str:
    host, _, port = host.rpartition(":")
    return f"{host}:{ {'80': '443', '443': '80'}.get(port, port) }"
