"""Which outlets may be visited: outlets and settings come in, a yes or no or a selection goes
out.
"""

from collections.abc import Collection, Iterable, Mapping

from baqylau.errors import ConfigurationError
from baqylau.model.outlet import Outlet
from baqylau.settings import HOW_TO_CONTACT, Settings
from crawler.hosts import hosts_of, without_www


def is_local_host(outlet: Outlet, allowed: Collection[str]) -> bool:
    """Whether every host of the outlet is one of the allowed `host:port` pairs of this machine, so
    that no request leaves it.
    """
    return hosts_of(outlet) <= frozenset(without_www(x) for x in allowed)


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
