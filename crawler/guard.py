"""Which addresses the crawler may connect to: an address comes in, the reason to refuse it (or
None) goes out; and a name resolver that refuses when the connection is made.

Names are checked twice: the written form before a request is sent (`refusal`), the resolved
addresses when the connection is made (`GuardedResolver`). A name that changes its address between
the two is caught, because the connection is made to exactly the addresses that were checked.
"""

import logging
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

from baqylau.model.public_address import is_global, refused_host
from crawler.hosts import DEFAULT_PORTS, host_port
from crawler.user_agent import allowed_hosts

logger = logging.getLogger(__name__)


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
    return refused_host(host, int(port))


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
