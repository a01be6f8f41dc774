"""The words that name a speaker in Kazakh."""

import pytest

from baqylau.facts.kk.speakers.mentions import GENITIVE, NOMINATIVE, mentions
from tests.unit.facts.reading import analysis


@pytest.mark.parametrize(
    ("text", "case", "expected"),
    [
        ("Жиын барысында өңір басшысы сөйледі.", NOMINATIVE, [("role", "өңір басшысы")]),
        ("Өз кезегінде қала қонақтары келді.", NOMINATIVE, [("people", "қала қонақтары")]),
        ("Тергеуші сондай-ақ келді.", NOMINATIVE, [("role", "Тергеуші")]),
        ("Сондай-ақ ол келді.", NOMINATIVE, [("pronoun", "ол")]),
        ("Ол үшін уақыт керек.", NOMINATIVE, []),
        ("Министрлік өкілі келді.", NOMINATIVE, [("role", "Министрлік өкілі")]),
        (
            "Бала құқығын қорғаушы мамандар келді.",
            NOMINATIVE,
            [("people", "Бала құқығын қорғаушы мамандар")],
        ),
        ("Мамандардың айтуынша, бәрі жақсы.", GENITIVE, [("people", "Мамандардың")]),
        ("Мұғалімдер жалақысы өсті.", NOMINATIVE, []),
    ],
)
def test_a_phrase_is_read_whole_and_in_its_case(
    text: str, case: str | None, expected: list[tuple[str, str]]
) -> None:
    found = mentions(analysis(text, "kk"), 0, len(text), case)
    assert [(m.kind, text[m.start : m.end]) for m in found] == expected
