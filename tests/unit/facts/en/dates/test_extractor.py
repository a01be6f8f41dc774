"""English dates, read on Wednesday 11 March 2026."""

import pytest

from tests.unit.facts.reading import facts


@pytest.mark.parametrize(
    ("sentence", "words", "first", "last"),
    [
        ("It opened on March 3.", "March 3", "2026-03-03", "2026-03-03"),
        ("It opens in the first quarter.", "the first quarter", "2026-01-01", "2026-03-31"),
        ("It will be held in September.", "September", "2026-09-01", "2026-09-30"),
        ("It was held in September.", "September", "2025-09-01", "2025-09-30"),
        ("From 2026 to 2028 it is shut.", "From 2026 to 2028", "2026-01-01", "2028-12-31"),
        ("Trade fell in Q3 2025.", "Q3 2025", "2025-07-01", "2025-09-30"),
    ],
)
def test_a_form_covers_its_days(sentence: str, words: str, first: str, last: str) -> None:
    (found,) = facts(sentence, "date", "en")
    assert (found["text"], found["from"], found["to"]) == (words, first, last)


@pytest.mark.parametrize("sentence", ["He may resign.", "They march on.", "Black Friday is near."])
def test_words_that_are_no_date(sentence: str) -> None:
    assert facts(sentence, "date", "en") == []
