"""Bylines: names without what outlets write around them, and labels that name nobody."""

import pytest
from lxml import html

from baqylau.clean import byline, structured_data
from baqylau.clean.attributes import Attributes

SITES = frozenset({"inform kz", "степной вестник"})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Авторы Дмитрий Попов", ["Дмитрий Попов"]),
        ("Автор: Айгуль Сатпаева, корреспондент", ["Айгуль Сатпаева"]),
        ("Айгуль Сатпаева и Дмитрий Попов", ["Айгуль Сатпаева", "Дмитрий Попов"]),
        ("Мәтін: Ерлан Оспанов", ["Ерлан Оспанов"]),
        ("Ерлан Оспанов және Дана Әлиева", ["Ерлан Оспанов", "Дана Әлиева"]),
        ("Avtory: Nurgúl Ermekova", ["Nurgúl Ermekova"]),
        ("By Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
        ("Ursula von der Leyen", ["Ursula von der Leyen"]),
        ("Von Max Müller", ["Max Müller"]),
        ("By April Glasser   Dec 15, 2026, 5 Min Read", ["April Glasser"]),
        ("By by JANE DOE and JOHN ROE December 16", ["JANE DOE", "JOHN ROE"]),
        ("Jane Doe, Culture Writer", ["Jane Doe"]),
        ("© Портал «Маяк» Мария Сомова", ["Мария Сомова"]),
        ("admin", []),
        ("Редакция", []),
        ("https://example.kz/author/1", []),
        ("пресс-служба", []),
        ("", []),
    ],
)
def test_names_are_taken_out_of_a_byline(text: str, names: list[str]) -> None:
    assert byline.names_in(text) == names


@pytest.mark.parametrize(
    ("page", "names"),
    [
        (
            (
                '<meta name="author" content="INFORM KZ"><div class="article-author">Автор: Айгуль'
                " Сатпаева</div>"
            ),
            ("Айгуль Сатпаева",),
        ),
        ('<meta name="author" content="INFORM KZ">', ()),
        (
            "<p>Новость о дожде.</p><p>Корреспонденты: Вадим Шпак, Алмас Тусупов</p>",
            ("Вадим Шпак", "Алмас Тусупов"),
        ),
        ("<p>Новость о дожде.</p><p>Фото: Вадим Шпак</p>", ()),
        ('<aside><span class="author">Чужой Автор</span></aside><p>Текст.</p>', ()),
        (
            (
                '<script type="application/ld+json">{"@type":"NewsArticle","author":[{"name":"Дана'
                ' Әли"},{"name":"Степной вестник"}]}</script>'
            ),
            ("Дана Әли",),
        ),
    ],
)
def test_the_outlet_and_its_departments_are_no_authors(page: str, names: tuple[str, ...]) -> None:
    tree = html.document_fromstring(f"<html><body>{page}</body></html>")
    attributes = Attributes(tree)
    structured = structured_data.read(tree, attributes)
    assert byline.read(tree, attributes, structured, SITES, corporate=False) == names


def test_a_foreign_page_keeps_the_institution_it_declares() -> None:
    tree = html.document_fromstring(
        '<html><head><meta name="author" content="Inform'
        ' KZ"></head><body><p>Text.</p></body></html>'
    )
    attributes = Attributes(tree)
    structured = structured_data.read(tree, attributes)
    assert byline.read(tree, attributes, structured, SITES, corporate=True) == ("Inform KZ",)


HEAD = "<h1>Мост через Тобол закроют на месяц</h1>"
TITLE = "Мост через Тобол закроют на месяц"


def authors(page: str, *, corporate: bool = False) -> tuple[str, ...]:
    tree = html.document_fromstring(f"<html><body>{page}</body></html>")
    attributes = Attributes(tree)
    structured = structured_data.read(tree, attributes)
    return byline.read(tree, attributes, structured, SITES, corporate=corporate, title=TITLE)


@pytest.mark.parametrize(
    "page",
    [
        '<ul><li class="not_authorized"><a href="#in">Войти</a></li></ul>',
        '<div class="authorization"><a href="#">Вход</a> / <a href="#">Регистрация</a></div>',
        '<td class="authors"><a href="/opinions">Мнения</a></td>',
        '<div class="author"><p>Колонка редактора</p><a href="/1">Кто ворует спутники?</a></div>',
        "".join(
            f'<div id=c><div class="author">{name}<a href="/{name}">Новая колонка о ценах</a></div>'
            "</div>"
            for name in ("Андрей Углов", "Татьяна Морская")
        ),
        "".join(
            f'<div><span class="author">{name}</span> сегодня, в 11:51</div>'
            for name in ("Олег Лурин", "Павел Вуев", "Анна Кросс")
        ),
        '<div class="vox-populi-author">Автор: <a href="mailto:a@b.kz">Сергей Умник</a></div>',
        '<div class="comment"><span class="author">Вадим Степной</span></div>',
        '<meta http-equiv="author" content="Данил Кислый - идея, дизайн, программирование">',
        '<meta name="author" content="Степь Медиа. Последние новости, Дальний Восток">',
        '<meta name="author" content="Лента новостей">',
        '<span class="author">Сохранить Отмена</span>',
        '<figure><span class="picture__author">Фото: Вадим Шпак</span></figure>',
    ],
)
def test_what_is_not_the_author_is_left_out(page: str) -> None:
    prose = "<p>Движение пустят в объезд.</p>" * 50
    assert authors(f"{HEAD}{prose}{page}") == ()


@pytest.mark.parametrize(
    "byline_markup",
    [
        '<div class="byline">By <a href="/authors/ma">Айгерим Сейтова</a> Dec 15, 5 Min Read</div>',
        '<div class="author-name"><span>Автор</span> <a href="/x">Айгерим Сейтова</a>'
        "<span>Корреспондент</span></div>",
        '<div><p>By <a href="/author/1">Айгерим Сейтова</a></p></div>',
        "<div>Автор: <span>Айгерим Сейтова</span></div>",
        '<span itemprop="author"><meta itemprop="name" content="Айгерим Сейтова"></span>',
        '<aside><a rel="author" href="/p/1">Айгерим Сейтова</a></aside>',
        '<p class="author">Айгерим Сейтова</p><ul><li><p class="author">Анна Кросс</p></li>'
        '<li><p class="author">Олег Лурин</p></li></ul>',
    ],
)
def test_the_author_is_found_below_the_headline(byline_markup: str) -> None:
    assert authors(f"{HEAD}{byline_markup}<p>Движение пустят в объезд.</p>") == ("Айгерим Сейтова",)


@pytest.mark.parametrize(
    "value",
    [
        '{"@type":"Person","givenName":"Айгерим","familyName":"Сейтова"}',
        '{"@type":"Person","name":"","givenName":"Айгерим","familyName":"Сейтова"}',
        '{"@type":"Person","name":{"@value":"Айгерим Сейтова"}}',
        '{"@type":"ProfilePage","mainEntity":{"@type":"Person","name":"Айгерим Сейтова"}}',
        '{"@list":[{"name":"Айгерим Сейтова"}]}',
        '{"0":{"name":["Айгерим Сейтова"]}}',
        '[{"@type":"Organization","name":"Тобол Инфо"},{"name":"Айгерим Сейтова"}]',
        '{"@type":"Organization","name":"Степь Медиа"}',
        '{"@type":"Person","name":"Web-редактор"}',
        '{"@type":"Person","name":"Лента новостей"}',
    ],
)
def test_json_ld_names_the_author_in_many_shapes(value: str) -> None:
    page = (
        f'<script type="application/ld+json">{{"@type":"NewsArticle","author":{value}}}</script>'
        f'{HEAD}<p class="byline">Автор: Айгерим Сейтова</p>'
    )
    assert authors(page) == ("Айгерим Сейтова",)


def test_a_team_and_a_pseudonym_are_authors_abroad_only() -> None:
    page = f'{HEAD}<div class="byline">By {{}}</div>'
    for name in ("Smart Shopping Team", "Creeny"):
        assert authors(page.format(name), corporate=True) == (name,)
        assert authors(page.format(name)) == ()
