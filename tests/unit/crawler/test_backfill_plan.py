from datetime import date

import pytest

from baqylau.model.link import Link
from baqylau.model.outlet import DiscoverySource, SourceKind
from crawler import backfill_plan

SPAN = backfill_plan.DateRange(date(2025, 1, 30), date(2025, 2, 2))


@pytest.mark.parametrize(
    ("link", "held"),
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
def test_a_link_is_wanted_unless_its_day_lies_outside(link: Link, held: bool) -> None:
    assert SPAN.may_hold(link) is held


def test_an_archive_of_days_is_walked_from_the_last() -> None:
    source = DiscoverySource(SourceKind.SECTION, "https://example.kz/{YYYY}{MM}{DD}/")
    assert list(backfill_plan.listings(source, SPAN)) == [
        f"https://example.kz/{x}/" for x in ("20250202", "20250201", "20250131", "20250130")
    ]
    assert backfill_plan.count(source, SPAN) == 4


def test_a_sitemap_of_months_is_asked_for_each_month_once() -> None:
    source = DiscoverySource(SourceKind.SITEMAP, "https://example.kz/map-{YYYY}-{MM}.xml")
    assert list(backfill_plan.listings(source, SPAN))[:2] == [
        "https://example.kz/map-2025-02.xml",
        "https://example.kz/map-2025-01.xml",
    ]


def test_a_feed_has_no_past() -> None:
    assert (
        list(
            backfill_plan.listings(DiscoverySource(SourceKind.FEED, "https://example.kz/rss"), SPAN)
        )
        == []
    )


def test_a_numbered_list_is_bounded() -> None:
    assert (
        len(
            list(
                backfill_plan.listings(
                    DiscoverySource(SourceKind.SECTION, "https://example.kz/?p={n}"), SPAN
                )
            )
        )
        == backfill_plan.MOST_PAGES
    )
