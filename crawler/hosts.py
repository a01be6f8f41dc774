"""Which addresses lie on an outlet's own hosts: an address and an outlet come in, a yes or no goes
out. Pure, so that the sandbox processes that parse listings need not import the crawler.

An outlet's own hosts are those of its home, its discovery sources and its aliases, with and without
`www.`.
"""

from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from baqylau.model.outlet import Outlet

DEFAULT_PORTS = {"http": 80, "https": 443}


def host_port(parts: SplitResult) -> str:
    """`host:port` in lower case, the port written even where it is the scheme's own. Raises
    ValueError for an impossible port.
    """
    return (
        f"{(parts.hostname or '').lower().rstrip('.')}:"
        f"{parts.port or DEFAULT_PORTS.get(parts.scheme, 0)}"
    )


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
    return frozenset(without_www(_ascii(x)) for x in own_hosts)


def hosts_of(outlet: Outlet) -> frozenset[str]:
    """`host:port` of every host of the outlet, without `www.`."""
    return hosts(outlet.id, outlet.home, tuple(x.url for x in outlet.discover), outlet.aliases)


def in_scope(url: str, outlet: Outlet) -> bool:
    """Whether the address lies on one of the outlet's own hosts (http and https alike where the
    port is the scheme's own).
    """
    try:
        host = without_www(_ascii(host_port(urlsplit(url))))
    except ValueError:
        return False
    own_hosts = hosts_of(outlet)
    return host in own_hosts or _other_scheme(host) in own_hosts


def _ascii(host: str) -> str:
    """A host in national letters as the network writes it (қаз.kz: xn--…), which is how canonical
    addresses are written.
    """
    if host.isascii():
        return host
    name, _, port = host.rpartition(":")
    try:
        return f"{name.encode('idna').decode('ascii')}:{port}"
    except UnicodeError:
        return host


def without_www(host: str) -> str:
    return host.removeprefix("www.")


def _other_scheme(host: str) -> str:
    host, _, port = host.rpartition(":")
    return f"{host}:{ {'80': '443', '443': '80'}.get(port, port) }"
