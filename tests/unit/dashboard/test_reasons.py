"""Reasons why a page gave no article or an edit was refused, in three languages."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import baqylau
from baqylau.corrections import fields, words
from baqylau.errors import ConflictError, EditError
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


LONG = "я" * 5000
REFUSED = {
    "field": partial(fields.parse, "quote", "value", "1"),
    "long": partial(fields.parse, "quote", "speaker_name", LONG),
    "empty": partial(fields.parse, "role", "person", " "),
    "number": partial(fields.parse, "amount", "value", "много"),
    "currency": partial(fields.parse, "amount", "currency", "тенге"),
    "choice": partial(fields.parse, "article", "kind", "нет"),
    "published": partial(fields.parse, "article", "published", "вчера"),
    "length": partial(words.note, LONG),
}
SOURCES = Path(baqylau.__file__).parent


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("reason", REFUSED)
def test_a_refused_edit_is_told_in_the_language(reason: str, language: str) -> None:
    t = i18n.of(language)
    refuse: Callable[[], object] = REFUSED[reason]
    with pytest.raises(EditError) as caught:
        refuse()
    assert caught.value.reason == reason
    said = reasons.refused(caught.value, t)
    assert "{" not in said
    if language != "en":
        left = re.sub("KZT|USD|T09", "", said)
        assert not re.search("[a-z]", left)


def test_every_reason_of_a_refused_edit_has_its_words() -> None:
    raised = re.compile(r'(?:EditError|ConflictError)\(\s*"(\w+)"')
    found = {y for x in SOURCES.rglob("*.py") for y in raised.findall(x.read_text("utf-8"))}
    assert set(REFUSED) < found
    wanted = {f"edit_refused.{x}" for x in found}
    assert wanted == {x for x in i18n.table("ru") if x.startswith("edit_refused.")}


def test_somebody_at_this_computer_is_named_so() -> None:
    error = ConflictError("changed_by", "…", field="person", by="local")
    assert reasons.refused(error, i18n.of("ru")) == "Человек: уже исправлено (на этом компьютере)."
