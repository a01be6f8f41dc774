"""Every registered outlet is found by its addresses, however they are written; no edition is
guessed.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from baqylau import registry
from baqylau.model.hosts import COUNTRIES, TOP_LEVEL, country_of, host_of, outlet_of, site_of
from baqylau.model.outlet import Outlet

ROOT = Path(__file__).resolve().parents[3]
OUTLETS = registry.load(ROOT / "outlets")
OWN = [(x.id, url) for x in OUTLETS.values() for url in (x.home, *x.examples)]
ON_ITS_HOST = [
    (x.id, way.url)
    for x in OUTLETS.values()
    for way in x.discover
    if host_of(way.url) == host_of(x.home)
    and sum(host_of(y.home) == host_of(x.home) for y in OUTLETS.values()) == 1
]


def _of(url: str) -> str | None:
    found = outlet_of(url, OUTLETS.values())
    return found.id if found else None


def _written(url: str, *, scheme: str = "", host: str = "{}") -> str:
    parts = urlsplit(url)
    return parts._replace(
        scheme=scheme or parts.scheme, netloc=host.format(parts.netloc.removeprefix("www."))
    ).geturl()


@pytest.mark.parametrize(("outlet", "url"), OWN + ON_ITS_HOST)
def test_an_outlet_is_found_by_every_writing_of_its_addresses(outlet: str, url: str) -> None:
    for form in (
        url,
        f" {url} ",
        _written(url),
        _written(url, host="www.{}"),
        _written(url, scheme="http"),
        _written(url, scheme="http", host="www.{}:80"),
        _written(url, host="{}:443"),
        _written(url, host="{}."),
        _written(url, host="www.{}.:8443"),
        _written(url, host="WWW.{}").replace(".kz/", ".KZ/"),
        url + ("&" if "?" in url else "?") + "utm_source=x",
    ):
        assert _of(form) == outlet, form


@pytest.mark.parametrize(("outlet", "url"), OWN)
def test_a_subdomain_nobody_named_is_nobodys(outlet: str, url: str) -> None:
    del outlet
    assert _of(_written(url, host="nobody-named-this.{}")) is None
    assert _of(_written(url, host="not{}")) is None


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        # by its pattern, whatever the front page's path is
        ("https://kun.uz/uz/news/2026/01/02/su", "kun-uz"),
        ("http://www.kun.uz/ru/news/2026/01/02/voda", "kun-uz-ru"),
        ("https://vlast.kz/novosti/1-voda.html", "vlast"),
        # by the front page's path, part by part, where no pattern fits
        ("https://vlast.kz/english", "vlast-en"),
        ("https://daryo.uz/ru/2026/01/02/voda", "daryo-ru"),
        ("https://daryo.uz/rukopis", "daryo"),
        ("https://www.gov.kz/memleket/entities/karaganda/press/news/details/1", "govkz-karaganda"),
        ("https://gazeta.uz/ru/politics?page=2", "gazeta-uz"),
        # an edition that no file describes is not taken for another one
        ("https://www.gov.kz/memleket/entities/edu/press/news/details/1", None),
        ("https://www.gazeta.uz/politics", None),
        ("https://www.akorda.kz/qz/suhbat-1", None),
        ("https://cabar.asia/uz/yangiliklar", None),
        # aliases
        ("https://m.akipress.org/news:2383552", "akipress"),
        ("https://nationalbank.kz/ru/news/1", "nationalbank"),
        ("https://www.nationalbank.kz/kz/news/1", "nationalbank-kk"),
        ("https://kun.uz:port/ru", "kun-uz-ru"),
        # no addresses
        ("", None),
        ("/news/1", None),
        ("kun.uz/ru", None),
        ("https://[kun.uz/", None),
        ("https://kun.uz.example.org/ru", None),
        ("https://example.org/https://kun.uz/ru", None),
    ],
)
def test_editions_that_share_a_host(url: str, outlet: str | None) -> None:
    assert _of(url) == outlet


def test_the_order_of_the_registry_makes_no_difference() -> None:
    backwards = list(reversed(OUTLETS.values()))
    for _, url in OWN:
        assert outlet_of(url, backwards) == outlet_of(url, OUTLETS.values())


def test_presses_on_one_machine_are_told_apart_by_their_port() -> None:
    presses = [
        Outlet(str(port), str(port), f"http://127.0.0.1:{port}/", "sample", ("ru",), "UTC", ())
        for port in (8001, 8002)
    ]
    found = [outlet_of(f"http://127.0.0.1:{x}/news/1", presses) for x in (8001, 8002, 8003)]
    assert found == [*presses, None]


@pytest.mark.parametrize(
    ("url", "host", "site", "country"),
    [
        ("https://www.Example.kz:443/news", "example.kz", "example.kz", "kz"),
        ("http://kz.kursiv.media./", "kz.kursiv.media", "kursiv.media", "regional"),
        ("https://ru.kabar.kg/", "ru.kabar.kg", "kabar.kg", "kg"),
        ("https://[::1]:8000/", "::1", "::1", "regional"),
        ("https://[", "", "", "regional"),
        ("рядом", "", "", "regional"),
    ],
)
def test_what_a_host_says(url: str, host: str, site: str, country: str) -> None:
    assert (host_of(url), site_of(url), country_of(url)) == (host, site, country)


def test_every_country_but_the_regional_one_has_a_zone() -> None:
    named = {x.country for x in OUTLETS.values()}
    assert named - {"regional"} <= set(COUNTRIES)


def test_last_parts_of_hosts_are_listed_once() -> None:
    """Whoever looks for the press's hosts in a text takes `TOP_LEVEL`."""
    list_of_three = re.compile(rf"(?:\b(?:{TOP_LEVEL})\|){{2}}(?:{TOP_LEVEL})\b")
    code = [
        x
        for folder in ("baqylau", "crawler", "workers", "console", "dashboard", "press")
        for x in (ROOT / folder).rglob("*")
        if x.suffix in (".py", ".toml") and x.name != "hosts.py"
    ]
    assert [str(x) for x in code if list_of_three.search(x.read_text(encoding="utf-8"))] == []
