"""Whom the words for a speaker mean in English; unknown beats wrong."""

import pytest

from tests.unit.facts.reading import facts


def _speaker(text: str) -> str | None:
    name: str | None = facts(text, "quote", "en")[-1]["speaker_name"]
    return name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aida Kim met Timur Orlov. “It is late,” she said.", "Aida Kim"),
        ("Murat Osman met Serik Temir. “It is late,” he said.", None),
        ("Murat Osman spoke of Serik Temir. “It is late,” he said.", "Murat Osman"),
        ("Murat Osman wrote: “I greet Serik Temir.” He said he was glad.", "Murat Osman"),
        ("Minister Alma Kim left. The minister said the road is open.", "Alma Kim"),
        ("A farmer came with Aida Kim. The farmer said it was late.", "farmer"),
        ("Boxer Timur Orlov won. “I am glad,” the athlete said.", "Timur Orlov"),
        ("The Ministry of Labor met the unions. The ministry said no.", None),
        ("“It is late,” they said.", None),
    ],
)
def test_speaker(text: str, expected: str | None) -> None:
    found = facts(text, "quote", "en")
    assert (found[-1]["speaker_name"] if found else None) == expected


def test_the_ministry_is_the_one_named_before() -> None:
    text = "The Ministry of Labor met the unions. The ministry said the talks were long."
    assert _speaker(text) == "Ministry of Labor"


def test_the_head_of_state_is_the_president_of_the_text() -> None:
    text = "President Murat Sadyk flew home. The Head of State said that the visit was useful."
    assert _speaker(text) == "Murat Sadyk"


def test_a_name_in_marks_is_nobody_in_focus() -> None:
    text = "Aman Duisen wrote a letter. “I know Serik Temir well,” he said."
    assert _speaker(text) == "Aman Duisen"
