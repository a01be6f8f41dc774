import re

import pytest

from crawler.discovery.url_pattern import pattern_of

HOST = "https://example.kz"
SLUGS = (
    "pozhar-v-gorode",
    "byudzhet-prinyat-v-chtenii",
    "novyy-most-otkryli-segodnya",
    "su-tasqyny-bolmaidy-deidi",
)


@pytest.mark.parametrize(
    "form",
    [
        "/news/{slug}-1000{n}/",
        "/{section}/65040{n}-{slug}.html",
        "/2026/11/2{n}/{slug}/",
        "/2026-11-2{n}/{slug}/",
        "/news.php?id=1000{n}",
        "/story/2818{n}",
        "/kk/posts/{slug}-7035{n}",
    ],
)
def test_the_pattern_of_articles_is_made_from_their_addresses(form: str) -> None:
    urls = [
        HOST + form.format(slug=slug, n=n, section=("politika", "sport")[n % 2])
        for n, slug in enumerate(SLUGS)
    ]
    pattern = pattern_of([f"{HOST}/", f"{HOST}/about/", *urls, f"{HOST}/tag/sport/"])
    assert pattern is not None
    assert all(re.search(pattern, x) for x in urls)
    assert re.search(pattern, HOST + form.format(slug="drugaya-novost", n=9, section="sport"))
    assert not any(
        re.search(pattern, x)
        for x in (f"{HOST}/", f"{HOST}/about/", f"{HOST}/tag/sport/", f"https://other.kz{form}")
    )


def test_two_addresses_are_too_few_for_a_pattern() -> None:
    assert pattern_of([f"{HOST}/news/a-10001/", f"{HOST}/news/b-10002/"]) is None


def test_addresses_that_are_no_articles_give_no_pattern() -> None:
    assert pattern_of([f"{HOST}/about/", f"{HOST}/news/", "https://t.me/x"]) is None
