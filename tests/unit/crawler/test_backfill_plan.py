from datetime import date

import pytest

from baqylau.model.link import Link
from baqylau.model.outlet import DiscoverySource, SourceKind
from crawler import backfill_plan

DAYS = backfill_plan.DateRange(date(2025, 1, 30), date(2025, 2, 2))


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (Link("https://example.kz/2025/01/31/a-b/", ""), True),
        (Link("https://example.kz/2025-03-01/a-b/", ""), False),
        (Link("https://example.kz/20250201/a-1.html", ""), True),
        (Link("https://example.kz/20251340/a-1.html", ""), True),
        (Link("https://example.kz/2025/02/a-b/", ""), True),
        (Link("https://example.kz/2024/12/a-b/", ""), False),
        (
            Link(
                "https://example.kz/a-10001/", "", hint={"published": "2025-02-02T23:00:00+05:00"}
            ),
            True,
        ),
        (Link("https://example.kz/a-10001/", "", hint={"lastmod": "2024-12-31"}), False),
        (Link("https://example.kz/a-10001/", ""), True),
    ],
)
def test_a_link_is_accepted_unless_its_day_lies_outside_the_range(
    link: Link, expected: bool
) -> None:
    assert DAYS.may_hold(link) is expected


def test_an_archive_of_days_is_listed_from_the_last_day_back() -> None:
    source = DiscoverySource(SourceKind.SECTION, "https://example.kz/{YYYY}{MM}{DD}/")
    assert list(backfill_plan.listings(source, DAYS)) == [
        f"https://example.kz/{x}/" for x in ("20250202", "20250201", "20250131", "20250130")
    ]
    assert backfill_plan.count(source, DAYS) == 4


def test_a_sitemap_of_months_is_listed_once_for_each_month() -> None:
    source = DiscoverySource(SourceKind.SITEMAP, "https://example.kz/map-{YYYY}-{MM}.xml")
    assert list(backfill_plan.listings(source, DAYS))[:2] == [
        "https://example.kz/map-2025-02.xml",
        "https://example.kz/map-2025-01.xml",
    ]


def test_a_feed_has_no_old_listings() -> None:
    assert (
        list(
            backfill_plan.listings(DiscoverySource(SourceKind.FEED, "https://example.kz/rss"), DAYS)
        )
        == []
    )


def test_a_numbered_list_is_bounded() -> None:
    assert (
        len(
            list(
                backfill_plan.listings(
                    DiscoverySource(SourceKind.SECTION, "https://example.kz/?p={n}"), DAYS
                )
            )
        )
        == backfill_plan.MOST_PAGES
    )
