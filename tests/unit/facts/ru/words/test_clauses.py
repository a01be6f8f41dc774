"""Where a clause of reported speech begins and ends in its sentence."""

import pytest

from baqylau.facts.ru.words import clauses
from tests.unit.facts.reading import analysis


@pytest.mark.parametrize(
    ("sentence", "end"),
    [
        ("мост открыт, передаёт агентство", "открыт"),
        ("мост открыт и подчеркнул, что дорога закрыта", "открыт"),
        ("мост открыт и дорога чиста.", "чиста"),
    ],
)
def test_a_clause_ends_before_a_tail_a_second_verb_and_the_full_stop(
    sentence: str, end: str
) -> None:
    words = analysis(sentence).tokens
    assert words[clauses.clause_end(words, 0) - 1].text == end


@pytest.mark.parametrize(
    ("sentence", "governed"),
    [("Аким отметил вчера, что мост открыт.", "что"), ("Аким открыл мост.", None)],
)
def test_a_verb_governs_its_own_that(sentence: str, governed: str | None) -> None:
    words = analysis(sentence).tokens
    at = clauses.complement(words, 1)
    assert (None if at is None else words[at].text) == governed


@pytest.mark.parametrize(
    ("words", "introduces"), [("Кроме того", True), ("В свою очередь", True), ("Новый мост", False)]
)
def test_an_introduction_is_no_content(words: str, introduces: bool) -> None:
    assert clauses.is_introduction(analysis(words).tokens) is introduces
