"""Parts of speech and lemmas of English words."""

import pytest

from baqylau.lang.en.tags import lemma, tag


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("countries", "country"),
        ("said", "say"),
        ("visited", "visit"),
        ("planned", "plan"),
        ("announced", "announce"),
        ("exchanges", "exchange"),
        ("churches", "church"),
        ("women", "woman"),
        ("gas", "gas"),
        ("press", "press"),
        ("news", "new"),
        ("talks", "talk"),
    ],
)
def test_lemma(word: str, expected: str) -> None:
    assert lemma(word) == expected


@pytest.mark.parametrize(
    ("word", "first", "expected"),
    [
        ("the", False, "DET"),
        ("Tashkent", False, "PROPN"),
        ("However", True, "ADV"),
        ("quickly", False, "ADV"),
        ("visited", False, "VERB"),
        ("will", False, "AUX"),
        ("2030", False, "NUM"),
        ("’s", False, "PART"),
        ("–", False, "PUNCT"),
        ("famous", False, "ADJ"),
        ("road", False, "NOUN"),
    ],
)
def test_tag(word: str, first: bool, expected: str) -> None:
    assert tag(word, first) == expected
