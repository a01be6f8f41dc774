"""The sample press over real HTTP: what a reader of feeds, sitemaps, sections and pages gets from
it.
"""

import gzip
import http.client
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from baqylau import registry
from baqylau.errors import ConfigurationError
from baqylau.model.outlet import Outlet, SourceKind
from press import misbehaviour
from press.server import Sample, running


@dataclass(frozen=True)
class Got:
    status: int
    headers: dict[str, str]
    body: bytes


def get(
    url: str, headers: dict[str, str] | None = None, method: str = "GET", timeout: float = 5
) -> Got:
    """One request, nothing followed, nothing unpacked."""
    parts = urlsplit(url)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    try:
        line.request(
            method, parts.path + (f"?{parts.query}" if parts.query else ""), headers=headers or {}
        )
        answer = line.getresponse()
        return Got(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        line.close()


@pytest.fixture
def sample() -> Iterator[Sample]:
    with running() as press:
        yield press


def outlets(sample: Sample, folder: Path) -> dict[str, Outlet]:
    sample.write_outlets(folder)
    return registry.load(folder)


def found(outlet: Outlet) -> set[str]:
    """Every article address that the outlet's sources of links lead to; a 503 is requested
    again.
    """
    pattern = re.compile(outlet.articles or "")
    links: set[str] = set()
    for way in outlet.discover:
        pages = [way.url.replace("{n}", str(n)) for n in range(1, way.pages + 1)]
        if way.kind is SourceKind.SITEMAP:
            pages += [
                x.text or ""
                for x in ElementTree.fromstring(get(way.url).body).iter()
                if x.tag.endswith("loc")
            ]
        for page in pages:
            body = get(page).body.decode("utf-8", "replace").replace("&amp;", "&")
            links |= {
                urljoin(page, x)
                for x in re.findall(r'href="([^"]+)"|<(?:loc|link)>([^<]+)<', body, re.I)
                for x in x
                if x
            }
    return {x for x in links if pattern.match(x)}


def test_every_outlet_leads_to_its_articles(sample: Sample, tmp_path: Path) -> None:
    known = outlets(sample, tmp_path)
    assert set(known) == set(sample.origins)
    assert {urlsplit(x.home).netloc for x in known.values()} == set(sample.hosts)
    statuses = [get(x).status for outlet in known.values() for x in found(outlet)]
    assert statuses.count(200) >= 60
    assert {301, 404, 503} <= set(statuses)


def test_everything_that_answers_well_answers_304_the_second_time(
    sample: Sample, tmp_path: Path
) -> None:
    for outlet in outlets(sample, tmp_path).values():
        for url in [x.url.replace("{n}", "1") for x in outlet.discover] + sorted(found(outlet)):
            first = get(url)
            if first.status == 200:
                again = get(url, {"If-None-Match": first.headers["etag"]})
                assert (again.status, again.body) == (304, b""), url
                if "last-modified" in first.headers:
                    assert (
                        get(url, {"If-Modified-Since": first.headers["last-modified"]}).status
                        == 304
                    ), url


def test_a_busy_page_is_busy_once(sample: Sample) -> None:
    url = sample.origins["tumar"] + "/2026/11/17/sarapshy-su-tapshylygy-balqash/"
    refused = get(url)
    assert (refused.status, refused.headers["retry-after"]) == (503, "1")
    sample.second_visit()
    assert get(url).status == 200


def test_an_old_address_leads_to_the_article(sample: Sample) -> None:
    moved = get(sample.origins["bozdala"] + "/news/12874.html")
    assert moved.status == 301
    assert "мост через Ишим" in get(moved.headers["location"]).body.decode()


def test_the_district_paper_does_not_declare_windows_1251(sample: Sample, tmp_path: Path) -> None:
    known = outlets(sample, tmp_path)["zarechye"]
    page = next(
        x
        for x in (get(url) for url in sorted(found(known)))
        if "Жолкудук" in x.body.decode("cp1251")
    )
    assert page.headers["content-type"] == "text/html"
    assert b"charset=utf-8" in page.body
    with pytest.raises(UnicodeDecodeError):
        page.body.decode()


def test_a_paywalled_page_says_so_and_a_gallery_has_no_text(sample: Sample, tmp_path: Path) -> None:
    known = outlets(sample, tmp_path)
    paid = [
        x
        for x in (get(url).body.decode() for url in found(known["meridian71"]))
        if '"isAccessibleForFree": false' in x
    ]
    assert len(paid) == 1
    assert "доступен подписчикам" in paid[0]
    gallery = get(sample.origins["tumar"] + "/2026/11/16/galereya-nauryz-aul/").body.decode()
    assert gallery.count("wp-block-image") == 12


def test_the_channel_previews_articles_and_posts_of_its_own(sample: Sample) -> None:
    page = get(sample.origins["qostil"] + "/s/qostil").body.decode()
    posts = page.split("data-post=")[1:]
    assert (
        sum(sample.origins["qostil"] in x.partition("tgme_widget_message_footer")[0] for x in posts)
        >= 8
    )
    assert any("Көктайғақта" in x for x in posts)


def test_the_second_visit_differs_by_an_edit_a_removal_and_counters(
    sample: Sample, tmp_path: Path
) -> None:
    known = outlets(sample, tmp_path)
    urls = {x for outlet in known.values() for x in found(outlet)}
    before = {x: get(x) for x in urls}
    before |= {x: get(x) for x, was in before.items() if was.status == 503}
    sample.second_visit()
    after = {x: get(x) for x in urls}
    changed = {x for x in urls if after[x].body != before[x].body}
    assert sum(after[x].status == 410 for x in changed) == 1
    assert sum("бесплатный шаттл" in after[x].body.decode("utf-8", "replace") for x in changed) == 1
    moved = [x for x in changed if x.startswith(known["qostil"].home)]
    assert len(moved) >= 8
    assert [re.sub(r"\d", "", before[x].body.decode()) for x in moved] == [
        re.sub(r"\d", "", after[x].body.decode()) for x in moved
    ]


def test_the_log_lists_every_request(sample: Sample) -> None:
    page = get(sample.origins["bozdala"] + "/rss.xml")
    get(sample.origins["bozdala"] + "/rss.xml", method="HEAD")
    kept = [(x.outlet, x.method, x.path, x.status, x.bytes) for x in sample.requests]
    assert kept == [
        ("bozdala", "GET", "/rss.xml", 200, len(page.body)),
        ("bozdala", "HEAD", "/rss.xml", 200, 0),
    ]


BRIDGE = "/news/obshchestvo/most-cherez-ishim-zakryt/"
FEED = "/rss.xml"
FRONT = "/news/?PAGEN_1=1"


@pytest.fixture(scope="module")
def unwell() -> Iterator[Sample]:
    with running() as press:
        yield press


def wrong(press: Sample, name: str, path: str, timeout: float = 5) -> Got:
    press.misbehave({"bozdala": name})
    return get(press.origins["bozdala"] + path, timeout=timeout)


def test_a_misbehaving_outlet_does_not_change_the_others(unwell: Sample) -> None:
    page = "/2026/11/24/mektep-asqanasy-tekseru/"
    unwell.misbehave({})
    healthy = get(unwell.origins["tumar"] + page).body
    for name in misbehaviour.NAMES:
        unwell.misbehave({"bozdala": name})
        assert get(unwell.origins["tumar"] + page).body == healthy


def test_pages_that_stop_answering(unwell: Sample) -> None:
    assert wrong(unwell, "feed_dies", FEED).status == 404
    assert wrong(unwell, "feed_dies", FRONT).status == 200
    assert {wrong(unwell, "wall_403", x).status for x in (FEED, FRONT, BRIDGE, "/sitemap.xml")} == {
        403
    }
    assert wrong(unwell, "wall_403", "/robots.txt").status == 200
    with pytest.raises(TimeoutError):
        wrong(unwell, "slow_drip", BRIDGE, timeout=0.3)


def test_pages_that_hold_no_article(unwell: Sample) -> None:
    lost = wrong(unwell, "soft_404", BRIDGE)
    assert lost.status == 200
    assert "Страница не найдена" in lost.body.decode()
    bomb = wrong(unwell, "gzip_bomb", BRIDGE)
    assert bomb.headers["content-encoding"] == "gzip"
    assert len(bomb.body) < 2**20
    with gzip.open(io.BytesIO(bomb.body)) as unpacked:
        assert unpacked.seek(0, 2) == misbehaviour.BOMB
    there = wrong(unwell, "redirect_loop", BRIDGE).headers["location"]
    assert wrong(unwell, "redirect_loop", there).headers["location"] == BRIDGE


def test_pages_that_look_different(unwell: Sample) -> None:
    changed = wrong(unwell, "layout_changes", BRIDGE).body.decode()
    assert "Трещина длиной" in changed
    assert "news-detail" not in changed
    undated = [
        wrong(unwell, "dates_vanish", x).body.decode()
        for x in (BRIDGE, FEED, FRONT, "/sitemap-news.xml")
    ]
    assert not any(re.search(r"Ноябрь|pubDate|published_time|publication_date", x) for x in undated)


def test_links_that_multiply(unwell: Sample) -> None:
    keys = set(re.findall(r"PHPSESSID=(\w+)", wrong(unwell, "session_ids", FRONT).body.decode()))
    assert len(keys) == 1
    key = keys.pop()
    assert key not in get(unwell.origins["bozdala"] + FRONT).body.decode()
    assert get(f"{unwell.origins['bozdala']}{BRIDGE}?PHPSESSID={key}").status == 200
    campaigns = wrong(unwell, "utm_duplicates", "/news/obshchestvo/?PAGEN_1=1").body.decode()
    assert campaigns.count(BRIDGE) == 3
    assert (
        f'href="{BRIDGE}amp/"'
        in wrong(unwell, "amp_twins", "/news/obshchestvo/?PAGEN_1=1").body.decode()
    )
    assert (
        f'rel="canonical" href="{unwell.origins["bozdala"]}{BRIDGE}"'
        in wrong(unwell, "amp_twins", BRIDGE + "amp/").body.decode()
    )


def test_a_calendar_without_end(unwell: Sample) -> None:
    page, seen = wrong(unwell, "endless_calendar", FRONT).body.decode(), set()
    for _ in range(30):
        path = re.findall(r'href="(/news/vlast/calendar-[\d-]+/)"', page)[0]
        assert path not in seen
        seen.add(path)
        page = get(unwell.origins["bozdala"] + path).body.decode()


def test_a_sitemap_that_calls_everything_new(unwell: Sample) -> None:
    listed = re.findall(
        r"<lastmod>([^<]+)", wrong(unwell, "lastmod_today", "/sitemap-articles.xml").body.decode()
    )
    assert len(listed) >= 13
    assert len(set(listed)) == 1


@pytest.mark.parametrize("given", [{"bozdala": "feed_dyes"}, {"bozdalah": "feed_dies"}])
def test_an_unknown_misbehaviour_or_outlet_is_named(given: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match=r"feed_dyes|bozdalah"), running(given):
        pass


@pytest.mark.size
def test_generated_articles_have_an_outlet_of_their_own(tmp_path: Path) -> None:
    with running(generated=12_000) as press:
        outlet = outlets(press, tmp_path)["polygon"]
        maps = re.findall(r"<loc>([^<]+)", get(outlet.discover[0].url).body.decode())
        urls = [x for m in maps for x in re.findall(r"<loc>([^<]+)", get(m).body.decode())]
        assert len(set(urls)) == 12_000
        assert get(urls[0]).body != get(urls[11_999]).body
        page = get(urls[7_777])
        assert get(urls[7_777], {"If-None-Match": page.headers["etag"]}).status == 304
        assert get(press.origins["polygon"] + "/p/12000").status == 404


def test_the_press_closes_its_ports() -> None:
    with running() as press:
        url = press.origins["bozdala"] + "/"
        assert get(url).status == 200
    with pytest.raises(ConnectionRefusedError):
        get(url)
