"""Whether a word speaks of the future."""

import pytest

from baqylau.facts.ru.words.tenses import tells_future
from tests.unit.facts.reading import analysis


@pytest.mark.parametrize(
    ("sentence", "verb", "future"),
    [
        ("Добыча вырастет весной.", "вырастет", True),
        ("Мост будет открыт.", "будет", True),
        ("Добыча выросла весной.", "выросла", False),
        ("Завод работает ночью.", "работает", False),
    ],
)
def test_only_a_finite_verb_in_the_future_is_future(sentence: str, verb: str, future: bool) -> None:
    token = next(x for x in analysis(sentence).tokens if x.text == verb)
    assert tells_future(token) is future
