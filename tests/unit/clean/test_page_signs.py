"""Forms, goods, forums, challenges and front pages are no articles; an article beside such things
stays one.
"""

import pytest

from baqylau.clean import read
from baqylau.model.article import Kind
from baqylau.model.page import Page
from tests.unit.clean.test_kinds import FLASH, PROSE, VISIT, kind

RULES = (
    "Заполните поля, помеченные звёздочкой. На ваш адрес придёт письмо со ссылкой на один день. "
)
FIELDS = "<input name=a><input type=email name=b><textarea name=c></textarea>"
GOODS = "Чайник из нержавеющей стали держит тепло шесть часов, крышка закрывается плотно. "
NEWS = f"<h1>Снег в горах закрыл перевал</h1><p>{PROSE}</p><p>{PROSE}</p>"
PASSWORD = "<input name=login><input type=password name=p>"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (f"<h1>Вход в кабинет</h1><form method=post><p>{RULES}</p>{PASSWORD}</form>", "/lk/1"),
        (f"<h1>Тіркелу</h1><p>{RULES}</p><form method=post>{PASSWORD}</form>", "/user/1"),
        (f"<h1>Sign up</h1><p>{RULES}</p><form method=post>{PASSWORD}</form>", "/join/1"),
        (f"<h1>Мы рядом</h1><p>{RULES}</p><form method=post>{PASSWORD}</form>", "/site/login"),
        (
            f"<h1>Лавка</h1><p>{RULES}</p><form method=post>{FIELDS}</form>",
            "/password_forgotten.php",
        ),
        (f"<h1>Обратная связь</h1><p>{RULES}</p><form method=post>{FIELDS}</form>", "/about/1"),
        (f"<h1>Пишите нам</h1><p>{RULES}</p><form method=post>{FIELDS}</form>", "/kontakty"),
        (f"<h1>Чайник</h1><p>{GOODS}</p><b>4 990 ₸</b><button>В корзину</button>", "/p/1"),
        (f"<div itemscope itemtype='https://schema.org/Product'><p>{GOODS}</p></div>", "/p/2"),
        (f"<h1>Чайники</h1><p>{GOODS}</p>" + "<span>4 990 тг</span>" * 6, "/p/3"),
        (f"<h1>Чайники</h1><p>{GOODS}</p><span>4 990 тг</span>", "/shop/chainiki"),
        (f"<h1>Рыбалка</h1><p>{PROSE}</p>", "/board/viewforum.php?f=3"),
        (f"<h1>Проверка браузера</h1><p>Подождите несколько секунд. {FLASH}</p>", "/n/1"),
        ("<h1>Бір сәт</h1><p>Браузеріңізді тексеріп жатырмыз, біраз күте тұрыңыз.</p>", "/n/2"),
        ("<p>Подтвердите, что вы не робот, и мы откроем вам эту страницу сайта.</p>", "/n/3"),
        ("<p>Verifying you are human. This may take a few seconds of your time.</p>", "/n/4"),
    ],
)
def test_a_page_of_a_site_s_own_business_is_no_article(body: str, path: str) -> None:
    assert kind(body, url=f"https://example.kz{path}") is Kind.NOT_ARTICLE


@pytest.mark.parametrize(
    "beside",
    [
        f"<div class='login-popup'><form method=post>{PASSWORD}</form></div>",
        f"<header><form method=post>{PASSWORD}</form></header>",
        f"<div id='comments'><form method=post>{FIELDS}</form></div>",
        f"<form method=post>{FIELDS}</form>",
        f"<form method=post>{PASSWORD}</form>",
        "<form method=get><input name=q></form>",
        "<aside><a href='/cart'>Корзина</a></aside>",
        "<p>Сбор: $28,500,000</p><p>Бюджет: 12 млн €</p>" * 4,
        "<table>"
        + "<tr><td>Кресло</td><td><b>370 €</b></td><td>хорошо</td><td>1,7</td></tr>" * 9
        + "</table>",
        "<div>Доллар 520,1 ₸</div><div>Евро 560,2 ₸</div>",
        "<div style='display:none'><div>Вход</div><div>Регистрация</div></div>",
        "<noscript>Enable JavaScript to continue reading comments</noscript>",
    ],
)
def test_an_article_beside_a_form_or_a_price_is_an_article(beside: str) -> None:
    assert kind(beside + NEWS + beside) is Kind.ARTICLE


def test_an_article_about_a_shop_is_an_article() -> None:
    declared = '<meta property="og:type" content="article">'
    body = f"<h1>Магазин закрыли</h1><p>{PROSE}</p>" + "<span>990 ₸</span>" * 9
    assert kind(body, declared) is Kind.ARTICLE


def test_a_front_page_with_little_text_is_a_listing() -> None:
    assert kind(f"<h1>Добро пожаловать</h1><p>{PROSE}</p>", url="https://example.kz/") is (
        Kind.LISTING
    )


def test_a_flash_of_two_words_is_an_article_where_articles_stand() -> None:
    body = (
        "<div id='menu'><div class='login-title'>Вход</div></div><h1>Школу закроют</h1>"
        "<div class='post-content'><p>Вчера, 18:20</p><p>Подробности позже</p></div>"
    )
    assert kind(body) is Kind.ARTICLE


@pytest.mark.parametrize(
    ("requested", "url", "expected"),
    [
        ("/news/2026/sneg-v-gorah-1024", "/news/", Kind.LISTING),
        ("/kz/obshestvo/1024", "/kz/obshestvo", Kind.LISTING),
        ("/index.php?id=77", "/novosti", Kind.LISTING),
        ("/n/1024", "/n/1024-sneg", Kind.ARTICLE),
        ("/news", "/news/1", Kind.ARTICLE),
        (None, "/news/1", Kind.ARTICLE),
    ],
)
def test_a_removed_article_that_leads_to_its_section_is_no_article(
    requested: str | None, url: str, expected: Kind
) -> None:
    links = "".join(
        f"<div><a href='/n/{n}'>Ещё одна новость о погоде под номером {n}</a></div>"
        for n in range(9)
    )
    page = f"<html><body>{NEWS}{links}</body></html>"
    host = "https://example.kz"
    article = read(
        Page(
            host + url,
            page.encode(),
            VISIT,
            "text/html; charset=utf-8",
            requested=host + requested if requested else None,
        )
    )
    assert article.kind is expected
