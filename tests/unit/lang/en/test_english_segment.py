"""Sentences and words of English."""

import pytest

from baqylau.facts.analysis import Source, analyse


def _sentences(text: str) -> list[str]:
    a = analyse(Source(text, language="en"))
    return [text[s.start : s.end] for s in a.sentences]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Alma Kim met Mr. B. Osman in St. Petersburg.",
        "The U.S. Senate voted on Oct. 7 at 5 p.m. sharp.",
        "Arna Hospital No. 7 and Orda Inc. signed it.",
        "“We won!” she said.",
        "Prices rose by 3.5 percent, or $1.2 million.",
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert _sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It rained. Nobody came.", 2),
        ("“It rained.” Nobody came.", 2),
        ("He left the U.S. The plane was late.", 2),
        ("She wrote on X. The embassy answered.", 2),
        ("Why? Because. So be it!", 3),
        ("First paragraph\nSecond paragraph", 2),
    ],
)
def test_a_sentence_ends(text: str, count: int) -> None:
    assert len(_sentences(text)) == count


def test_a_possessive_ending_is_a_word_of_its_own() -> None:
    a = analyse(Source("O’Donnell’s plan, Shipager.kz's page", language="en"))
    assert [t.text for t in a.tokens] == [
        "O’Donnell",
        "’s",
        "plan",
        ",",
        "Shipager.kz",
        "'s",
        "page",
    ]
