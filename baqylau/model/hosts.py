"""What the host of an address says: an address comes in, its bare host, its country and the outlet
it belongs to go out.

>>> host_of("https://www.Example.kz:443/news/1")
'example.kz'
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from baqylau.model.outlet import Outlet

COUNTRIES = {
    "kz": "Asia/Almaty",
    "kg": "Asia/Bishkek",
    "uz": "Asia/Tashkent",
    "tj": "Asia/Dushanbe",
    "tm": "Asia/Ashgabat",
}
"""The countries we watch by the last part of a host, with the zone their newsrooms print times in.
"""
REGIONAL = "regional"
"""The country of an outlet whose host names none of them."""
TOP_LEVEL = "kz|kg|uz|tj|tm|ru|com|org|net|info|asia|media|news|su|eu|ua|de|at|co"
"""Last parts of hosts under which the press names itself (`Zakon.kz`, `kursiv.media`), for regular
expressions.
"""
_OWN_PORTS = (80, 443)


def host_of(url: str) -> str:
    """The host in small letters without `www.`, the dot at its end and the port; "" where the
    address has none.
    """
    return _bare(parts_of(url))


def site_of(url: str) -> str:
    """The last two parts of the host; "" where the address has none."""
    return ".".join(host_of(url).split(".")[-2:])


def country_of(url: str) -> str:
    """One of `COUNTRIES` by the host's last part, else `REGIONAL`."""
    ending = host_of(url).rpartition(".")[2]
    return ending if ending in COUNTRIES else REGIONAL


def zone_of(country: str) -> str:
    """The zone a new outlet of the country is given; most regional ones sit in Almaty."""
    return COUNTRIES.get(country, "Asia/Almaty")


def outlet_of(url: str, outlets: Iterable[Outlet]) -> Outlet | None:
    """The outlet an address is from: by its host or an alias, then by the pattern of articles, then
    by the longest path its front page has in common with it.

    None for a host nobody has, and where several editions share the host and none of them fits: no
    edition is guessed. `www.`, scheme, letter case, a dot behind the host and a port make no
    difference, but an outlet at a port of its own (a press on this machine) is known by it.
    """
    parts = parts_of(url)
    host, port = _bare(parts), _own_port(parts)
    near = [x for x in outlets if _is_at(host, port, x)] if host else []
    if len(near) < 2:
        return near[0] if near else None
    fitting = [x for x in near if x.articles and re.search(x.articles, _as_at_home(parts, x))]
    fitting = fitting or [x for x in near if _is_below(parts.path, x)]
    return max(fitting, key=lambda x: (len(_home(x).path.strip("/")), x.enabled), default=None)


def parts_of(url: str) -> SplitResult:
    """The parts of the address; all are empty where it cannot be read as one ("https://[::1")."""
    try:
        return urlsplit(url.strip())
    except ValueError:
        return urlsplit("")


def _bare(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".").removeprefix("www.")


def _own_port(parts: SplitResult) -> int | None:
    """The port where it is not one of the schemes' own; None also where it is no number."""
    try:
        return None if parts.port in _OWN_PORTS else parts.port
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _home_parts(home: str) -> tuple[SplitResult, str, int | None]:
    parts = parts_of(home)
    return parts, _bare(parts), _own_port(parts)


def _home(outlet: Outlet) -> SplitResult:
    return _home_parts(outlet.home)[0]


def _is_at(host: str, port: int | None, outlet: Outlet) -> bool:
    _, own_host, own_port = _home_parts(outlet.home)
    if host == own_host:
        return own_port in (None, port)
    return host in [x.lower().removeprefix("www.") for x in outlet.aliases]


def _as_at_home(parts: SplitResult, outlet: Outlet) -> str:
    """The address as the outlet itself writes it, which its pattern is made for."""
    home = _home(outlet)
    netloc = home.netloc if _bare(parts) == _bare(home) else _bare(parts)
    return parts._replace(scheme=home.scheme, netloc=netloc).geturl()


def _is_below(path: str, outlet: Outlet) -> bool:
    """Whether the path begins with the front page's, part by part: /kz is not above /kzt."""
    above = [x for x in _home(outlet).path.split("/") if x]
    return [x for x in path.split("/") if x][: len(above)] == above
