"""A declared canonical address is believed only where it can name the page."""

import pytest

from baqylau.clean import canonical
from baqylau.clean.structured_data import StructuredData

SITE = "https://vestnik.example.kz"
DEEP = "/news/2026/11/sneg-v-gorah-zakryl-pereval"


@pytest.mark.parametrize(
    ("url", "declared"),
    [
        (f"{DEEP}?utm_source=tg", DEEP),
        (f"{DEEP}/amp", DEEP),
        ("/print.php?id=71", "/news/71-sneg"),
        ("/news/71", "/news/71-sneg-v-gorah"),
        ("/index.php?id=7&from=tg", "/index.php?id=7"),
        ("/blog/thaw?ref=x", "/blog/thaw"),
        ("/d/2019/02/134052.html", "/blog/2019/02/thaw-again/"),
    ],
)
def test_an_address_that_can_name_the_page_is_taken(url: str, declared: str) -> None:
    for given in (StructuredData(canonical=SITE + declared), og(SITE + declared)):
        assert canonical.of(given, SITE + url) == SITE + declared


@pytest.mark.parametrize(
    ("url", "declared"),
    [
        (DEEP, "/"),
        (DEEP, ""),
        (DEEP, "/news/"),
        (DEEP, "/news/2026"),
        ("/news/10452", "/news"),
        ("/kz/obshestvo/10452-sneg", "/kz/"),
        ("/index.php?id=7", "/index.php"),
        ("/news.asp?n=1504", "/news.asp"),
        ("/?p=7", "/"),
        (DEEP, "https://other.example.org/news/2026/11/sneg-v-gorah-zakryl-pereval"),
        (DEEP, "javascript:void(0)"),
    ],
)
def test_the_address_of_a_template_is_not_taken(url: str, declared: str) -> None:
    whole = declared if ":" in declared else SITE + declared
    for given in (StructuredData(canonical=whole), og(whole)):
        assert canonical.of(given, SITE + url) == SITE + url


def og(address: str) -> StructuredData:
    return StructuredData(meta={"og:url": address})
