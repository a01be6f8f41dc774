"""Reasons why a page gave no article, in three languages."""

import pytest

from dashboard import i18n, reasons


@pytest.mark.parametrize(
    ("stored", "russian"),
    [
        ("not_article: an error page: 'Нет такой'", "Страница ошибки: «Нет такой»"),
        ('not_article: an error page: "l\'erreur"', "Страница ошибки: «l'erreur»"),
        ("listing: a channel's list of posts", "Лента записей канала"),
        (
            "listing: 83% of the text are teasers under links",
            "Анонсы под ссылками составляют 83% текста",
        ),
        ("listing: 12 headlines that are links, and no text", "Заголовков-ссылок: 12; текста нет"),
        ("same body as page 33", "Те же байты, что у страницы 33"),
        (
            "clean took longer than 20 s and was stopped",
            "clean took longer than 20 s and was stopped",
        ),
        ("not_article: no reason given", "not_article: no reason given"),
        ("status 404: gone", "Сервер ответил HTTP 404: gone"),
        ("", ""),
    ],
)
def test_a_reason_is_told_in_the_words_of_the_reader(stored: str, russian: str) -> None:
    assert reasons.worded(stored, i18n.of("ru")) == russian


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_known_reason_has_its_text_and_keeps_what_it_quotes(language: str) -> None:
    words = i18n.table(language)
    there = {x.removeprefix("reason.") for x in words if x.startswith("reason.")}
    assert there == reasons._KNOWN.keys()
    for key, stored in reasons._KNOWN.items():
        assert words[f"reason.{key}"].count("{}") == stored.count("{}")
