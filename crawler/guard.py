"""Which addresses the crawler may connect to: an address comes in, the reason to refuse it (or
None) goes out; and a name resolver that refuses when the connection is made.

Names are checked twice: the written form before a request is sent (`refusal`), the resolved
addresses when the connection is made (`GuardedResolver`). A name that changes its address between
the two is caught, because the connection is made to exactly the addresses that were checked.
"""

import ipaddress
import logging
import socket
import unicodedata
from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from twisted.internet.interfaces import (
    IAddress,
    IHostnameResolver,
    IHostResolution,
    IResolutionReceiver,
)
from zope.interface import implementer

from crawler.hosts import DEFAULT_PORTS, host_port
from crawler.user_agent import allowed_hosts

logger = logging.getLogger(__name__)

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


def _as_ip(host: str) -> str | None:
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


def refusal(url: str, allowed: Collection[str] = ()) -> str | None:
    """Why this address must not be fetched, judged by its written form alone; None where it may.

    `allowed` holds `host:port` pairs of this machine that may be fetched nevertheless.
    """
    try:
        parts = urlsplit(url)
        where = host_port(parts)
    except ValueError:
        return "not an address"
    if parts.scheme not in DEFAULT_PORTS:
        return f"scheme {parts.scheme or '(none)'} is not http or https"
    if not parts.hostname:
        return "no host"
    if parts.username is not None or parts.password is not None:
        return "carries a user name"
    if where in allowed:
        return None
    host, _, port = where.rpartition(":")
    if int(port) in NEVER_PORTS:
        return f"port {port} is not a web server's"
    host = _plain(host)
    ip = _as_ip(host)
    if ip is not None:
        return None if is_global(ip) else f"{ip} is not a public address"
    if "." not in host or host.endswith(_BLOCKED_ENDINGS) or host in _BLOCKED_NAMES:
        return "a name of this machine or its network"
    return None


def _plain(host: str) -> str:
    """The host as the library that looks it up will write it: full-width letters, circled digits
    and ideographic dots are the plain ones (RFC 3490).
    """
    return unicodedata.normalize("NFKC", host).replace("\u3002", ".").lower().rstrip(".")


@implementer(IResolutionReceiver)
class _AddressFilter:
    """Passes resolved addresses on, and only if the crawler may connect to all of them."""

    def __init__(self, receiver: Any, where: str) -> None:
        self.receiver = receiver
        self.where = where
        self.addresses: list[Any] = []

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802  (Twisted's name)
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        self.addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        private = [x.host for x in self.addresses if not is_global(x.host)]
        if private:
            logger.warning(
                "refused to connect to %s: it resolves to %s", self.where, ", ".join(private)
            )
        else:
            for address in self.addresses:
                self.receiver.addressResolved(address)
        # without an address the connection fails as for an unknown host
        self.receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver:
    """The reactor's name resolver with a filter; a name that resolves to a private address among
    public ones is refused altogether.
    """

    def __init__(self, reactor: Any, allowed: Collection[str], inner: Any = None) -> None:
        self.reactor = reactor
        self.allowed = frozenset(allowed)
        self.inner = inner or reactor.nameResolver

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> "GuardedResolver":
        return cls(reactor, allowed_hosts(crawler.settings))

    def install_on_reactor(self) -> None:
        if not isinstance(self.reactor.nameResolver, GuardedResolver):
            self.reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802  (Twisted's name)
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        where = f"{hostName.lower().rstrip('.')}:{portNumber}"
        receiver = (
            resolutionReceiver
            if where in self.allowed
            else _AddressFilter(resolutionReceiver, where)
        )
        resolution: IHostResolution = self.inner.resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )
        return resolution
