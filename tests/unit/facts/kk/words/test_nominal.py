"""Words of a Kazakh noun phrase."""

import pytest

from baqylau.facts.kk.words import nominal
from tests.unit.facts.reading import analysis


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("отырысында", "отырыс"),
        ("фестивалі", "фестиваль"),
        ("заңдарды", "заң"),
        ("сапармен", "сапар"),
    ],
)
def test_a_form_has_the_bare_noun_among_its_readings(word: str, reading: str) -> None:
    token = analysis(f"{word}.", "kk").tokens[0]
    assert reading in nominal.readings(token)


@pytest.mark.parametrize(
    ("text", "head", "phrase"),
    [
        ("құрамасы әлем чемпионатында", 2, "әлем чемпионатында"),
        ("қаланың жаңа мектебі", 2, "қаланың жаңа мектебі"),
        ("балалардың апатқа", 1, "апатқа"),
        ("мектепте ірі апат", 2, "ірі апат"),
    ],
)
def test_a_phrase_begins_behind_what_has_a_case_or_is_a_subject(
    text: str, head: int, phrase: str
) -> None:
    a = analysis(text, "kk")
    first = nominal.attributes_start(a, a.tokens, head, 5)
    assert text[a.tokens[first].start :] == phrase
