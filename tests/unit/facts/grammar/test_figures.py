"""Figures that measure nothing in any language: phones and scores."""

import pytest

from baqylau.facts.grammar import figures
from baqylau.facts.grammar.numbers import numbers
from baqylau.facts.ru.words.quantities import number_words


@pytest.mark.parametrize(
    ("text", "phone", "score"),
    [
        ("8 (727) 250-11-22", True, False),
        ("3:2", False, True),
        ("18:30", False, True),
        ("250 домов", False, False),
    ],
)
def test_phones_and_scores_are_recognised(text: str, phone: bool, score: bool) -> None:
    first = numbers(text, number_words())[0]
    assert figures.is_phone(text, first) is phone
    assert figures.is_score(text, first) is score
