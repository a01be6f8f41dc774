"""The source of a piece of news: the article's own outlet, a newsroom, an office."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Об этом передает корреспондент Zarechye.kz.",
            [("ru.relay", "Об этом передает корреспондент Zarechye.kz", "self", "Zarechye.kz")],
        ),
        (
            "Об этом передает Tengrinews.kz.",
            [("ru.relay", "Об этом передает Tengrinews.kz", "cited", "Tengrinews.kz")],
        ),
    ],
)
def test_the_outlet_itself_has_the_layer_self(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert (
        summary(facts(sentence, "attribution", outlet="Zarechye.kz"), "layer", "source") == expected
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Мост открыт, пишет портал со ссылкой на Reuters.",
            [
                ("ru.relay", "пишет портал", "cited", "портал"),
                ("ru.reference", "Reuters", "cited", "Reuters"),
            ],
        ),
    ],
)
def test_the_source_behind_a_reference_is_a_newsroom(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert (
        summary(facts(sentence, "attribution", outlet="Zarechye.kz"), "layer", "source") == expected
    )


@pytest.mark.parametrize(
    "sentence",
    [
        'Экзамены пройдут очно, заявил ректор в эфире радио ""Голос степи"".',
        "Об этом он рассказал в интервью каналу «» вчера.",
        'Об этом сообщает газета "".',
        'По данным портала «"',
        "В комментарии изданию «»",
        "Как стало известно «», завод закрыт.",
        "Как сообщил корреспонденту «» фермер, воды нет.",
        "Источник: «»",
        "Фото опубликовано в Telegram-канале «».",
        "Со ссылкой на газету «» об этом пишет портал “”.",
    ],
)
def test_marks_that_hold_nothing_name_no_source(sentence: str) -> None:
    assert all(f["source"]["text"].strip('«»“”" ') for f in facts(sentence, "attribution"))
