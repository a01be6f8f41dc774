"""Which addresses are of the open internet: an IP address or the name of a host comes in, whether
it is public, or why not, goes out. The crawler and the webhooks of watches share it; both check the
resolved addresses as well, when they connect.
"""

import ipaddress
import socket
import unicodedata

NEVER_PORTS = frozenset({22, 23, 25, 110, 143, 445, 3306, 5432, 6379, 9200, 11211, 27017})
"""Ports of mail servers, shells and databases: no outlet serves pages there, but an attacker may
redirect to one.
"""
_V4_COMPATIBLE = ipaddress.ip_network("::/96")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_V6_UNICAST = ipaddress.ip_network("2000::/3")  # all of IPv6 that is assigned for the open internet
_ISATAP = (0x00005EFE, 0x02005EFE)  # RFC 5214: the words before an IPv4 address in the lower half
_BLOCKED_NETWORKS = tuple(
    ipaddress.ip_network(x)
    for x in (
        "168.63.129.16/32",  # Azure's own services, on an address that looks public
        "192.0.0.0/24",  # RFC 6890; a cloud's metadata at 192.0.0.192
        "192.88.99.0/24",  # RFC 7526: relays of 6to4, given up
        "3fff::/20",  # RFC 9637: documentation
    )
)
"""Networks that hold no outlet, but that the library, depending on its release, takes for public.
"""
_BLOCKED_ENDINGS = (".localhost", ".localdomain", ".local", ".internal", ".lan", ".home.arpa")
"""Endings that no public name has (RFC 6761, 6762, 8375; `.internal` is ICANN's for private use).
"""
_BLOCKED_NAMES = frozenset({"metadata.goog"})
"""Public names of a cloud's metadata service; names without a dot or in `.internal` are refused
anyway.
"""


def is_global(address: str) -> bool:
    """Whether an IP address is public, and so is every IPv4 address embedded in it (mapped,
    compatible, 6to4, Teredo, NAT64, ISATAP). An IPv6 zone is ignored.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    return all(_is_open(x) for x in _embedded_addresses(ip))


def _is_open(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if ip.version == 6 and ip not in _V6_UNICAST:
        return False
    closed = ip.is_multicast or ip.is_reserved or any(ip in x for x in _BLOCKED_NETWORKS)
    return ip.is_global and not closed


def _embedded_addresses(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    if isinstance(ip, ipaddress.IPv4Address):
        return [ip]
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    if ip.teredo:
        return [*ip.teredo]
    if ip.sixtofour:
        return [ip.sixtofour]
    if ip in _V4_COMPATIBLE or ip in _NAT64:
        return [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)]
    if (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP:
        return [ip, ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)]
    return [ip]


def as_ip(host: str) -> str | None:
    """The address a host name is a spelling of (127.1, 2130706433, 0x7f000001, 0177.0.0.1, [::1]),
    or None for a real name.
    """
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(
            socket.inet_aton(host)
        )  # reads every odd IPv4 form the C library reads
    except (OSError, UnicodeEncodeError):
        return None


def plain(host: str) -> str:
    """The host as the library that looks it up will write it: full-width letters, circled digits
    and ideographic dots are the plain ones (RFC 3490).
    """
    return unicodedata.normalize("NFKC", host).replace("\u3002", ".").lower().rstrip(".")


def refused_host(host: str, port: int) -> str | None:
    """Why this host must not be connected to, judged by its written form; None where it may."""
    if port in NEVER_PORTS:
        return f"port {port} is not a web server's"
    host = plain(host)
    ip = as_ip(host)
    if ip is not None:
        return None if is_global(ip) else f"{ip} is not a public address"
    if "." not in host or host.endswith(_BLOCKED_ENDINGS) or host in _BLOCKED_NAMES:
        return "a name of this machine or its network"
    return None
