"""Reporting verbs, and sentence blocks that do not end inside quotation marks."""

import pytest

from baqylau.facts.ru.words import speech
from tests.unit.facts.reading import analysis


@pytest.mark.parametrize(
    ("sentence", "word", "reports"),
    [
        ("Аким сказал это.", "сказал", True),
        ("Аким ушёл, отметив успех.", "отметив", True),
        ("Аким хотел сказать это.", "сказать", False),
        ("Аким построил мост.", "построил", False),
    ],
)
def test_a_finite_verb_or_a_gerund_of_speech_reports(
    sentence: str, word: str, reports: bool
) -> None:
    token = next(x for x in analysis(sentence).tokens if x.text == word)
    assert speech.is_verb(token, "say") is reports


def test_sentences_inside_marks_are_one_block() -> None:
    assert len(speech.sentence_blocks(analysis("«Мост открыт. Дорога чиста», – сказал аким."))) == 1
    assert len(speech.sentence_blocks(analysis("Мост открыт. Дорога чиста."))) == 2


def test_a_span_is_trimmed_and_keeps_its_question_mark() -> None:
    text = "– Мост открыт?, сказал"
    span = speech.trimmed(text, 0, text.index(","))
    assert text[span.start : span.end] == "Мост открыт?"
