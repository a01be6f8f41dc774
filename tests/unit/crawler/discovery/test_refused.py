"""Links that the pattern refuses are counted, and named where they look like articles."""

import pytest

from baqylau.model.outlet import DiscoverySource, Outlet, SourceKind
from crawler.discovery.listing import ListingBody, read
from crawler.discovery.refused import lookalike

HOME = "https://tau-samal.test/"
RISING = [f"{HOME}opinion/pikir-{n}" for n in (10_031, 10_027, 10_022, 10_020, 10_013, 10_002)]


@pytest.mark.parametrize(
    "urls",
    [
        RISING,
        RISING[::-1],
        [*RISING[:3], f"{HOME}tag/777777", *RISING[3:]],
        [f"{HOME}pikir/2026/03/0{n}/soz-bar-osynda/" for n in range(1, 8)],
    ],
)
def test_addresses_of_one_shape_with_rising_numbers_look_like_articles(urls: list[str]) -> None:
    assert lookalike(urls, of_feed=False) == urls[0]


@pytest.mark.parametrize(
    "urls",
    [
        [],
        RISING[:4],
        [f"{HOME}tag/{n}" for n in (5120, 9001, 1044, 7777, 2010, 8800, 3000)],
        [
            f"{HOME}{x}-and-more-of-it/"
            for x in ("about", "contacts", "rules", "team", "ads", "pay")
        ],
        [f"{HOME}a{n}/{'x/' * n}1000{n}" for n in range(8)],
    ],
)
def test_menus_tags_and_few_links_do_not(urls: list[str]) -> None:
    assert lookalike(urls, of_feed=False) is None


def test_of_a_feed_three_of_one_shape_are_enough() -> None:
    assert lookalike([f"{HOME}soz/su-men-zher-{x}" for x in "abc"], of_feed=True)


@pytest.mark.parametrize("kind", [SourceKind.FEED, SourceKind.SECTION, SourceKind.SITEMAP])
def test_a_listing_counts_them_and_leaves_other_editions_out(kind: SourceKind) -> None:
    kept, other = f"{HOME}news/su-keldi-20001", f"{HOME}ru/news/voda-30001"
    urls = [kept, *RISING, other, HOME, "https://elsewhere.test/news/x-10001"]
    body = {
        SourceKind.FEED: "<rss version='2.0'><channel>{}</channel></rss>",
        SourceKind.SECTION: "<html><body>{}</body></html>",
        SourceKind.SITEMAP: "<urlset>{}</urlset>",
    }[kind]
    entry = {
        SourceKind.FEED: "<item><link>{}</link></item>",
        SourceKind.SECTION: '<a href="{}">x</a>',
        SourceKind.SITEMAP: "<url><loc>{}</loc></url>",
    }[kind]
    source = DiscoverySource(kind, f"{HOME}list")
    outlet = Outlet(
        "tau-samal",
        "Тау самалы",
        HOME,
        "kz",
        ("kk",),
        "Asia/Almaty",
        (source,),
        articles=rf"^{HOME}news/",
        neighbours=(rf"^{HOME}ru/news/",),
    )
    given = ListingBody(body.format("".join(map(entry.format, urls))).encode(), source.url)
    result = read(given, source, outlet, 3, 100)
    assert [x.url for x in result.links] == [kept]
    assert (len(result.refused), result.lookalike) == (len(RISING), RISING[0])
