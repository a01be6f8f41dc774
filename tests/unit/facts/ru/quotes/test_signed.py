"""Speakers whom no verb introduces, and speech over paragraphs."""

import pytest

from tests.unit.facts.reading import facts


@pytest.mark.parametrize(
    "text",
    [
        "Ответ Марата Оспанова: «Воду дадут к первому мая».",
        "Комментарий директора завода Марата Оспанова: «Воду дадут к первому мая».",
        "«Воду дадут к первому мая» (Марат Оспанов, директор завода).",
        "В городе прошёл сход.\n«Воду дадут к первому мая». – Директор завода Марат Оспанов",
        "«Воду дадут к первому мая».\nМарат Оспанов, директор завода",
        "Фонд «Чистый берег начал сбор. Марат Оспанов сказал: «Воду дадут к первому мая».",
        "Марат Оспанов сказал: «Воду дадут к первому мая.\nТрубы уже на складе».",
        "«Воду дадут к первому мая, – сказал Марат Оспанов. – Всем.\n«Трубы уже на складе».",
    ],
)
def test_the_speaker_is_named_without_a_verb_or_in_another_paragraph(text: str) -> None:
    found = facts(text, "quote")
    said = [text[a:b] for x in found for a, b in x["content"]]
    assert [x["speaker_name"] for x in found] == ["Марат Оспанов"]
    assert said[0].startswith("Воду дадут к первому мая")
    assert ("Трубы" in text) == any("Трубы уже на складе" in s for s in said)


@pytest.mark.parametrize(
    "text",
    [
        "Роман «Далёкий берег у реки» (Марат Оспанов, 2019) переиздан.",
        "Ответ на вопрос: «Далёкий берег у реки».",
    ],
)
def test_a_title_with_a_name_behind_it_is_no_speech(text: str) -> None:
    assert facts(text, "quote") == []
