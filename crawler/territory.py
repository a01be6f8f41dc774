"""Which addresses are an outlet's own: its home, its discovery ways and its aliases, with and
without `www.`; and which outlets may be visited.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from baqylau.errors import ConfigurationError
from baqylau.model.outlet import Outlet
from baqylau.settings import Settings
from crawler.guard import host_port

HOW_TO_CONTACT = (
    "set BAQYLAU_CONTACT to a mail or page where outlets can reach whoever runs this crawler, for"
    " example BAQYLAU_CONTACT=desk@example.org"
)


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


def doors_of(outlet: Outlet) -> frozenset[str]:
    """`host:port` of every door of the outlet, `www.` taken off."""
    return hosts(outlet.id, outlet.home, tuple(x.url for x in outlet.discover), outlet.aliases)


def belongs(url: str, outlet: Outlet) -> bool:
    """Whether the address lies on one of the outlet's own hosts (http and https alike where the
    port is the scheme's own).
    """
    try:
        where = _bare(host_port(urlsplit(url)))
    except ValueError:
        return False
    doors = doors_of(outlet)
    return where in doors or _other_scheme(where) in doors


def is_at_home(outlet: Outlet, allowed: Collection[str]) -> bool:
    """Whether every door of the outlet is one of the allowed `host:port` pairs of this machine, so
    that nobody outside is asked.
    """
    return doors_of(outlet) <= frozenset(_bare(x) for x in allowed)


def welcome(outlets: Mapping[str, Outlet], settings: Settings) -> dict[str, Outlet]:
    """The enabled outlets this crawler may visit; without a contact only those on this machine.
    Raises `ConfigurationError` if none is left.
    """
    enabled = {x.id: x for x in outlets.values() if x.enabled}
    if settings.contact:
        return enabled
    near = {x.id: x for x in enabled.values() if is_at_home(x, settings.allow_hosts)}
    if enabled and not near:
        raise ConfigurationError(
            f"setting contact is empty: {len(enabled)} public outlets are not visited without it;"
            f" {HOW_TO_CONTACT}"
        )
    return near


def _bare(where: str) -> str:
    return where.removeprefix("www.")


def _other_scheme(where: str) -> str:
    host, _, port = where.rpartition(":")
    return f"{host}:{ {'80': '443', '443': '80'}.get(port, port) }"
