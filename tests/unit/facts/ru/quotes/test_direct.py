"""Direct speech in every typography."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "«Мост открыт», – сказал Ерлан Сатаев.",
            [
                (
                    "ru.marks_then_verb",
                    "Мост открыт», – сказал Ерлан Сатаев",
                    "direct",
                    "Ерлан Сатаев",
                )
            ],
        ),
        (
            "Ерлан Сатаев сказал: «Мост открыт».",
            [
                (
                    "ru.verb_colon_marks",
                    "Ерлан Сатаев сказал: «Мост открыт",
                    "direct",
                    "Ерлан Сатаев",
                )
            ],
        ),
        (
            "– Мост открыт, – сказал Ерлан Сатаев.",
            [("ru.dash_paragraph", "Мост открыт, – сказал Ерлан Сатаев", "direct", "Ерлан Сатаев")],
        ),
    ],
)
def test_marks_and_dashes(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "quote"), "form", "speaker_name") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Он купил «Мерседес» и уехал.", []),
    ],
)
def test_a_name_in_marks_is_no_speech(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "quote"), "form", "speaker_name") == expected


def test_a_clause_without_words_before_it_reports_nothing() -> None:
    assert not facts("Экипаж вернулся.\n, — написал Уильям Стоун в блоге, показав снимок.", "quote")
