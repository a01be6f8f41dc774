"""What kind of page it is, on pages of a few lines; whole pages are in tests/golden."""

from datetime import UTC, datetime

import pytest

from baqylau.clean import read
from baqylau.model.article import Kind
from baqylau.model.page import Page

VISIT = datetime(2026, 11, 24, 12, tzinfo=UTC)
PROSE = (
    "Первый снег лёг в горах раньше обычного, и дорожники закрыли перевал на неделю. Водителей"
    " просят ехать в объезд через долину. "
)
FLASH = (
    "В Алматы ночью произошло землетрясение силой три балла. Жертв и разрушений нет, сообщили в"
    " департаменте по чрезвычайным ситуациям города."
)
TEASERS = "".join(
    f'<div class="x"><h3><a href="/n/{n}">Заголовок новости номер {n} о погоде в'
    f" горах</a></h3><p>{PROSE}Номер {n}.</p></div>"
    for n in range(9)
)


def kind(body: str, head: str = "", url: str = "https://example.kz/n/1", status: int = 200) -> Kind:
    page = f"<html><head><title>Погода в горах</title>{head}</head><body>{body}</body></html>"
    return read(Page(url, page.encode(), VISIT, "text/html; charset=utf-8", status)).kind


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<h1>Снег в горах закрыл перевал</h1><p>{PROSE}</p><p>{PROSE * 2}</p>", Kind.ARTICLE),
        (f"<h1>Землетрясение в Алматы</h1><p>{FLASH}</p>", Kind.ARTICLE),
        (
            "<h1>Ошибка 404</h1><p>Страница не найдена. Возможно, она была удалена.</p>",
            Kind.NOT_ARTICLE,
        ),
        ("<h1>404</h1><p>Бет табылмады.</p>", Kind.NOT_ARTICLE),
        (
            "<b>Ошибка!</b><p>Запись не найдена в базе данных. Вернитесь на первую страницу, она"
            " стоит на прежнем месте.</p>",
            Kind.NOT_ARTICLE,
        ),
        (
            "<h1>Қате</h1><p>Мақала табылмады, басты бетке оралып, іздеп көріңіз.</p>",
            Kind.NOT_ARTICLE,
        ),
        (f"<h1>Ошибка водителя закрыла перевал</h1><p>{FLASH}</p>", Kind.ARTICLE),
        (f"<h1>Запись очевидца нашли в сети</h1><p>{FLASH}</p>", Kind.ARTICLE),
        (
            (
                "<h1>Вход</h1><form><input type='password'></form><p>Забыли пароль? Введите адрес,"
                " и мы отправим ссылку.</p>"
            ),
            Kind.NOT_ARTICLE,
        ),
        (f"<h1>Все новости</h1>{TEASERS}", Kind.LISTING),
        (
            (
                "<h1>Фоторепортаж</h1><figure><img src='1.jpg'><figcaption>Фото"
                " автора</figcaption></figure>"
            ),
            Kind.EMPTY,
        ),
        (
            (
                f"<h1>Кому принадлежит рынок</h1><p>{PROSE}</p><p>Материал доступен только по"
                " подписке</p>"
            ),
            Kind.PAYWALLED,
        ),
    ],
)
def test_the_kind_of_a_page(body: str, expected: Kind) -> None:
    assert kind(body) is expected


def test_a_declared_paywall_over_a_teaser_is_one_and_over_a_whole_text_is_none() -> None:
    closed = (
        '<script type="application/ld+json">{"@type":"NewsArticle",'
        '"headline":"Рынок","isAccessibleForFree":"False"}</script>'
    )
    assert kind(f"<h1>Рынок и его хозяева</h1><p>{PROSE}</p>", closed) is Kind.PAYWALLED
    assert kind(f"<h1>Рынок и его хозяева</h1>{f'<p>{PROSE * 3}</p>' * 6}", closed) is Kind.ARTICLE


def test_an_error_status_makes_no_article() -> None:
    assert (
        kind(f"<h1>Снег в горах закрыл перевал</h1><p>{PROSE * 3}</p>", status=410)
        is Kind.NOT_ARTICLE
    )


def test_a_listing_has_no_day_of_its_own() -> None:
    page = (
        "<html><body><h1>Все новости</h1><time"
        f" datetime='2026-11-23T10:00:00+05:00'>вчера</time>{TEASERS}</body></html>"
    )
    article = read(
        Page("https://example.kz/news", page.encode(), VISIT, "text/html; charset=utf-8")
    )
    assert (article.kind, article.published, article.text) == (Kind.LISTING, None, "")
