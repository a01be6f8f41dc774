"""Times of a page: which readings are told as disagreeing."""

from datetime import UTC, datetime

from baqylau.clean import read
from baqylau.model.page import Page

VISIT = datetime(2026, 11, 25, 6, tzinfo=UTC)
BODY = "".join(f"<p>Абзац {n}. Жители посёлка Сарыбулак дождались моста: по нему уже ходят автобусы и возят уголь.</p>" for n in range(5))
CARD = '<div class="card"><a href="/2">Другая новость</a> <span class="date">12 ноября 2026, 10:00</span></div>'


def page(head: str, cards: str) -> Page:
    shown = '<span class="date">24 ноября 2026, 09:30</span>'
    top = f"<html lang=ru><head><title>Мост открыли</title>{head}</head>"
    html = f"{top}<body><article><h1>Мост открыли</h1>{shown}{BODY}</article>{cards}</body></html>"
    return Page("https://vestnik.kz/1", html.encode(), VISIT, "text/html; charset=utf-8")


def readings(head: str = "", cards: str = "") -> list[str]:
    article = read(page(head, cards))
    assert article.published is not None
    assert article.published.date().isoformat() == "2026-11-24"
    return sorted({said[:10] for _, said in article.readings})


def test_the_dates_of_other_articles_cards_are_no_second_reading() -> None:
    assert readings(cards=CARD * 3) == []


def test_two_sources_that_disagree_are_both_kept() -> None:
    other = '<meta property="article:published_time" content="2026-11-24T09:30:00+05:00"><meta name="date" content="2026-11-20">'
    assert readings(other, CARD) == ["2026-11-20", "2026-11-24"]


def test_two_sources_that_agree_are_nothing_to_tell() -> None:
    same = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-11-24T09:30:00+05:00"}</script>'
    assert readings(same, CARD) == []
