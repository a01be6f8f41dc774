"""Tokens are cut as razdel cuts them, whatever stands beside a word that was known from before."""

import razdel
from hypothesis import given
from hypothesis import strategies as st

from baqylau.lang.segment import segment
from baqylau.model.span import Span

_PARTS = st.sampled_from(
    [
        "слово",
        "Word",
        "қала",
        "ы",
        "12",
        "3",
        "é",
        "²",
        "yahoo",
        " ",
        " ",
        "\u00a0",
        *"-–_.,«»\"'()/…!?%:;№",
    ]
)


@given(st.lists(_PARTS, min_size=1, max_size=30).map("".join))
def test_tokens_are_those_of_razdel(text: str) -> None:
    expected = [
        (cut.start + t.start, cut.start + t.stop)
        for cut in razdel.sentenize(text)
        for t in razdel.tokenize(cut.text)
    ]
    _, tokens = segment(text, [Span(0, len(text))])
    assert [(t.start, t.end) for t in tokens] == expected
