"""Lists that are not quite what they should be: nothing of them is lost."""

import gzip
import json

import pytest

from crawler.discovery import feeds, sitemaps
from crawler.discovery.result import ListingState

HOME = "https://tau-samal.test/"
MAP = f"{HOME}sitemap.xml"
FIRST, SECOND = f"{HOME}news/101/", f"{HOME}news/102/"
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    ' xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"'
)
PROLOG = '<?xml version="1.0" encoding="UTF-8"?>'


def _urlset(*extras: str, prolog: str = PROLOG, end: str = "</urlset>") -> bytes:
    entries = "".join(
        f"<url><loc>{HOME}news/{101 + n}/</loc>{x}</url>" for n, x in enumerate(extras)
    )
    return f"{prolog}<urlset {SPACES}>{entries}{end}".encode()


PICTURE = (
    f"<image:image><image:loc>{HOME}1.jpg</image:loc><image:title>x</image:title></image:image>"
)
FILM = (
    f"<video:video><video:content_loc>{HOME}1.mp4</video:content_loc><video:title>film</video:title>"
    "<video:publication_date>2001-01-01</video:publication_date></video:video>"
)
NEWS = (
    "<news:news><news:publication_date>2026-03-09T10:00:00+05:00</news:publication_date>"
    "<news:title>Су келді</news:title></news:news>"
)


@pytest.mark.parametrize("extra", [PICTURE, PICTURE * 2, FILM, FILM + PICTURE])
@pytest.mark.parametrize("before", [True, False])
def test_pictures_and_films_do_not_replace_the_article(extra: str, before: bool) -> None:
    (link,) = sitemaps.read(_urlset(extra + NEWS if before else NEWS + extra), MAP).links
    assert (link.url, link.hint["title"]) == (FIRST, "Су келді")
    assert link.hint["published"] == "2026-03-09T10:00:00+05:00"


WHOLE = _urlset("", "")
BROKEN = {
    "blank lines first": b"\n\n " + WHOLE,
    "a byte order mark": b"\xef\xbb\xbf" + WHOLE,
    "both": b"\xef\xbb\xbf\n" + WHOLE,
    "a notice of PHP": b"<br />\n<b>Notice</b>: Undefined index in <b>/w/map.php</b><br />\n"
    + WHOLE,
    "a plain notice": b"Warning: mysqli::query(): (HY000)\n" + WHOLE,
    "a bare &": _urlset("<news:news><news:title>A & B</news:title></news:news>", ""),
    "an entity of HTML": _urlset(
        "<news:news><news:title>A&nbsp;&laquo;</news:title></news:news>", ""
    ),
    "a control character": _urlset("<news:news><news:title>A\x0bB</news:title></news:news>", ""),
    "a bad byte": WHOLE.replace(b"</url>", b"<news:title>\xd0</news:title></url>", 1),
    "no end": _urlset("", "", end="<url><loc>https://tau-sa"),
    "packed": gzip.compress(WHOLE),
    "packed twice": gzip.compress(gzip.compress(WHOLE)),
    "two members": gzip.compress(WHOLE[:120]) + gzip.compress(WHOLE[120:]),
    "packed and cut": gzip.compress(WHOLE)[:-9],
    "a space never declared": WHOLE.replace(SPACES.encode(), b""),
    "addresses, one a line": f"\ufeff{FIRST}\r\n{SECOND}\n".encode(),
    "a feed": f"<rss version='2.0'><channel><item><link>{FIRST}</link></item><item><link>{SECOND}"
    "</link></item></channel></rss>".encode(),
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_a_sitemap_that_is_not_quite_one_is_read_all_the_same(body: bytes) -> None:
    assert {x.url for x in sitemaps.read(body, MAP).links} == {FIRST, SECOND}


@pytest.mark.parametrize("body", [b"", b"<html><p>404</p></html>", b"\x1f\x8b\x08", b"not here"])
def test_what_is_no_sitemap_is_invalid(body: bytes) -> None:
    assert sitemaps.read(body, MAP).state is ListingState.INVALID


def test_an_address_with_a_bare_ampersand_is_kept_whole() -> None:
    body = _urlset("").replace(b"news/101/", b"?id=7&lang=ru")
    assert sitemaps.read(body, MAP).links[0].url == f"{HOME}?id=7&lang=ru"


def test_times_of_several_zones_and_forms_are_compared_as_moments() -> None:
    body = _urlset(
        "<lastmod>09.03.2026</lastmod>",
        "<lastmod>2026-03-10T09:00:00+05:00</lastmod>",
        "<lastmod>2026-03-10T05:00:00Z</lastmod>",
        "<lastmod>Wed, 11 Mar 2026 09:00:00 GMT</lastmod>",
    )
    numbers = [x.url[-4:-1] for x in sitemaps.read(body, MAP).links]
    assert numbers == ["104", "103", "102", "101"]


def _index(*names: str, lastmod: str = "") -> bytes:
    maps = "".join(f"<sitemap><loc>{HOME}{x}</loc>{lastmod}</sitemap>" for x in names)
    return f"{PROLOG}<sitemapindex {SPACES}>{maps}</sitemapindex>".encode()


def test_of_an_index_without_dates_the_highest_numbers_are_read_and_the_rest_in_turn() -> None:
    names = ["tag-sitemap.xml", *(f"post-sitemap{n}.xml" for n in range(1, 21)), "page-sitemap.xml"]
    turns = [sitemaps.read(_index(*names), MAP, turn=n).onward for n in range(30)]
    newest = {f"{HOME}post-sitemap20.xml", f"{HOME}post-sitemap19.xml"}
    assert all(set(x[:2]) == newest for x in turns)
    assert {y for x in turns for y in x} == {f"{HOME}{x}" for x in names}


def test_months_in_names_are_ordered_as_dates() -> None:
    names = [f"map-{y}-{m}.xml" for y in (2025, 2026) for m in (1, 2, 10)]
    onward = sitemaps.read(_index(*names), MAP).onward
    assert onward[:2] == (f"{HOME}map-2026-10.xml", f"{HOME}map-2026-2.xml")


def test_child_sitemaps_of_other_hosts_are_not_read() -> None:
    body = _index("a.xml").replace(HOME.encode(), b"https://elsewhere.test/")
    result = sitemaps.read(body, MAP, may_read=lambda x: x.startswith(HOME))
    assert (result.onward, result.state) == ((), ListingState.EMPTY)
    assert result.reason


def _feed(title: str, extra: str = "") -> str:
    return (
        f"<rss version='2.0'><channel><title>x</title><item><title>{title}</title>"
        f"<link>{FIRST}</link>{extra}</item></channel></rss>"
    )


TITLE = "Көпір бүгін кешке ашылды, деді әкім"
RUSSIAN = "Мост открыли сегодня вечером, сообщил аким"


@pytest.mark.parametrize(
    ("body", "content_type", "title"),
    [
        (f"{PROLOG}{_feed(RUSSIAN)}".encode("cp1251"), "text/xml", RUSSIAN),
        (_feed(RUSSIAN).encode("cp1251"), None, RUSSIAN),
        (_feed(TITLE).encode(), "text/xml; charset=windows-1251", TITLE),
        (f"{PROLOG}{_feed(TITLE)}".encode() + b"\xd0", "text/xml", TITLE),
        (f"\n\n{PROLOG}{_feed(TITLE)}".encode(), None, TITLE),
        (gzip.compress(_feed(TITLE).encode()), None, TITLE),
        (f"<b>Notice</b>: x\n{PROLOG}{_feed(TITLE)}".encode(), None, TITLE),
    ],
)
def test_a_feed_in_the_wrong_charset_is_read(
    body: bytes, content_type: str | None, title: str
) -> None:
    assert feeds.read(body, HOME, content_type).links[0].hint["title"] == title


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("<![CDATA[<b>Су</b> келді &laquo;бүгін&raquo;]]>", "Су келді «бүгін»"),
        ("&lt;i&gt;Су&lt;/i&gt; келді", "Су келді"),
        ("5 &lt; 6 және 7 &gt; 6", "5 < 6 және 7 > 6"),
        ("&amp;quot;Су&amp;quot; келді", '"Су" келді'),
    ],
)
def test_a_title_has_no_markup(written: str, title: str) -> None:
    assert feeds.read(_feed(written).encode(), HOME).links[0].hint["title"] == title


@pytest.mark.parametrize(
    "extra",
    [
        "<fulltext>Толық мәтін осында</fulltext>",
        "<turbo:content xmlns:turbo='http://turbo.yandex.ru'>Толық мәтін осында</turbo:content>",
        "<yandex:full-text xmlns:yandex='http://news.yandex.ru'>Толық мәтін осында"
        "</yandex:full-text>",
        "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        "Толық мәтін осында</content:encoded>",
    ],
)
def test_the_longest_text_of_an_item_is_taken(extra: str) -> None:
    body = _feed("x", f"<description>Қысқа</description>{extra}").encode()
    assert feeds.read(body, HOME).links[0].hint["text"] == "Толық мәтін осында"


def test_a_time_without_a_zone_is_in_the_zone_of_the_outlet() -> None:
    body = _feed("x", "<pubDate>2026-03-09 21:40:00</pubDate>").encode()
    (link,) = feeds.read(body, HOME, None, "Asia/Almaty").links
    assert link.hint["published"] == "2026-03-09T16:40:00+00:00"
    assert "published" not in feeds.read(body, HOME).links[0].hint


def test_a_json_feed_is_read() -> None:
    items = [
        {"url": FIRST, "title": TITLE, "date_published": "2026-03-09T21:40:00+05:00"},
        {"id": SECOND, "content_text": "мәтін", "authors": [{"name": "А. Б."}]},
        {"title": "no address"},
        "no item",
    ]
    result = feeds.read(json.dumps({"version": "1.1", "items": items}).encode(), HOME)
    assert [x.url for x in result.links] == [FIRST, SECOND]
    assert result.links[0].hint["published"] == "2026-03-09T16:40:00+00:00"
    assert result.links[1].hint["author"] == "А. Б."


@pytest.mark.parametrize("body", [b"{", b'{"a": 1}', b"{" * 100_000, b'{"items": 3}'])
def test_json_that_is_no_feed_is_invalid(body: bytes) -> None:
    assert feeds.read(body, HOME).state is ListingState.INVALID


def test_of_an_endless_feed_the_first_items_are_read() -> None:
    items = "".join(f"<item><link>{HOME}news/{n}/</link></item>" for n in range(2_500))
    body = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    result = feeds.read(body, HOME)
    assert (len(result.links), result.links[0].url) == (feeds.MOST_ITEMS, f"{HOME}news/0/")
