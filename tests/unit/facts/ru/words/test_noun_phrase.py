"""The extent of a noun phrase."""

import pytest

from baqylau.facts.ru.words import noun_phrase
from tests.unit.facts.reading import analysis


def phrase(sentence: str, noun: str, *after: str) -> str:
    """The noun with its adjectives and what belongs behind it."""
    a = analysis(sentence)
    head = next(n for n, token in enumerate(a.tokens) if token.text == noun)
    first, last = (
        noun_phrase.first_of(a.tokens, head),
        noun_phrase.last_of(a, a.tokens, head, after),
    )
    return a.text[a.tokens[first].start : a.tokens[last - 1].end]


@pytest.mark.parametrize(
    ("sentence", "noun", "after", "found"),
    [
        ("Город принял международную конференцию аграриев.", "конференцию", (),
         "международную конференцию аграриев"),
        ("Подписан меморандум о сотрудничестве.", "меморандум", ("о Loc",),
         "меморандум о сотрудничестве"),
        ("Подписан меморандум о сотрудничестве.", "меморандум", (), "меморандум"),
        ("Прошла выставка «Новая степь» вчера.", "выставка", (), "выставка «Новая степь»"),
    ],
)  # fmt: skip
def test_a_phrase_has_agreeing_adjectives_and_governed_words(
    sentence: str, noun: str, after: tuple[str, ...], found: str
) -> None:
    assert phrase(sentence, noun, *after) == found


def test_a_name_in_marks_ends_behind_its_closing_mark() -> None:
    words = analysis("фонд «Новая степь» помог").tokens
    assert words[noun_phrase.name_end(words, 1) or 0].text == "помог"
    assert noun_phrase.name_end(words, 0) is None
