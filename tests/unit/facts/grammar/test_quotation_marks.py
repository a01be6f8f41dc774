"""Quotation marks of a paragraph, in every typography of the region's press."""

import pytest

from baqylau.facts.grammar.quotation_marks import continued, quoted
from baqylau.model.span import Span


@pytest.mark.parametrize(
    ("text", "inner", "opened"),
    [
        ("Он сказал: «Да».", "Да", True),
        ("Он сказал: “Да”.", "Да", True),
        ('Он сказал: "Да".', "Да", True),
        ("«Фонд «Степь» помог», – сказал он.", "Фонд «Степь» помог", True),
        ("Мост открыт», – сказал он.", "Мост открыт", False),
    ],
)
def test_the_outermost_stretch_is_found(text: str, inner: str, opened: bool) -> None:
    (found,) = quoted(text, Span(0, len(text)))
    assert (text[found.inner.start : found.inner.end], found.opened) == (inner, opened)


def test_a_quotation_may_cover_several_paragraphs() -> None:
    text = "«Мост открыт.\nДорога чиста», – сказал он."
    line = text.index("\n")
    found = continued(text, [Span(0, line), Span(line + 1, len(text))], 0)
    assert found is not None
    assert found[1] == 1
