"""Indirect and partly quoted speech around a reporting verb."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Ерлан Сатаев отметил, что мост открыт.",
            [("ru.verb_that", "Ерлан Сатаев отметил, что мост открыт", "indirect", "Ерлан Сатаев")],
        ),
        (
            "Как сообщил Ерлан Сатаев, мост открыт.",
            [("ru.as_said", "сообщил Ерлан Сатаев, мост открыт", "indirect", "Ерлан Сатаев")],
        ),
        (
            "Мост открыт, сообщил Ерлан Сатаев.",
            [("ru.trailing_verb", "Мост открыт, сообщил Ерлан Сатаев", "indirect", "Ерлан Сатаев")],
        ),
        (
            "Ерлан Сатаев рекомендовал поднять зарплаты.",
            [
                (
                    "ru.infinitive",
                    "Ерлан Сатаев рекомендовал поднять зарплаты",
                    "indirect",
                    "Ерлан Сатаев",
                )
            ],
        ),
    ],
)
def test_the_verb_stands_before_behind_or_around(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "quote"), "form", "speaker_name") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ерлан Сатаев построил мост.", []),
    ],
)
def test_a_verb_of_no_speech_reports_nothing(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "quote"), "form", "speaker_name") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Снимки домов, которые продаются в селе, опубликовал блогер Олег Дорин.",
        "Записи разговоров, которые хранились в архиве, передал журналист Павел Цой.",
        "Закон «О чистой воде» начал действовать в мае.",
    ],
)
def test_a_thing_that_is_published_is_no_speech(text: str) -> None:
    assert facts(text, "quote") == []


@pytest.mark.parametrize("verb", ["призвал", "попросил", "посоветовал"])
def test_a_request_keeps_its_negation(verb: str) -> None:
    found = facts(f"Аким Роман Хилин {verb} жителей не выходить на лёд.", "quote")
    text = f"Аким Роман Хилин {verb} жителей не выходить на лёд."
    assert [text[a:b] for x in found for a, b in x["content"]] == ["не выходить на лёд"]


@pytest.mark.parametrize(
    ("sentence", "content"),
    [
        ("Депутат обвинил министерство в том, что закон не работает.", "закон не работает"),
        ("Директор рассказал о том, что школа готова.", "школа готова"),
        ("Айбек Оспанов не исключил, что тариф вырастет.", "тариф вырастет"),
    ],
)
def test_a_clause_behind_in_that(sentence: str, content: str) -> None:
    (quote,) = facts(sentence, "quote")
    assert [sentence[a:b] for a, b in quote["content"]] == [content]


@pytest.mark.parametrize(
    "sentence",
    [
        "В МВД не подтвердили, что сотрудник задержан.",
        "Министр не говорил, что уйдёт.",
        "Аким не считает, что дорога опасна.",
    ],
)
def test_what_somebody_did_not_say_is_no_quote(sentence: str) -> None:
    assert facts(sentence, "quote") == []
