"""Quotes: direct speech first; the rules of indirect speech do not use its characters."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "«Мост открыт», – сказал Ерлан Сатаев. Он отметил, что дорога закрыта.",
            [
                ("ru.marks_then_verb", "Мост открыт», – сказал Ерлан Сатаев", "direct"),
                ("ru.verb_that", "Он отметил, что дорога закрыта", "indirect"),
            ],
        ),
        (
            "Ерлан Сатаев отметил, что мост открыт, и подчеркнул, что дорога закрыта.",
            [
                ("ru.verb_that", "Ерлан Сатаев отметил, что мост открыт", "indirect"),
                (
                    "ru.verb_that",
                    "Ерлан Сатаев отметил, что мост открыт, и подчеркнул, что дорога закрыта",
                    "indirect",
                ),
            ],
        ),
    ],
)
def test_direct_speech_is_quoted_once(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "quote"), "form") == expected
