"""Words by index, and the places of a word."""

import pytest

from baqylau.facts.analysis import Source, analyse
from baqylau.facts.en.words.outlets import behind_outlet
from baqylau.facts.en.words.text import Text, text_of


def _text(words: str) -> Text:
    return text_of(analyse(Source(text=words, language="en")))


@pytest.mark.parametrize("i", [-1, -40, 5, 9_000])
def test_an_index_outside_the_text_is_no_word(i: int) -> None:
    text = _text("The lake is dry.")
    assert (text.low(i), text.word(i)) == ("", "")


def test_where_a_word_stands() -> None:
    text = _text("The lake is dry. The Lake was deep.")
    assert [text.word(i) for i in text.where(("lake", "deep"))] == ["lake", "Lake", "deep"]


@pytest.mark.parametrize(
    ("words", "length"),
    [("Fast Company", 2), ("Mic reported", 1), ("mic", 0), ("Fast food", 0), ("Hill", 1)],
)
def test_a_newsroom_of_the_list(words: str, length: int) -> None:
    assert behind_outlet(_text(words), 0) == length
