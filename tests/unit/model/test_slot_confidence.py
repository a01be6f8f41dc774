"""How sure the slots of a fact are."""

import pytest

from tests.unit.facts.reading import facts


@pytest.mark.parametrize(
    ("text", "kind", "slot", "low", "high"),
    [
        ("«Воду дадут», – сказал аким Марат Оспанов.", "quote", "speaker_name", 0.9, 1.0),
        (
            "Аким Марат Оспанов приехал. «Воду дадут», – сказал он.",
            "quote",
            "speaker_name",
            0.7,
            0.8,
        ),
        (
            "Аким Марат Оспанов приехал. «Воду дадут», – сказал аким.",
            "quote",
            "speaker_name",
            0.8,
            0.85,
        ),
        (
            "Аким Марат Оспанов приехал. «Воду дадут», – сказал чиновник.",
            "quote",
            "speaker_name",
            0.5,
            0.8,
        ),
        ("Аким Марат Оспанов приехал.", "role", "position", 0.9, 1.0),
        ("Акимом стал Марат Оспанов.", "appointment", "person", 0.9, 1.0),
        ("Построили 14 домов.", "amount", "value", 0.8, 1.0),
        ("Мост открыли 3 мая 2025 года.", "date", "from_to", 0.9, 1.0),
        ("Мост открыли, сообщает пресс-служба акимата.", "attribution", "source", 0.9, 1.0),
        ("Мост открыли, сообщает газета.", "attribution", "source", 0.5, 0.65),
        (
            "АО «Тулпар» строит мост. В компании заявили, что он готов.",
            "quote",
            "speaker_name",
            0.5,
            0.65,
        ),
    ],
)
def test_a_name_in_the_words_is_surer_than_one_looked_for(
    text: str, kind: str, slot: str, low: float, high: float
) -> None:
    assert low <= facts(text, kind)[0]["slot_confidence"][slot] <= high


def test_an_empty_slot_has_no_confidence() -> None:
    text = "Мост закрыт. Ранее сообщалось, что его чинят."
    assert [x["slot_confidence"] for x in facts(text, "quote")] == [{}]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("«Су келеді», – деді әкім Марат Оспанов.", 0.9, 1.0),
        ("Әкім Марат Оспанов келді. «Су келеді», – деді ол.", 0.8, 0.9),
        ("Марат Оспанов келді. «Су келеді», – деді ол.", 0.5, 0.8),
        ("«Су келеді», – деді облыстың бас дәрігері.", 0.8, 0.9),
        ("«Су келеді», – деді тұрғындар.", 0.5, 0.8),
        ("«Су келеді, күтіңіз», – деді Линдсей ханым.", 0.5, 0.8),
        ("Маржан Оспанова келді. «Су келеді, күтіңіз», – деді М.Оспанова.", 0.9, 1.0),
    ],
)
def test_a_kazakh_speaker_is_sure_by_office_and_full_name(
    text: str, low: float, high: float
) -> None:
    (found,) = facts(text, "quote", "kk")
    assert low <= found["slot_confidence"]["speaker_name"] <= high


@pytest.mark.parametrize(
    ("language", "text", "kind", "slot"),
    [
        ("ru", "Глава рабочей группы Марат Оспанов приехал.", "role", "position"),
        ("en", "Researcher Marat Ospanov arrived in Bozdala.", "role", "position"),
        ("ru", "Директором школы назначен Марат Оспанов.", "appointment", "position"),
        ("ru", "«Воду дадут», – сказал глава Тулпара.", "quote", "speaker_name"),
        ("en", "Ospanov Foundation said that the bridge was closed.", "quote", "speaker_name"),
        ("ru", "Мост закрыли накануне.", "date", "from_to"),
        ("ru", "Заявок вдвое больше.", "amount", "value"),
    ],
)  # fmt: skip
def test_what_real_news_showed_to_be_wrong_oftener_is_below_the_line(
    language: str, text: str, kind: str, slot: str
) -> None:
    found = facts(text, kind, language)
    assert found, text
    assert all(x["slot_confidence"].get(slot, 0.0) < 0.8 for x in found)


@pytest.mark.parametrize(
    ("language", "text", "kind", "slot"),
    [
        ("ru", "Министр культуры Коркемстана Марат Оспанов приехал.", "role", "position"),
        ("en", "Marat Ospanov, head of Tulpar Bank, arrived.", "role", "position"),
        ("kk", "Боздала қаласының әкімі Марат Оспанов келді.", "role", "position"),
        (
            "en",
            "Marat Ospanov, head of Tulpar Bank, came. “Water is there,” said Ospanov.",
            "quote",
            "speaker_name",
        ),
        ("ru", "Мост открыли 3 мая 2025 года.", "date", "from_to"),
    ],
)
def test_what_real_news_showed_to_be_right_is_above_the_line(
    language: str, text: str, kind: str, slot: str
) -> None:
    found = facts(text, kind, language)
    assert found, text
    assert all(x["slot_confidence"][slot] >= 0.8 for x in found)
