import gzip
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.discovery import feeds, sections, sitemaps, telegram
from crawler.discovery.result import ListingState

WAY = "https://example.kz/rss.xml"
RSS = """<?xml version="1.0"?>\
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>\
<title>Т</title>
<item><title>Бюджет принят</title>\
<link>https://example.kz/news/byudzhet-100001/?utm_source=rss</link>
<pubDate>Mon, 23 Nov 2026 09:30:00 +0500</pubDate>
<description>Кратко.</description>\
<content:encoded><![CDATA[<p>Полный текст новости.</p>]]></content:encoded></item>
<item><title>Без ссылки</title><guid isPermaLink="false">42</guid></item></channel></rss>"""


def test_a_feed_gives_links_with_title_time_and_text() -> None:
    reading = feeds.read(RSS.encode(), WAY)
    (link,) = reading.links
    assert link.url == "https://example.kz/news/byudzhet-100001/"
    assert link.hint["published"] == "2026-11-23T04:30:00+00:00"
    assert "Полный текст" in link.hint["text"]


@pytest.mark.parametrize(
    "others",
    [
        '<link rel="alternate" type="text/html" href="https://example.kz/news/a-1?print"/>',
        '<link rel="alternate" type="text/html" href="https://example.kz/kk/news/a-1"/>'
        '<link rel="edit" href="https://example.kz/edit/1"/>',
    ],
)
def test_an_item_with_several_addresses_has_the_one_that_is_its_id(others: str) -> None:
    address = "https://example.kz/news/a-1"
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title>Title</title>'
        f'<link href="{address}"/>{others}<id>{address}</id></entry></feed>'
    )
    assert [x.url for x in feeds.read(body.encode(), WAY).links] == [address]


def test_empty_and_invalid_feeds_have_different_states() -> None:
    empty = feeds.read(b'<rss version="2.0"><channel><title>x</title></channel></rss>', WAY)
    wrong = feeds.read(b"<html><body>404</body></html>", WAY)
    assert (empty.state, wrong.state) == (ListingState.EMPTY, ListingState.INVALID)
    assert wrong.reason


def test_a_windows_1251_feed_is_read_by_its_declaration() -> None:
    body = RSS.replace('version="1.0"', 'version="1.0" encoding="windows-1251"', 1).encode("cp1251")
    assert feeds.read(body, WAY).links[0].hint["title"] == "Бюджет принят"


def _sitemap(*entries: str) -> bytes:
    space = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    return f'<?xml version="1.0"?><urlset {space}>{"".join(entries)}</urlset>'.encode()


NEWS = (
    "<news:news><news:publication_date>2026-11-23T10:00:00+05:00</news:publication_date>"
    "<news:title>Т</news:title></news:news>"
)
OLD = "<url><loc>https://example.kz/news/a-10001</loc><lastmod>2026-11-20</lastmod></url>"
NEW = f"<url><loc>https://example.kz/news/b-10002</loc>{NEWS}</url>"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_sitemap_packed_or_not_gives_the_newest_first(pack: type[bytes]) -> None:
    links = sitemaps.read(pack(_sitemap(OLD, NEW)), "https://example.kz/sitemap.xml").links
    assert [x.url[-7:] for x in links] == ["b-10002", "a-10001"]
    assert links[0].hint["published"] == "2026-11-23T10:00:00+05:00"


def test_an_index_gives_its_newest_children_as_onward_addresses() -> None:
    maps = "".join(
        f"<sitemap><loc>https://example.kz/map-{n}.xml</loc>"
        f"<lastmod>2026-0{n}-01</lastmod></sitemap>"
        for n in range(1, 8)
    )
    body = (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>'
    ).encode()
    assert sitemaps.read(body, "https://example.kz/sitemap.xml").onward == tuple(
        f"https://example.kz/map-{n}.xml" for n in (7, 6, 5)
    )


def test_a_lastmod_of_today_on_all_entries_does_not_order_them() -> None:
    entries = [
        f"<url><loc>https://example.kz/post/{n}</loc><lastmod>2026-11-24</lastmod></url>"
        for n in range(1000, 1100)
    ]
    links = sitemaps.read(_sitemap(*entries), "https://example.kz/sitemap.xml").links
    assert links[0].url.endswith("/1099")


def test_a_gzip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = gzip.compress(b"\0" * (sitemaps.MOST_BYTES + 10))
    reading = sitemaps.read(bomb, "https://example.kz/sitemap.xml.gz")
    assert reading.state is ListingState.INVALID
    assert "unpacks" in (reading.reason or "")


def test_entities_of_a_hostile_sitemap_are_not_resolved() -> None:
    body = (
        b"<!DOCTYPE x [<!ENTITY e SYSTEM"
        b' "file:///etc/passwd">]><urlset><url><loc>https://example.kz/&e;</loc></url></urlset>'
    )
    assert all("root" not in x.url for x in sitemaps.read(body, "https://example.kz/s.xml").links)


ARTICLES = re.compile(r"^https://example\.kz/news/[a-z-]+-\d{5,}/$")
LISTING = b"""<html><head><base href="/news/"></head><body><a href="/about/">About</a>
<a class="card" href="pozhar-10001/"><img></a>\
<a class="card" href="pozhar-10001/?utm_source=main">Pozhar v gorode</a>
<a href="https://elsewhere.kz/news/x-10002/">Elsewhere</a></body></html>"""


def test_a_section_gives_each_article_once_with_its_headline() -> None:
    (link,) = sections.read(LISTING, "https://example.kz/news/", is_article=ARTICLES.search).links
    assert link.url == "https://example.kz/news/pozhar-10001/"
    assert link.hint == {"title": "Pozhar v gorode"}


def test_a_section_page_without_links_is_empty() -> None:
    reading = sections.read(
        b"<a href='/about/'>x</a>", "https://example.kz/", is_article=ARTICLES.search
    )
    assert reading.state is ListingState.EMPTY
    assert reading.reason


TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("url", "pages"),
    [
        ("https://example.kz/?p={n}", ["https://example.kz/?p=1", "https://example.kz/?p=2"]),
        ("https://example.kz/news/", ["https://example.kz/news/"]),
        (
            "https://example.kz/{YYYY}/{M}/{D}/",
            ["https://example.kz/2026/3/1/", "https://example.kz/2026/2/28/"],
        ),
        (
            "https://example.kz/map-{YYYY}-{MM}.xml",
            ["https://example.kz/map-2026-03.xml", "https://example.kz/map-2026-02.xml"],
        ),
    ],
)
def test_pages_of_a_listing_are_bounded_by_its_count(url: str, pages: list[str]) -> None:
    assert sections.pages(url, 2, TODAY) == pages


@pytest.mark.parametrize(
    ("url", "hour", "wanted"),
    [
        ("https://example.kz/{YYYY}/{M}/{D}/", 1, [("2026/2/28", "03-01"), ("2026/2/27", "02-28")]),
        ("https://example.kz/map-{YYYY}-{MM}.xml", 9, [("2026-02", "03-01")]),
        ("https://example.kz/?p={n}", 9, []),
        ("https://example.kz/news/", 9, []),
    ],
)
def test_pages_of_the_past_end_with_their_day_or_month(
    url: str, hour: int, wanted: list[tuple[str, str]]
) -> None:
    found = sections.past_pages(url, 1, datetime(2026, 3, 1, hour, 30, tzinfo=UTC))
    assert [end for _, end in found] == sorted((end for _, end in found), reverse=True)
    for (address, end), (part, day) in zip(found, wanted, strict=False):
        assert part in address
        assert f"{end:%m-%d %H:%M}" == f"{day} 00:00"
    assert len(found) == (7 if "{D}" in url else len(wanted))


def test_a_page_of_the_past_is_fetched_after_its_day_and_once_more() -> None:
    end = datetime(2026, 3, 1, tzinfo=UTC)
    minute, late = timedelta(minutes=1), sections.LATE
    assert not sections.is_read(None, end, end + minute)
    assert not sections.is_read(end - minute, end, end + minute)
    assert sections.is_read(end + minute, end, end + 2 * minute)
    assert not sections.is_read(end + minute, end, end + late)
    assert sections.is_read(end + late, end, end + late + minute)


CHANNEL = """<div class="tgme_channel_info"></div>\
<div class="tgme_widget_message" data-post="sarqyt/7">
<div class="tgme_widget_message_text">Су тасқыны<br>Толығырақ: \
<a href="https://example.kz/news/su-10003/?utm_source=tg">сілтеме</a></div>
<time datetime="2026-11-23T10:00:00+00:00"></time></div>
<div class="tgme_widget_message" data-post="sarqyt/8">\
<div class="tgme_widget_message_text">Тек хабар</div>
<time datetime="2026-11-23T11:00:00+00:00"></time></div>"""


def test_a_channel_gives_articles_and_posts_newest_first() -> None:
    post, article = telegram.read(
        CHANNEL.encode(), "https://t.me/s/sarqyt", lambda url: bool(ARTICLES.search(url))
    ).links
    assert post.url == "https://t.me/sarqyt/8?embed=1"
    assert article.url == "https://example.kz/news/su-10003/"
    assert article.hint["title"] == "Су тасқыны"
    assert article.hint["published"] == "2026-11-23T10:00:00+00:00"


def test_a_page_that_is_no_channel_is_invalid() -> None:
    assert (
        telegram.read(b"<html>contact</html>", "https://t.me/s/x", lambda _: True).state
        is ListingState.INVALID
    )


@pytest.mark.parametrize("body", [b"", b"\x00", b"/dev/zero", b"http://127.0.0.1:9/x", b"-"])
def test_what_is_no_feed_is_invalid(body: bytes) -> None:
    assert feeds.read(body, "https://vestnik.test/rss").state is ListingState.INVALID
