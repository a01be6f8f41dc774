"""Addresses of machines: a host or an address comes in, whether it is this machine or a trusted
proxy goes out.
"""

import ipaddress
from collections.abc import Iterable

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_OF_ONE_HOUSE = 64  # bits: the network that a provider gives to one customer


def is_loopback(host: str) -> bool:
    """Whether only this machine can connect to a server that listens on this host."""
    if host.casefold() == "localhost":
        return True
    found = _address(host)
    return found is not None and found.is_loopback


def networks(given: Iterable[str]) -> tuple[_Network, ...]:
    """Addresses and networks (`10.0.0.1`, `10.0.0.0/24`). Raises ValueError for anything else."""
    return tuple(ipaddress.ip_network(x) for x in given)


def is_among(address: str, known: Iterable[_Network]) -> bool:
    """Whether the address is in one of the networks."""
    found = _address(address)
    return found is not None and any(found in x for x in known if x.version == found.version)


def who_tries(address: str) -> str:
    """What attempts are counted by: the address; of IPv6 its network, since one machine has
    millions of addresses there.
    """
    found = _address(address)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, _OF_ONE_HOUSE), strict=False))
    return address if found is None else str(found)


def _address(given: str) -> _Address | None:
    try:
        found = ipaddress.ip_address(given.partition("%")[0].strip("[]"))
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found
