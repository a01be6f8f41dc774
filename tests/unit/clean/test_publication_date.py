"""Times of a page: which reading is chosen, and which are reported as disagreeing."""

from datetime import UTC, datetime

import pytest

from baqylau.clean import read
from baqylau.model.page import Page

VISIT = datetime(2026, 11, 25, 6, tzinfo=UTC)
BODY = "".join(
    f"<p>Абзац {n}. Жители посёлка Сарыбулак дождались моста: по нему уже ходят автобусы и возят"
    " уголь.</p>"
    for n in range(5)
)
CARD = (
    '<div class="card"><a href="/2">Другая новость</a> <span class="date">12 ноября 2026,'
    " 10:00</span></div>"
)


def page(head: str, cards: str) -> Page:
    shown = '<span class="date">24 ноября 2026, 09:30</span>'
    top = f"<html lang=ru><head><title>Мост открыли</title>{head}</head>"
    html = f"{top}<body><article><h1>Мост открыли</h1>{shown}{BODY}</article>{cards}</body></html>"
    return Page("https://vestnik.kz/1", html.encode(), VISIT, "text/html; charset=utf-8")


def readings(head: str = "", cards: str = "") -> list[str]:
    article = read(page(head, cards))
    assert article.published is not None
    assert article.published.date().isoformat() == "2026-11-24"
    return sorted({time[:10] for _, time in article.readings})


def test_the_dates_of_other_articles_cards_are_no_second_reading() -> None:
    assert readings(cards=CARD * 3) == []


def test_two_sources_that_disagree_are_both_kept() -> None:
    other = (
        '<meta property="article:published_time" content="2026-11-24T09:30:00+05:00"><meta'
        ' name="date" content="2026-11-20">'
    )
    assert readings(other, CARD) == ["2026-11-20", "2026-11-24"]


def test_two_sources_that_agree_give_no_readings() -> None:
    same = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished":'
        ' "2026-11-24T09:30:00+05:00"}</script>'
    )
    assert readings(same, CARD) == []


@pytest.mark.parametrize(
    ("head", "shown", "expected"),
    [
        # a day in a meta tag is often that of the last change
        (
            '<meta name="date" content="2026-11-20">',
            '<div class="news-date">18.11.2026</div>',
            "2026-11-18",
        ),
        (
            '<meta name="date" content="2026-11-20">',
            '<div class="news-date">2 days ago</div>',
            "2026-11-20",
        ),
        (
            '<meta name="date" content="2026-11-20T10:00:00Z">',
            '<div class="news-date">18.11.2026</div>',
            "2026-11-20",
        ),
        # a line may hold both
        (
            "",
            '<p class="date">Written: 2026-11-18 15:03 / Updated: 2026-11-19 09:00</p>',
            "2026-11-18",
        ),
        (
            "",
            (
                '<time class="updated" datetime="2026-11-19">19.11.2026</time><time'
                ' datetime="2026-11-18">18.11.2026</time>'
            ),
            "2026-11-18",
        ),
        (
            "",
            '<time class="entry-date updated" datetime="2026-11-18">18.11.2026</time>',
            "2026-11-18",
        ),
        (
            "",
            '<a rel="bookmark" href="/1"><time datetime="2026-11-18">18.11.2026</time></a>',
            "2026-11-18",
        ),
        # the page's node in JSON-LD counts where the article has none
        (
            (
                '<script type="application/ld+json">{"@graph": [{"@type": "WebPage",'
                ' "datePublished": "2026-11-18"}]}</script>'
            ),
            "",
            "2026-11-18",
        ),
        # a year alone is no day
        ("", "<footer>© 2026</footer>", None),
    ],
)
def test_the_day_of_publication(head: str, shown: str, expected: str | None) -> None:
    html = (
        f"<html lang=en><head><title>Bridge opened</title>{head}</head><body"
        f" class='one-sidebar'><h1>Bridge opened</h1>{shown}{BODY}</body></html>"
    )
    published = read(
        Page("https://gazette.example/1", html.encode(), VISIT, "text/html; charset=utf-8")
    ).published
    assert (published.date().isoformat() if published else None) == expected


def published(head: str, beside: str, behind: str = "", host: str = "vestnik.kz") -> str | None:
    html = (
        f"<html><head><title>Мост открыли</title>{head}</head><body><article><h1>Мост открыли</h1>"
        f"{beside}{BODY}</article>{behind}</body></html>"
    )
    page = Page(f"https://{host}/1", html.encode(), VISIT, "text/html; charset=utf-8")
    moment = read(page).published
    return moment.isoformat() if moment else None


@pytest.mark.parametrize(
    "rest",
    [
        ('<link rel="stylesheet" href="/style.css?v=20250314">', ""),
        ("<script>var offer = {until: '2025-01-31T00:00:00', from: '2024-02-01'};</script>", ""),
        ("<script>window.build = {\"date\": \"2024-06-30T10:00:00Z\"}</script>", ""),
        ("", "<p>Телефон: 8 (7142) 20-24-11-05, факс 2024-11-05-17.</p>"),
        ("", "<p>Тариф действует с 01.01.2025</p>"),
        ("", "<div>Закон от 12.05.2017</div>"),
        ("", "<p>Лицензия № 1745 от 12.05.2017</p>"),
        ("", '<a href="/?date=2025-11-04">4</a> <a href="/?date=2025-11-05">5</a>'),
        ("", "<footer>© 2009–2025 Степной маяк</footer>"),
        ("<!-- 2025-02-03 -->", '<img src="/upload/2025/02/03/1.jpg">'),
    ],
)
def test_a_page_without_a_date_is_given_none(rest: tuple[str, str]) -> None:
    head, behind = rest
    assert published(head, "", behind) is None
    assert published(head, "", f"<div>{behind}</div>") is None


@pytest.mark.parametrize(
    "beside",
    [
        "<div class=box>20 ноября 2026, 09:30<h2>Ещё</h2><ul><li><a href=/1>Другая</a></li></ul>"
        "</div>",
        "20 ноября 2026, 09:30<br>",
        "<p>Опубликовано:<br>20 ноября 26 (9:30)</p>",
        "<p>20 ноября 2026, 07:30 (МСК)</p>",
        '<div class="newsheader"><span>09:30 <font>|</font> 20.11.2026</span></div>',
    ],
)
def test_a_printed_date_is_found_beside_other_things(beside: str) -> None:
    assert published("", beside) == "2026-11-20T09:30:00+05:00"


@pytest.mark.parametrize("value", ["1763440500", "1763440500000", '"/Date(1763440500000)/"'])
def test_json_ld_may_give_a_number(value: str) -> None:
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":{value}}}'
    assert published(f"{head}</script>", "") == "2025-11-18T09:35:00+05:00"


def test_a_meta_tag_and_what_readers_see_outvote_json_ld() -> None:
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-11-02T08:'
        '00:00+05:00"}</script><meta property="article:published_time" content="2026-11-20T09:30:00'
        '+05:00">'
    )
    assert published(head, "<time>20 ноября 2026, 09:30</time>") == "2026-11-20T09:30:00+05:00"
    assert published(head, "") == "2026-11-02T08:00:00+05:00"
