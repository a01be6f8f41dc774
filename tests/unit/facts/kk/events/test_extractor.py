"""Events in a Kazakh text."""

from typing import get_args, get_type_hints

import pytest

from baqylau.lang.kk.wordlists import wordlist
from baqylau.model.fact import Event
from tests.unit.facts.reading import facts, summary

ROWS = wordlist("events")["kind"]


def test_every_kind_is_one_of_the_contract() -> None:
    assert {row["kind"] for row in ROWS} <= set(get_args(get_type_hints(Event)["kind"]))


@pytest.mark.parametrize(
    ("sentence", "words", "kind"),
    [
        ("Кеше кеңейтілген отырыс өтті.", "кеңейтілген отырыс", "meeting"),
        ("Ол ресми сапармен келді.", "ресми сапармен", "visit"),
        ("Қалада кітап көрмесі өтті.", "кітап көрмесі", "forum"),
        ("Ауылда жаңа мектеп ашылды.", "жаңа мектеп ашылды", "opening"),
        ("Жақында президент сайлауы өтеді.", "президент сайлауы", "election"),
        ("Кеше ірі жол апаты болды.", "ірі жол апаты", "accident"),
        ("Сот үкімі шықты.", "Сот үкімі", "court"),
        ("Құрамасы әлем чемпионатында жеңді.", "әлем чемпионатында", "sport"),
        ("Келісімге қол қойылды.", "қол қойылды", "signing"),
        ("Онда қарулы шабуыл болды.", "қарулы шабуыл", "crime"),
        ("Елде салтанатты концерт болды.", "салтанатты концерт", "other"),
    ],
)
def test_an_event_has_its_kind(sentence: str, words: str, kind: str) -> None:
    assert (words, kind) in [x[1:] for x in summary(facts(sentence, "event", "kk"), "kind")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Былтыр облыста 512 өрт тіркелді.",
        "Фестивальдер жыл сайын өтеді.",
        "Мәслихат депутаттары жиналды.",
        "Өрт саны азайды.",
    ],
)
def test_a_number_or_a_kind_of_events_is_none(sentence: str) -> None:
    assert facts(sentence, "event", "kk") == []
