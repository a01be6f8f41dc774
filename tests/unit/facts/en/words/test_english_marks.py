"""The quoted stretches of an English paragraph."""

import pytest

from baqylau.facts.en.words.marks import marked
from baqylau.model.span import Span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“A b,” said X. “C d.”", ["A b,", "C d."]),
        ('"A b," said X. "C d."', ["A b,", "C d."]),
        ("``A b,`` said X. ``C d.``", ["A b,", "C d."]),
        ("``A b,'' said X.", ["A b,"]),
        ("''A b,'' said X.", ["A b,"]),
        ("‘A b,’ said X of the dogs’ home.", ["A b,"]),
        ("«A b», said X.", ["A b"]),
        ("“A b. “C d.”", ["A b. ", "C d."]),
        ("“A b", ["A b"]),
        ("It's the workers' day.", []),
        ("The “A” and the “B”", ["A", "B"]),
    ],
)
def test_stretches(text: str, expected: list[str]) -> None:
    found = marked(text, Span(0, len(text)))
    assert [m.inner.of(text) for m in found] == expected
