"""Tie-backs: sentences that repeat older news are marked with their offsets."""

import pytest

from baqylau.clean import tiebacks


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Мост открыли.\nНапомним, его строили два года.", ["Напомним, его строили два года."]),
        (
            "Мост открыли. Ранее сообщалось, что сроки сорваны. Акимат это отрицал.",
            ["Ранее сообщалось, что сроки сорваны. Акимат это отрицал."],
        ),
        (
            "Көпір ашылды.\nЕске сала кетейік, құрылыс екі жылға созылды.",
            ["Еске сала кетейік, құрылыс екі жылға созылды."],
        ),
        (
            "The bridge opened.\nAs previously reported, work began in 2024.",
            ["As previously reported, work began in 2024."],
        ),
        (
            "Напомним:\nдело слушали год.\nПриговор вступил в силу.",
            ["Напомним:", "дело слушали год."],
        ),
        ("Мост открыли ранее срока, сообщалось в акимате.", []),
        ("", []),
    ],
)
def test_a_tie_back_is_marked_to_the_end_of_its_paragraph(text: str, marked: list[str]) -> None:
    assert [x.of(text) for x in tiebacks.spans(text)] == marked
