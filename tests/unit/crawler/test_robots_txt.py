"""robots.txt by RFC 9309: what each file allows the crawler, however it is written."""

import time

import pytest

from crawler.robots_txt import MOST_BYTES, parse, sitemaps

SITE = "https://tau-samal.test"
CLOSED = "Disallow: /closed/\n"


@pytest.mark.parametrize(
    "body",
    [
        f"\ufeffUser-agent: *\n{CLOSED}",
        f"User-agent: Baqylau/0.1\n{CLOSED}",
        f"User-agent: baqylau (news)\n{CLOSED}",
        f"USER-AGENT : BAQYLAU\r\n{CLOSED}",
        f"User-agent: Other\nVisit-time: 0600-0845\nUser-agent: *\n{CLOSED}",
        f"User-agent: *\nHost: tau-samal.test\nUser-agent: Other\n{CLOSED}",
        f"Sitemap: /s.xml\nUser-agent: *\rSitemap: /t.xml\r{CLOSED}",
        "User-agent: *\ndisallow /closed/",
        "User-agent: *\nDisalow: /closed/ # for machines",
        f"User-agent: Baqylau\n{CLOSED}User-agent: x\nDisallow: /\nUser-agent: Baqylau\nAllow: /x",
        "User-agent: *\nDisallow: /*losed/$\nDisallow: /cl*ed/*.html",
        "User-agent: *\nDisallow: /\nAllow: /open",
    ],
)
def test_what_a_file_closes_is_closed_and_the_rest_is_open(body: str) -> None:
    rules = parse(body.encode(), "Baqylau")
    assert not rules.allows(f"{SITE}/closed/") or not rules.allows(f"{SITE}/closed/1.html")
    assert rules.allows(f"{SITE}/open/1.html")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Disallow: /closed/",
        f"User-agent: Baqylaubot\n{CLOSED}",
        f"User-agent: *\n{CLOSED}\nUser-agent: Baqylau\nDisallow:",
        f"User-agent: *\n{CLOSED}Allow: /closed/",
        "<html><body>not found</body></html>",
        "\x00\xff",
    ],
)
def test_what_no_file_closes_is_open(body: str) -> None:
    assert parse(body.encode("utf-8", "surrogatepass"), "Baqylau").allows(f"{SITE}/closed/1")


@pytest.mark.parametrize(
    ("line", "delay"),
    [("Crawl-delay: 10", 10), ("crawl-delay: 2,5", 2.5), ("Crawl-delay: soon", 0), ("Delay: 3", 0)],
)
def test_the_delay_is_read_where_it_is_a_number(line: str, delay: float) -> None:
    assert parse(f"\ufeffUser-agent: *\n{line}\n".encode(), "Baqylau").delay == delay


def test_a_delay_ends_the_names_of_its_group() -> None:
    body = b"User-agent: *\nCrawl-delay: 4\nUser-agent: Other\nDisallow: /\n"
    rules = parse(body, "Baqylau")
    assert (rules.allows(f"{SITE}/x"), rules.delay) == (True, 4)


def test_escapes_are_compared_as_octets() -> None:
    rules = parse("User-agent: *\nDisallow: /жабық/\nDisallow: /a%2fb".encode(), "Baqylau")
    assert not rules.allows(f"{SITE}/%D0%B6%D0%B0%D0%B1%D1%8B%D2%9B/1")
    assert not rules.allows(f"{SITE}/a%2Fb")


def test_the_part_beyond_the_limit_is_ignored_and_the_part_before_counts() -> None:
    body = f"User-agent: *\n{CLOSED}".encode() + b"#" * MOST_BYTES + b"\nDisallow: /\n"
    rules = parse(body, "Baqylau")
    assert (rules.allows(f"{SITE}/closed/"), rules.allows(f"{SITE}/")) == (False, True)


def test_hostile_wildcards_take_no_time() -> None:
    lines = b"".join(b"Disallow: /" + b"*a" * 200 + b"%d$\n" % x for x in range(1000))
    rules = parse(b"User-agent: *\n" + lines, "Baqylau")
    began = time.process_time()
    assert rules.allows(f"{SITE}/{'a' * 2000}b")
    assert time.process_time() - began < 5


def test_sitemap_lines_are_listed() -> None:
    body = b"\xef\xbb\xbfSitemap: https://a.test/1.xml\nsite-map: https://a.test/2.xml # news\n"
    assert sitemaps(body) == ["https://a.test/1.xml", "https://a.test/2.xml"]
