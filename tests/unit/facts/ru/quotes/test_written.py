"""Who speaks in a document, and sentences in which nobody named speaks."""

import pytest

from tests.unit.facts.reading import facts


def speakers(text: str) -> list[str | None]:
    return [x["speaker_name"] for x in facts(text, "quote")]


@pytest.mark.parametrize(
    ("text", "author"),
    [
        (
            "Премьер Виктор Лунев принял посла Ержана Алтаева, сообщает пресс-служба"
            " правительства. «Стороны обсудили торговлю», – говорится в сообщении.",
            "пресс-служба правительства",
        ),
        (
            "Обращение врачей опубликовал журналист Тимур Жакин. «Мы ждём зарплату с мая»,"
            " – говорится в обращении.",
            "врачи",
        ),
        (
            "Министр Айдос Ералин посетил завод. «Цех запустят в июне», – говорится в сообщении.",
            None,
        ),
        (
            "Министр Айдос Ералин посетил завод. В документе говорится, что цех запустят в июне.",
            None,
        ),
        (
            "Актёр Павел Дорин скончался в среду. Ранее сообщалось, что он был болен.",
            None,
        ),
        (
            "Хирург Анна Ким вышла на пенсию. Указывается, что она работала сорок лет.",
            None,
        ),
    ],
)
def test_a_document_speaks_for_its_author_and_for_nobody_else(
    text: str, author: str | None
) -> None:
    assert speakers(text) == [author]


@pytest.mark.parametrize(
    "remark",
    [
        "Следует отметить, что новому директору школы 42 года.",
        "Стоит напомнить, что мост закрыли в мае.",
        "Отметим, что новому директору школы 42 года.",
    ],
)
def test_a_remark_of_the_article_is_no_speech(remark: str) -> None:
    assert speakers(f"Директором стал Андрей Ворохов. {remark}") == []
