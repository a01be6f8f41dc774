"""Bylines: names without what outlets write around them, and labels that name nobody."""

import pytest
from lxml import html

from baqylau.clean import byline, structured_data

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
    assert byline.read(tree, structured_data.read(tree), SITES, corporate=False) == names


def test_a_foreign_page_keeps_the_institution_it_declares() -> None:
    tree = html.document_fromstring(
        '<html><head><meta name="author" content="Inform'
        ' KZ"></head><body><p>Text.</p></body></html>'
    )
    assert byline.read(tree, structured_data.read(tree), SITES, corporate=True) == ("Inform KZ",)
