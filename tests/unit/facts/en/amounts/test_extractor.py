"""English amounts: what measures something, with its modifiers and what is measured."""

import pytest

from tests.unit.facts.reading import facts


@pytest.mark.parametrize(
    ("sentence", "words", "slots"),
    [
        ("Output rose by 12.4 percent.", "12.4 percent", ("percent", 12.4, "up", "Output")),
        ("It cost $54K.", "$54K", ("money", 54_000, None, None)),
        ("He paid $3,400,000.", "$3,400,000", ("money", 3_400_000, None, None)),
        ("Up to 40 wells are dry.", "40 wells", ("count", 40, None, "wells")),
        ("Imports fell three-fold.", "three-fold", ("ratio", 3, "down", "Imports")),
    ],
)
def test_a_figure_with_its_unit(sentence: str, words: str, slots: tuple[object, ...]) -> None:
    (found,) = facts(sentence, "amount", "en")
    thing = found["of"] and found["of"]["text"]
    assert found["text"] == words
    assert (found["quantity"], found["value"], found["direction"], thing) == slots


def test_two_currencies_of_one_sum_measure_one_thing() -> None:
    found = facts("The dam costs nearly $45 million (21 billion tenge).", "amount", "en")
    assert [(x["currency"], x["bound"], x["of"]["text"]) for x in found] == [
        ("USD", "about", "dam"),
        ("KZT", "about", "dam"),
    ]


@pytest.mark.parametrize(
    "sentence",
    ["He lives in Room 12.", "They won 3-1.", "It opens at 6 p.m.", "Call 1406.", "He came 34th."],
)
def test_figures_that_measure_nothing(sentence: str) -> None:
    assert facts(sentence, "amount", "en") == []
