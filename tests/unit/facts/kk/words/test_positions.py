"""Positions in a Kazakh text."""

import pytest

from baqylau.facts.kk.words.positions import position_before, position_name
from tests.unit.facts.reading import analysis


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Облыс әкімі", "облыс әкімі"),
        ("әкімнің бірінші орынбасары", "әкімнің бірінші орынбасары"),
        ("орынбасары", "орынбасар"),
        ("аға бапкері", "аға бапкер"),
        ("Цифрлық даму, инновациялар және өнеркәсіп министрі", None),
    ],
)
def test_a_position_is_named_as_a_dictionary_prints_it(text: str, name: str | None) -> None:
    a = analysis(text, "kk")
    position = position_before(a, a.tokens, len(a.tokens))
    assert position
    assert position_name(a.tokens, position) == (name or text[:1].lower() + text[1:])
